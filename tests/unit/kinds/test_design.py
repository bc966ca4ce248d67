"""Numbers and choices are scored at once; the rubric waits for people."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from assessor.domain.design import Chosen, DesignAnswer, answer_text
from assessor.domain.outcomes import Verdict
from assessor.errors import PackInvalid
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import grade, verify_pack
from assessor.kinds.design_parts import credit
from assessor.packs.loader import Pack
from assessor.packs.spec import NumberCheck
from sandbox.memory_provider import MemoryProvider

FOLDER = Path(__file__).parents[3] / "challenges" / "tenant-isolation-design"
STRUCTURED = {"audit-storage", "relations", "tenancy-model", "tenant-context"}


@pytest.fixture(scope="module")
def pack():
    return Pack.from_folder(FOLDER)


def number(**changes):
    known = {"type": "number", "id": "disk", "title": "Disk", "competencies": ["A3"], "points": 10}
    return NumberCheck(
        **{
            **known,
            "asks": "How large is it?",
            "unit": "GB",
            "expected": 100,
            "full": 1.5,
            "none": 4,
            **changes,
        }
    )


def graded(pack, text):
    return grade(pack, text, MemoryProvider(), MemoryReferenceCache(), "test")


def outcomes(pack, answer):
    return {outcome.check: outcome for outcome in graded(pack, answer_text(answer)).outcomes}


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (100, 1),
        (150, 1),
        (100 / 1.5, 1),
        (400, 0),
        (25, 0),
        (1e15, 0),
        (1e-300, 0),
        (math.sqrt(6) * 100, 0.5),
        (100 / math.sqrt(6), 0.5),
    ],
)
def test_a_number_is_scored_by_how_many_times_it_is_off(value, share):
    assert credit(number(), value) == pytest.approx(share)


def test_the_further_off_the_less():
    shares = [credit(number(), 100 * times) for times in (1.5, 1.6, 2, 3, 3.9, 4)]
    assert shares == sorted(set(shares), reverse=True)


def test_the_reference(pack):
    result = graded(pack, pack.reference)
    assert (result.verdict, result.score) == (Verdict.WAITING, 100)
    assert {o.check for o in result.outcomes if o.verdict is Verdict.PASSED} == STRUCTURED
    assert {o.verdict for o in result.outcomes if o.check not in STRUCTURED} == {Verdict.WAITING}
    assert result.waiting
    assert result.for_people


def test_messages_never_say_where_the_range_lies(pack):
    off = outcomes(pack, DesignAnswer("words", {"audit-storage": 6000.0, "relations": 1.0}))
    assert off["audit-storage"].message == "Near the accepted range."
    assert 0 < off["audit-storage"].points < off["audit-storage"].max_points
    assert (off["relations"].message, off["relations"].points) == ("Far from the accepted range.", 0)
    assert off["relations"].evidence["number"]["full"] == [1231000.0, 2080000.0]


def test_a_choice_without_its_reason_earns_nothing(pack):
    for reason, verdict in (("", Verdict.FAILED), ("It dies with the transaction.", Verdict.PASSED)):
        chosen = {"tenant-context": Chosen("transaction", reason)}
        assert outcomes(pack, DesignAnswer("words", choices=chosen))["tenant-context"].verdict is verdict


def test_a_part_of_the_credit(pack):
    chosen = {"tenancy-model": Chosen("shared-app", "The ORM does it.")}
    outcome = outcomes(pack, DesignAnswer("words", choices=chosen))["tenancy-model"]
    assert (outcome.verdict, outcome.points) == (Verdict.FAILED, 2)


@pytest.mark.parametrize("text", ["", " \n", '{"numbers": {}, "choices": {}}\n---\n  '])
def test_nobody_needs_to_read_an_empty_answer(pack, text):
    result = graded(pack, text)
    assert (result.verdict, result.score, result.waiting) == (Verdict.FAILED, 0, False)
    assert len(result.outcomes) == len(pack.spec.check)


def test_what_cannot_be_read_fails_with_its_reason(pack):
    result = graded(pack, "{broken")
    assert (result.verdict, result.score) == (Verdict.FAILED, 0)
    assert "cannot be read" in result.message


def changed(pack, *changes):
    """The pack with texts of its spec replaced."""
    spec = pack.files["challenge.toml"]
    for old, new in changes:
        assert old in spec
        spec = spec.replace(old, new, 1)
    return {**pack.files, "challenge.toml": spec}


def problems(pack, *changes):
    report = verify_pack(Pack.from_files(changed(pack, *changes)), MemoryProvider())
    return [str(problem) for problem in report.problems]


def test_the_pack_proves_itself_without_a_lab(pack):
    labs = MemoryProvider()
    report = verify_pack(pack, labs)
    assert report.ok, report.problems
    assert labs.list() == []


ANCHORS = """    "All tenants are treated as if they were the same size; the question is not seen.","""
ALIKE = """    "Noisy neighbours are named, with a remedy in one word: sharding, caching, or a bigger machine.","""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            (
                'competencies = ["A3", "A2", "H2", "H3", "I2"]',
                'competencies = ["A3", "A2", "H2", "H3", "I2", "G6"]',
            ),
            "no criterion carries G6",
        ),
        (("points = 8", "points = 80"), "the rubric gives 70 of 172 points"),
        ((ANCHORS, ALIKE), "neighbours: the anchors of level 0 and 1 read alike"),
        (
            ('level = 2\ntext = "Imports', 'level = 1\ntext = "Imports'),
            "neighbours: no example of level 2 or above",
        ),
        (('level = 2\ntext = "Imports', 'level = 9\ntext = "Imports'), "an example is of level 9"),
        (("expected = 2730", "expected = 99"), "reference.md gets 0 of 8 points in audit-storage"),
    ],
)
def test_a_rubric_that_raters_cannot_use_is_told(pack, change, told):
    assert any(told in problem for problem in problems(pack, change)), problems(pack, change)


def test_a_sample_with_a_part_that_is_not_asked_for(pack):
    files = dict(pack.files)
    path = "submissions/rejected/role-per-tenant.md"
    files[path] = files[path].replace('"relations": 40000', '"relation": 40000')
    told = [str(problem) for problem in verify_pack(Pack.from_files(files), MemoryProvider()).problems]
    assert any("There is no number relation in this challenge" in problem for problem in told)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('kind = "design"', 'kind = "design"\npractice = true'), "cannot be practice"),
        (('kind = "design"', 'kind = "query"'), "query: missing; it is required"),
        (('kind = "design"', 'kind = "query"'), 'check[1].type: "number" belongs to kind = "design"'),
        (("none = 4", "none = 1.2"), "must be above full, which is 1.3"),
        (("credit = 1 }", "credit = 0.9 }"), "one option must have credit = 1"),
        (('{ id = "schema"', '{ id = "database"'), 'option "database" is there twice'),
        (("raters = 2", "raters = 3"), "review.raters"),
        (("raters = 2", "readers = 2"), "unknown key; allowed: raters, apart"),
        (('unit = "GB"', 'units = "GB"'), "unknown key; allowed: "),
    ],
)
def test_structural_problems(pack, change, told):
    old, new = change
    files = {**pack.files, "challenge.toml": pack.files["challenge.toml"].replace(old, new)}
    with pytest.raises(PackInvalid) as invalid:
        Pack.from_files(files)
    assert any(told in problem for problem in invalid.value.problems), invalid.value.problems


def test_a_design_needs_a_rubric(pack):
    spec, rest = pack.files["challenge.toml"].split('[[check]]\ntype = "criterion"', 1)
    assert rest
    with pytest.raises(PackInvalid, match="at least one must have type"):
        Pack.from_files({**pack.files, "challenge.toml": spec})


def test_a_waiting_part_keeps_the_score_provisional(pack):
    result = graded(pack, pack.reference)
    low = [
        replace(o, verdict=Verdict.FAILED, points=0.0) if o.verdict is Verdict.WAITING else o
        for o in result.outcomes
    ]
    assert sum(o.points for o in low) == sum(o.points for o in result.outcomes)
    assert result.score == 100
