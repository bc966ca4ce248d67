"""The geometry of the work chart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.web.workbars import WIDTH, bars


def test_bars_are_on_a_log_scale():
    chart = bars({"submission": 1000, "reference": 100, "slow": 10_000})
    assert chart is not None
    lengths = {bar.key: bar.length for bar in chart.bars}
    assert lengths["slow"] == WIDTH
    steps = (lengths["slow"] - lengths["submission"], lengths["submission"] - lengths["reference"])
    assert steps[0] == pytest.approx(steps[1], abs=0.2)
    assert [tick.value for tick in chart.ticks] == [10, 100, 1000, 10_000]
    assert [bar.factor for bar in chart.bars] == [10, 1, 100]


def test_a_stopped_answer_has_no_bar():
    chart = bars({"submission": None, "reference": 100, "slow": 10_000})
    assert chart is not None
    assert [bar.key for bar in chart.bars] == ["reference", "slow"]


def test_nothing_measured_is_no_chart():
    assert bars({}) is None


def test_parts_are_understood_by_their_total():
    chart = bars({"reference": {"buffers": 1, "total": 7}})
    assert chart is not None
    assert chart.bars[0].value == 7


@given(
    st.dictionaries(st.sampled_from(["submission", "reference", "slow"]), st.integers(0, 10**12), min_size=1)
)
def test_every_bar_fits(work):
    chart = bars(work)
    assert chart is not None
    assert all(0 < bar.length <= WIDTH for bar in chart.bars)
    assert all(0 <= tick.x <= WIDTH for tick in chart.ticks)
