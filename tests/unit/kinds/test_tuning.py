"""How the checks of a tuned workload are scored, with a lab that says what it is told to say."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from assessor.domain.outcomes import Verdict
from assessor.grading.reference import References
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import Work
from assessor.grading.workload import Ran, Tuning
from assessor.kinds.tuning_checks import TuningChecks, within
from assessor.kinds.tuning_reference import Baseline
from assessor.kinds.tuning_rules import _nothing, _rows, _saves
from assessor.packs.loader import Pack
from sandbox.provider import silent
from tests.unit.grading.tables import table

ORDERS = Pack.from_folder(Path(__file__).parents[3] / "challenges" / "marketplace-orders")
BEFORE = {
    "seller-page": 10_000,
    "shipping-queue": 10_000,
    "buyer-spent": 1_000,
    "place-order": 20,
    "ship-order": 20,
}
REFERENCE = {
    "seller-page": 100,
    "shipping-queue": 100,
    "buyer-spent": 10,
    "place-order": 10,
    "ship-order": 10,
}
RIGHT, WRONG = table("order_id int", (1,)), table("order_id int", (2,))
ONE = table("row text", ('{"a": 1, "b": null, "c": true, "d": 1.10}',))


def work(total, wal=0):
    return Work(total, 0, 0, {"Node Type": "Result"}, wal=wal)


def baseline(before=BEFORE, reference=REFERENCE, rows=2_000_000):
    works = {f"before/{name}": work(total, 100 * total) for name, total in before.items()}
    works |= {f"reference/{name}": work(total, 100 * total) for name, total in reference.items()}
    tables = {f"parameters/{name}": ONE for name in before}
    tables |= {f"{each.name}/0": RIGHT for each in ORDERS.spec.workload if not each.writes}
    sizes = {f"{each.name}/0": 3 for each in ORDERS.spec.workload if each.writes}
    sizes |= {"before/index-bytes": 100, "reference/index-bytes": 1000, "data-rows": rows}
    return Baseline(References(tables, works, {}, sizes))


class FakeLab:
    """Says of each statement, by the beginning of its name, what it is told."""

    def __init__(self, ran, index_bytes=1000):
        self.tuning = Tuning((), {})
        self._ran = ran
        self._bytes = index_bytes

    def run(self, asked):
        name = next(each.name for each in ORDERS.spec.workload if each.sql == asked.text)
        assert asked.parameters == ((b"1", None, b"true", b"1.10"),)
        came = self._ran.get(name, REFERENCE[name])
        if isinstance(came, Stopped):
            raise came
        if isinstance(came, Ran):
            return came
        writes = asked.writes
        return Ran(() if writes else (RIGHT,), (3,) if writes else (), work(came, 100 * came))

    def read(self, query):
        return table("bytes bigint", (self._bytes,))


def outcomes(ran=None, index_bytes=1000):
    order_free = ORDERS.spec.model_copy(
        update={"workload": [each.model_copy(update={"order": []}) for each in ORDERS.spec.workload]}
    )
    pack = SimpleNamespace(spec=order_free)
    graded = TuningChecks(pack, FakeLab(ran or {}, index_bytes), baseline(), silent).all()
    return {outcome.check: outcome for outcome in graded}


def test_the_reference_gets_all_points():
    graded = outcomes()
    assert {each.verdict for each in graded.values()} == {Verdict.PASSED}
    assert sum(each.points for each in graded.values()) == 100


def test_reads_are_weighed_by_their_rates():
    half = outcomes({"shipping-queue": 10_000})["pages"]
    assert half.evidence["work"] == {"submission": 40_000_000, "reference": 4_360_000, "before": 436_000_000}
    assert half.verdict is Verdict.FAILED
    assert 15 < half.points < 20
    (page, queue) = half.evidence["workload"]
    assert (page["work"]["submission"], queue["work"]["submission"]) == (100, 10_000)
    assert half.evidence["plans"]["seller-page"]["plan"] == {"Node Type": "Result"}


@pytest.mark.parametrize(
    "came",
    [Ran((WRONG,), (), work(5)), Stopped(Ended.TIMED_OUT, "stopped after 10 s")],
    ids=["wrong", "stopped"],
)
def test_what_is_wrong_saves_nothing(came):
    graded = outcomes({"buyer-spent": came})
    assert graded["spent"].points == 0
    assert "Fails at buyer-spent" in graded["spent"].message
    assert graded["unchanged"].verdict is Verdict.FAILED


def test_the_rest_counts_only_where_reads_are_saved():
    graded = outcomes({"seller-page": 10_000})
    assert [each.points > 1 for each in graded.values()] == [False, True, False, False, False]
    assert "Counts only when" in graded["bytes"].message


def test_writes_are_as_dear_as_the_worse_of_work_and_wal():
    dear = Ran((), (3,), work(10, 1300))
    graded = outcomes({"place-order": dear, "ship-order": dear})["writes"]
    assert 0 < graded.points < 15
    assert "1.00 times the work and 1.30 times the WAL" in graded.message
    assert outcomes({"place-order": Ran((), (2,), work(10, 1000))})["writes"].points == 0


def test_bytes():
    assert outcomes(index_bytes=2000)["bytes"].points == 0
    assert [within(ratio, 2.0) for ratio in (0.5, 1.1, 2.0, 9.0)] == [1.0, 1.0, 0.0, 0.0]
    assert 0 < within(1.5, 2.0) < 1


def test_rules():
    evidence = SimpleNamespace(pack=ORDERS)
    assert [
        *_rows(evidence, baseline()),
        *_saves(evidence, baseline()),
        *_nothing(evidence, baseline()),
    ] == []
    assert "1,999,999 rows" in next(_rows(evidence, baseline(rows=1_999_999)))
    assert "spent: " in next(_saves(evidence, baseline({**BEFORE, "buyer-spent": 29})))
