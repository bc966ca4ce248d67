"""Comments are held against what is planted: found by line and kind, and false alarms cost."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessor.domain.comments import Comment
from assessor.domain.design import DesignAnswer, answer_text, parse_answer
from assessor.domain.outcomes import Verdict
from assessor.errors import PackInvalid
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import grade, verify_pack
from assessor.kinds.review_matching import Found, judge
from assessor.packs.loader import Pack
from sandbox.memory_provider import MemoryProvider

FOLDER = Path(__file__).parents[3] / "challenges" / "billing-migrations"
BILLING = "changes/V101__invoice_currency.sql"
CLEANING = "changes/V104__clean_up.sql"
INDEX = Comment(BILLING, 11, "locks", "blocker", "CONCURRENTLY.")
INNOCENT = Comment(BILLING, 4, "locks", "blocker", "A rewrite.")
STRAY = Comment(BILLING, 1, "drift", "minor", "A better name?")


@pytest.fixture(scope="module")
def pack():
    return Pack.from_folder(FOLDER)


@pytest.fixture
def reference(pack):
    return parse_answer(pack.reference).comments


def graded(pack, *comments, text="Words."):
    answer = answer_text(DesignAnswer(text, comments=comments))
    return grade(pack, answer, MemoryProvider(), MemoryReferenceCache(), "test")


def outcomes(pack, *comments):
    return {outcome.check: outcome for outcome in graded(pack, *comments).outcomes}


def found(pack, *comments):
    return [each.found for each in judge(pack.spec, comments)]


def test_the_pack_proves_itself_without_a_lab(pack):
    labs = MemoryProvider()
    report = verify_pack(pack, labs)
    assert report.ok, report.problems
    assert labs.list() == []


def test_the_reference_waits_for_people_alone(pack):
    result = graded(pack, *parse_answer(pack.reference).comments)
    assert (result.verdict, result.score) == (Verdict.WAITING, 100)
    waiting = {outcome.check for outcome in result.outcomes if outcome.verdict is Verdict.WAITING}
    assert waiting == {"useful", "weighed"}


def test_nobody_needs_to_read_an_empty_answer(pack):
    for text in ("", " \n"):
        result = graded(pack, text=text)
        assert (result.verdict, result.score, result.waiting) == (Verdict.FAILED, 0, False)
    assert result.message == "The answer is empty."


def test_what_cannot_be_read_fails_with_its_reason(pack):
    result = grade(pack, '{"comments": 1}', MemoryProvider(), MemoryReferenceCache(), "test")
    assert (result.verdict, result.score) == (Verdict.FAILED, 0)
    assert "cannot be read" in result.message


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        (INDEX, Found.DEFECT),
        (INNOCENT, Found.ALARM),
        (STRAY, Found.STRAY),
        (replace(INDEX, category="rights"), Found.STRAY),
        (replace(INDEX, line=999), Found.STRAY),
        (replace(STRAY, line=15, category="integrity"), Found.REMARK),
        (replace(STRAY, line=15, category="rights"), Found.STRAY),
    ],
)
def test_what_a_comment_is(pack, comment, told):
    assert found(pack, comment) == [told]


def test_what_is_not_finished_is_not_there(pack):
    assert found(pack, replace(INNOCENT, text=" "), replace(INDEX, severity="")) == []


def test_prose_decides_nothing(pack):
    assert found(pack, replace(INDEX, text="This is fine.")) == [Found.DEFECT]


def test_two_comments_that_find_nothing_are_free(pack):
    strays = [replace(STRAY, line=line) for line in (1, 3, 10)]
    assert found(pack, *strays) == [Found.STRAY, Found.STRAY, Found.ALARM]
    assert found(pack, *reversed(strays)) == [Found.STRAY, Found.STRAY, Found.ALARM]


def test_a_second_comment_on_a_defect_neither_earns_nor_costs(pack):
    assert found(pack, INDEX, INDEX) == [Found.DEFECT, Found.AGAIN]
    once, twice = graded(pack, INDEX), graded(pack, INDEX, INDEX)
    assert once.score == twice.score


def test_the_better_severity_counts(pack):
    unsure = replace(INDEX, severity="minor")
    assert outcomes(pack, unsure)["index-blocks"].points == 9 * 0.75
    assert outcomes(pack, unsure)["index-blocks"].message == "Found, but not how bad it is."
    assert outcomes(pack, unsure, INDEX)["index-blocks"].points == 9
    assert found(pack, unsure, INDEX) == [Found.AGAIN, Found.DEFECT]


def test_a_false_alarm_takes_first_what_restraint_earned(pack, reference):
    alarmed = outcomes(pack, *reference, INNOCENT)
    assert (alarmed["alarms"].points, alarmed["alarms"].verdict) == (5, Verdict.PASSED)
    assert alarmed["index-blocks"].points == 9
    assert alarmed["alarms"].message == "1 of 11 comments are false alarms."


def test_then_from_everything_that_was_found(pack, reference):
    many = [replace(INNOCENT, text=f"Wrong {number}.") for number in range(4)]
    alarmed = outcomes(pack, *reference, *many)
    assert (alarmed["alarms"].points, alarmed["alarms"].verdict) == (0, Verdict.FAILED)
    planted = sum(check.points for check in pack.spec.defects)
    assert alarmed["index-blocks"].points == round(9 * (planted + 9 - 16) / planted, 2)
    assert "took points" in alarmed["index-blocks"].message


def test_never_below_nothing(pack, reference):
    many = [replace(INNOCENT, text=f"Wrong {number}.") for number in range(40)]
    result = graded(pack, *reference, *many)
    assert result.score == 0
    known = {outcome.check: outcome for outcome in result.outcomes}
    assert known["index-blocks"].verdict is Verdict.FAILED
    assert known["index-blocks"].message == "Found. False alarms cost all that was found."


def test_more_alarms_never_earn_more(pack, reference):
    scores = [graded(pack, *reference, *[INNOCENT] * number).score for number in range(30)]
    assert scores == sorted(scores, reverse=True)


def test_silence_is_no_restraint(pack):
    outcome = outcomes(pack, STRAY)["alarms"]
    assert (outcome.points, outcome.verdict) == (0, Verdict.FAILED)


def test_the_evidence_has_everything_that_a_page_shows(pack):
    shown = outcomes(pack, INDEX, INNOCENT)["alarms"].evidence["review"]
    assert [each["path"] for each in shown["files"]] == [file.path for file in pack.spec.file]
    assert [(each["line"], each["found"]) for each in shown["comments"]] == [(4, "alarm"), (11, "defect")]
    assert shown["comments"][0]["why"].startswith("Since PostgreSQL 11")
    assert sum(each["found"] for each in shown["planted"]) == 1


def changed(pack, old, new):
    spec = pack.files["challenge.toml"]
    assert old in spec
    return {**pack.files, "challenge.toml": spec.replace(old, new, 1)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('quotes = "CREATE INDEX invoice', 'quotes = "create index invoice', "is not in lines 11 to 11"),
        ("lines = [11, 11]", "lines = [13, 13]", "it is in line 11"),
        ("lines = [11, 11]", "lines = [11, 99]", "must be [first, last] between 1 and 15"),
        ('categories = ["bulk", "locks"]', 'categories = ["slow"]', 'no category "slow"; allowed: locks'),
        ('path = "changes/V104', 'path = "changes/V105', 'the pack has no file "changes/V105'),
        ('id = "bulk"', 'id = "locks"', 'category "locks" is there twice'),
        ('type = "alarms"', 'type = "result"', "check[11]."),
        ('kind = "review"', 'kind = "design"', 'belongs to kind = "review"'),
        ('kind = "review"', 'kind = "design"', '"defect" belongs to other kinds'),
        ('kind = "review"', 'kind = "query"', '"defect" belongs to kind = "review"'),
        ('kind = "review"', 'kind = "review"\npractice = true', "people score a review"),
        ("free = 2", "most = 2", "unknown key; allowed: costs, free"),
    ],
)
def test_structural_problems(pack, old, new, told):
    with pytest.raises(PackInvalid) as invalid:
        Pack.from_files(changed(pack, old, new))
    assert any(told in problem for problem in invalid.value.problems), invalid.value.problems


def test_a_change_set_has_one_price_for_false_alarms(pack):
    spec = pack.files["challenge.toml"]
    alarms = spec[spec.index('[[check]]\ntype = "alarms"') : spec.index('[[check]]\ntype = "criterion"')]
    twice = {**pack.files, "challenge.toml": spec.replace(alarms, alarms + alarms)}
    for files in (changed(pack, alarms, ""), twice):
        with pytest.raises(PackInvalid, match='exactly one must have type = "alarms"'):
            Pack.from_files(files)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("costs = 4", "costs = 0.1", 'for "locks" on every line'),
        (
            'lines = [13, 13]\nquotes = "UPDATE invoice',
            'lines = [11, 13]\nquotes = "UPDATE invoice',
            "one comment finds index-blocks and backfill-at-once",
        ),
        ('lines = [4, 4]\nquotes = "ADD', 'lines = [4, 8]\nquotes = "ADD', "is on lines that are innocent"),
        ('["breaks"]', '["breaks", "integrity", "rights"]', "every kind of problem is planted"),
    ],
)
def test_a_change_set_that_measures_little_is_told(pack, old, new, told):
    report = verify_pack(Pack.from_files(changed(pack, old, new)), MemoryProvider())
    assert any(told in str(problem) for problem in report.problems), report.problems


def test_a_sample_beyond_the_end_of_a_file_is_told(pack):
    files = dict(pack.files)
    path = "submissions/rejected/looks_good.md"
    files[path] = files[path].replace('"line": 18', '"line": 200')
    told = [str(problem) for problem in verify_pack(Pack.from_files(files), MemoryProvider()).problems]
    assert any("has no line 200" in problem for problem in told), told
