"""A query explained in real labs, on both providers: what it shows is what a grading finds."""

from __future__ import annotations

import json

import pytest

from assessor.cli.explain_text import as_text
from assessor.errors import InvalidInput
from assessor.grading.mutation.trial import Fate, timed, try_mutants
from assessor.grading.reference import MemoryReferenceCache
from assessor.kinds import explain, grade
from assessor.kinds.query import lab_spec, reference_results
from assessor.kinds.query_mutants import beds_of, mutation_of
from tests.packs.test_grading import RIGHT

PARTIAL = "submissions/partial/inner_join.sql"


@pytest.fixture(scope="module")
def explained(tiny, provider, local_provider):
    """Explanations by provider and text, each made once."""
    made = {}

    def one(text, labs=provider):
        key = (labs.name, text)
        if key not in made:
            made[key] = explain(tiny, text, labs)
        return made[key]

    return one


@pytest.mark.parametrize("which", ["provider", "local_provider"])
def test_the_reference_is_right_everywhere_and_does_the_references_work(which, tiny, explained, request):
    found = explained(tiny.reference, request.getfixturevalue(which))
    assert (found.verdict.value, found.score) == ("passed", 100.0)
    assert {(one.name, one.verdict) for one in found.datasets} == {
        (name, "right") for name in ("visible", "ties", "unmoved", "large")
    }
    (work,) = found.works
    (scale,) = work.scales
    assert scale["work"]["submission"] == scale["work"]["reference"] < scale["work"]["slow"]
    assert work.points == work.max_points


def test_a_wrong_query_is_shown_with_the_rows_that_differ(tiny, provider, references, explained):
    found = explained(tiny.files[PARTIAL])
    graded = grade(tiny, tiny.files[PARTIAL], provider, references, "test")
    assert (found.score, found.verdict) == (graded.score, graded.verdict)
    assert [one.message for one in found.outcomes] == [one.message for one in graded.outcomes]
    (wrong,) = [one for one in found.datasets if one.name == "unmoved"]
    assert (wrong.verdict, wrong.rule) == ("wrong", "missing-rows")
    assert wrong.difference.missing_rows >= 1
    assert wrong.difference.extra_rows == 0
    assert wrong.difference.missing[0][0].isdigit()


def test_what_would_not_count_is_measured_all_the_same(explained):
    found = explained(RIGHT.replace(" DESC", ""))
    assert found.score == 0.0
    assert {one.rule for one in found.datasets if one.name == "ties"} == {"order"}
    assert found.works[0].scales[0]["work"]["submission"] > 0


def test_mutants_have_the_fate_that_verify_finds(tiny, provider, explained):
    handle = provider.start(lab_spec(tiny, "test"))
    try:
        mutation = mutation_of(tiny, handle.platform_dsn)
        beds = beds_of(tiny, reference_results(tiny, provider, MemoryReferenceCache()))
        beds, _ = timed(handle.platform_dsn, beds, mutation.original)
        tried = try_mutants(handle.platform_dsn, beds, mutation.mutants, lambda text: None)
    finally:
        provider.stop(handle)
    found = explained(tiny.reference).mutants
    assert [one.fate for one in found.killed] == [trial.fate for trial in tried]
    assert found.counts()["killed"] == sum(trial.fate is Fate.KILLED for trial in tried) > 10
    assert any(found.only_by(name) for name in found.datasets)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The query is empty"),
        ("-- nothing", "The query is empty"),
        ("SELECT FROM WHERE", 'does not accept it: syntax error at or near "WHERE" (42601)'),
        ("SELECT 1; SELECT 2", "this is more than one"),
        ("DELETE FROM item", "must be one SELECT statement"),
        ("SELECT * FROM nowhere", 'relation "nowhere" does not exist (42P01)'),
    ],
)
def test_what_is_no_query_is_said(text, message, tiny, local_provider):
    with pytest.raises(InvalidInput) as invalid:
        explain(tiny, text, local_provider)
    assert message in str(invalid.value)
    assert not [found for found in local_provider.list() if found.owner.subject == "explain"]


def test_a_query_that_fails_while_it_runs(explained, local_provider):
    found = explained("SELECT 1 / (item_id - item_id), 1, 1, NULL::date FROM item", local_provider)
    assert {one.rule for one in found.datasets} == {"error"}
    assert "division by zero (22012)" in found.datasets[0].message
    assert found.datasets[0].difference is None
    assert found.works[0].problem.startswith("large: PostgreSQL stopped it")


def test_a_query_that_ends_its_session_runs_nowhere_else(explained, local_provider):
    found = explained("SELECT pg_terminate_backend(pg_backend_pid()), 1, 1, 1", local_provider)
    assert [one.verdict for one in found.datasets] == ["wrong", "not run", "not run", "not run"]
    assert found.works[0].problem.startswith("large: not run")
    assert found.mutants.counts()["killed"] > 0


def test_both_forms_tell_it_all(tiny, explained):
    found = explained(tiny.files[PARTIAL])
    data = json.loads(json.dumps(found.to_json()))
    assert [one["name"] for one in data["datasets"]] == [one.name for one in found.datasets]
    assert data["mutants"]["killed"] == len([one for one in data["mutants"]["all"] if one["killed_by"]])
    text = as_text(found)
    for part in (
        "KIND OF DATA",
        "missing-rows",
        "rows are missing (-)",
        "WORK: ",
        "MUTANTS OF THE REFERENCE",
    ):
        assert part in text
    assert "KILLED BY" in as_text(found, all_mutants=True)
