"""`make bench`: the measurements once, small. Nothing is asserted but that they give their numbers."""

from __future__ import annotations

import json

import pytest

from assessor.packs.loader import Pack
from tests.bench import grading, mail, repeat, staff, verdicts, workbench
from tests.bench.labs import lab_provider

SLUG = "practice-orders"


@pytest.fixture(scope="module")
def provider():
    with lab_provider() as found:
        yield found


def test_repeat(provider):
    pack = Pack.from_folder(repeat.CHALLENGES / SLUG)
    found = repeat.summary({SLUG: repeat.measure(provider, pack, 3)})
    print(json.dumps(found, indent=1))
    assert found["distinct_scores"][SLUG] >= 1


def test_grading(provider):
    found = grading.measure(provider, 3)
    print(json.dumps(found, indent=1))
    assert found["p95_s"] >= found["p50_s"] > 0


def test_workbench():
    found = workbench.measured(2, 12)
    print(json.dumps(found, indent=1))
    assert found["runs"] > 0
    assert found["page_kb_first"] > found["page_kb_cached"] > 0


def test_mail():
    found = mail.measured(12, few=8)
    print(json.dumps(found, indent=1))
    assert found["mails"] == 12
    assert found["sent"] > 0


def test_staff():
    found = staff.measured(200, rounds=6)
    print(json.dumps(found, indent=1))
    assert found["dashboard_p95_ms"] > 0
    assert found["scorecard_p95_ms"] > 0


def test_verdicts(provider):
    pack = Pack.from_folder(repeat.CHALLENGES / SLUG)
    found = verdicts.summary({SLUG: verdicts.measure(provider, pack, 2)})
    print(json.dumps(found, indent=1))
    assert found["gradings"] == 2 * len(verdicts.samples_of(pack, every=False))
    assert found["distinct_verdicts_max"] >= 1
