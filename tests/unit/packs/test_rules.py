"""Each rule on evidence that keeps it and on evidence that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.errors import GradingFault
from assessor.packs.loader import Pack
from assessor.packs.spec import WorkCheck
from assessor.packs.verify import (
    DATA_RULES,
    RULES,
    Evidence,
    GradedSample,
    accepted_alike,
    checks_discriminate,
    empty_scores_nothing,
    large_is_large,
    nothing_hidden,
    reference_scores_full,
    samples_as_promised,
    setup_reproducible,
    spec_valid,
    statement_keeps_secrets,
    verify,
    within_limits,
)
from sandbox.errors import SeedFailed

PROVENANCE = Provenance("hash", "1", "fake", "image", 170012)
MESSAGES = {
    "work": "Work: 20 times the reference.",
    "unmoved": "Fails when an item never moved: rows are missing.",
    "right": 'Counts only when "x" has passed.',
}


def result(pack, failing=(), score=100.0, seconds=1.0):
    outcomes = tuple(
        CheckOutcome(
            check.id,
            check.title,
            tuple(check.competencies),
            Verdict.FAILED if check.id in failing else Verdict.PASSED,
            0.0 if check.id in failing else check.points,
            check.points,
            MESSAGES[check.id] if check.id in failing else "Right.",
        )
        for check in pack.spec.check
    )
    return GradingResult(
        Verdict.FAILED if failing else Verdict.PASSED, score, outcomes, PROVENANCE, seconds=seconds
    )


def promised(pack, sample):
    return result(pack, sample.expectations[0].failing, sample.expectations[0].score[0])


def evidence_of(pack, provider=None):
    """What a good pack gives."""
    samples = tuple(GradedSample(sample, promised(pack, sample)) for sample in pack.samples)
    empty = result(pack, ["right", "unmoved", "work"], 0.0)
    return Evidence(pack, provider, result(pack), empty, samples)


@pytest.fixture
def evidence(tiny):
    return evidence_of(tiny)


def problems(module, evidence):
    return list(module.RULE.problems(evidence))


WITHOUT_LABS = [
    spec_valid,
    nothing_hidden,
    statement_keeps_secrets,
    empty_scores_nothing,
    reference_scores_full,
    samples_as_promised,
    checks_discriminate,
    large_is_large,
    within_limits,
]


@pytest.mark.parametrize("module", WITHOUT_LABS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_good_pack_keeps_the_rule(module, evidence):
    assert problems(module, evidence) == []


def test_every_rule_has_a_sentence_of_its_own():
    names = [rule.name for rule in (*RULES, *DATA_RULES)]
    assert len(set(names)) == len(names) == 11


def test_empty_scores_nothing(evidence, tiny):
    broken = replace(evidence, empty=result(tiny, ["right"], 50.0))
    assert problems(empty_scores_nothing, broken) == ["the empty answer is failed with 50 points"]


def test_reference_scores_full(evidence, tiny):
    broken = replace(evidence, reference=result(tiny, ["unmoved"], 75.0))
    (problem,) = problems(reference_scores_full, broken)
    assert problem.startswith("reference.sql gets 0 of 25 points in unmoved: Fails when")


def with_sample(evidence, path, graded):
    samples = tuple(
        replace(sample, result=graded) if sample.sample.path == path else sample
        for sample in evidence.samples
    )
    return replace(evidence, samples=samples)


def test_samples_as_promised_score_and_failing_checks(evidence, tiny):
    broken = with_sample(evidence, "submissions/accepted/other_types.sql", result(tiny, ["work"], 80.0))
    score, failing = problems(samples_as_promised, broken)
    assert "other_types.sql: promised 100 to 100 points, got 80; " in score
    assert "promised to fail nothing, failed work" in failing
    assert "20 times the reference" in failing


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (95.0, []),
        (
            94.0,
            ["submissions/accepted/other_types.sql gets 100 points and submissions/accepted/plain.sql 94"],
        ),
    ],
)
def test_accepted_alike(evidence, tiny, score, said):
    (first,) = (each for each in evidence.samples if "/accepted/" in each.sample.path)
    other = replace(first.sample, path="submissions/accepted/plain.sql")
    graded = GradedSample(other, result(tiny, score=score))
    assert problems(accepted_alike, replace(evidence, samples=(*evidence.samples, graded))) == said


def test_samples_as_promised_message(evidence, files):
    files["submissions/expected.toml"] = files["submissions/expected.toml"].replace(
        "times the", "thousand times the"
    )
    (problem,) = problems(samples_as_promised, evidence_of(Pack.from_files(files)))
    assert 'no message contains "thousand times the reference"' in problem


def test_checks_discriminate(evidence, tiny):
    all_right = replace(
        evidence, samples=tuple(replace(sample, result=result(tiny)) for sample in evidence.samples)
    )
    assert [problem.split(";")[0] for problem in problems(checks_discriminate, all_right)] == [
        "no sample fails right",
        "no sample fails unmoved",
        "no sample fails work",
    ]
    all_wrong = tuple(replace(sample, result=evidence.empty) for sample in evidence.samples)
    assert len(problems(checks_discriminate, replace(evidence, samples=all_wrong))) == 3


def test_statement_quotes_the_reference(files):
    files["statement.md"] += f"\n```sql\n{files['reference.sql'].upper()}\n```\n"
    found = problems(statement_keeps_secrets, evidence_of(Pack.from_files(files)))
    assert "statement.md quotes reference.sql" in found


def test_statement_names_a_hidden_script(files):
    files["statement.md"] += "\nAs in setup/ties.sql.\n"
    found = problems(statement_keeps_secrets, evidence_of(Pack.from_files(files)))
    assert found == ["statement.md names setup/ties.sql"]


def test_sandbox_runs_a_copy_of_hidden_data(files):
    files["setup/visible.sql"] += files["setup/ties.sql"]
    found = problems(nothing_hidden, evidence_of(Pack.from_files(files)))
    assert found == ["setup/visible.sql, which the sandbox runs, quotes setup/ties.sql"]


def test_sandbox_shows_an_answer_in_a_comment(files):
    line = "-- coalesce((SELECT sum(m.change) FROM movement AS m WHERE m.item_id = i.item_id), 0) AS on_hand,"
    files["setup/schema.sql"] += f"{line}\n"
    files["submissions/rejected/ascending.sql"] += f"\n{line}\n"
    found = problems(nothing_hidden, evidence_of(Pack.from_files(files)))
    assert found == ["setup/schema.sql, which the sandbox runs, quotes submissions/rejected/ascending.sql"]


def test_hidden_data_is_the_visible_data(files):
    files["challenge.toml"] = files["challenge.toml"].replace("setup/ties.sql", "setup/visible.sql")
    (problem,) = problems(nothing_hidden, evidence_of(Pack.from_files(files)))
    assert problem.startswith("dataset ties is set up exactly like the visible one")


def test_a_pack_for_assessments_needs_large_data(files):
    spec = files["challenge.toml"].replace("practice = true", "practice = false")
    files["challenge.toml"] = (
        spec[: spec.index('[[check]]\ntype = "work"')]
        .replace('role = "large"', 'role = "hidden"\nshows = "x"')
        .replace('datasets = ["unmoved"]', 'datasets = ["unmoved", "large"]')
    )
    files["submissions/expected.toml"] = '[[expect]]\nfiles = "*/*.sql"\nscore = [0, 100]\n'
    (problem,) = problems(large_is_large, evidence_of(Pack.from_files(files)))
    assert problem.startswith('no dataset has role = "large"')


def test_a_slow_sample_is_reported(evidence, tiny):
    slow = with_sample(evidence, "submissions/accepted/other_types.sql", result(tiny, seconds=500.0))
    (problem,) = problems(within_limits, slow)
    assert "other_types.sql: grading took 500 s" in problem


@pytest.mark.parametrize("clock", ["now()", "CURRENT_DATE", "clock_timestamp()", "gen_random_uuid()"])
def test_clocks_in_setup_are_reported(files, clock):
    files["setup/ties.sql"] += f"UPDATE movement SET moved_at = {clock};\n"
    pack = Pack.from_files(files)
    (problem,) = setup_reproducible.clocks(pack)
    assert problem.startswith("setup/ties.sql:6: ")


class Unable:
    """A provider whose templates cannot be baked."""

    def prepare(self, template, progress):
        raise SeedFailed("setup/ties.sql, line 3: 42601 syntax error")


class Able:
    """A provider that does nothing."""

    def prepare(self, template, progress):
        progress("baked")


def test_a_pack_that_cannot_be_set_up_is_reported_not_raised(tiny):
    report = verify(tiny, Unable(), lambda text, subject: result(tiny))
    assert not report.ok
    assert str(report.problems[0]) == (
        "The pack can be set up and graded: setup/ties.sql, line 3: 42601 syntax error"
    )
    assert (report.slug, report.samples, report.checks, report.rules) == ("stock-levels", 5, 3, 11)


def test_a_text_that_cannot_be_graded_is_named(tiny):
    def grade(text, subject):
        raise GradingFault("the lab is gone")

    report = verify(tiny, Able(), grade)
    assert [problem.text for problem in report.problems] == ["reference.sql: the lab is gone"]


def test_scales_are_far_apart():
    check = WorkCheck(
        type="work",
        id="work",
        title="Little work",
        competencies=["D3"],
        datasets=["small", "middle", "large"],
        points=1,
        slow="submissions/partial/slow.sql",
    )
    rows = {"small": 10_000, "middle": 39_999, "large": 160_000}
    assert list(large_is_large.too_small(check, rows, large_is_large.LARGE_ROWS)) == [
        "work: datasets small and middle have 10,000 and 39,999 rows, and 4 times as many are wanted"
    ]
    rows["middle"] = rows["large"] = 80_000
    assert list(large_is_large.too_small(check, rows, large_is_large.LARGE_ROWS)) == [
        "dataset large has 80,000 rows in all its tables; raise its scale",
        "work: datasets middle and large have 80,000 and 80,000 rows, and 4 times as many are wanted",
    ]
