"""Gather the evidence, then ask every rule."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

from assessor.domain.outcomes import GradingResult
from assessor.errors import PlatformFault
from assessor.packs.loader import Pack
from assessor.packs.names import reference_of
from assessor.packs.templates import lab_template, sandbox_template
from assessor.packs.verify import (
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
    within_limits,
)
from assessor.packs.verify.evidence import Evidence, GradedSample
from assessor.packs.verify.report import Problem, Rule, VerifyReport
from sandbox.errors import SandboxError
from sandbox.provider import Progress, SandboxProvider, silent

Grade = Callable[[str, str], GradingResult]
"""Grades a text of the pack's kind; the second argument names whose the lab is."""

RULES: tuple[Rule, ...] = (
    spec_valid.RULE,
    statement_keeps_secrets.RULE,
    empty_scores_nothing.RULE,
    reference_scores_full.RULE,
    samples_as_promised.RULE,
    accepted_alike.RULE,
    checks_discriminate.RULE,
    within_limits.RULE,
)
"""Of every pack."""

DATA_RULES: tuple[Rule, ...] = (setup_reproducible.RULE, nothing_hidden.RULE, large_is_large.RULE)
"""Of a pack with datasets."""

_FAULTS = (PlatformFault, SandboxError)
_AT_ONCE = 2


def verify(
    pack: Pack,
    provider: SandboxProvider,
    grade: Grade,
    more_rules: Iterable[Rule] = (),
    progress: Progress = silent,
    whole: Callable[[], Pack] | None = None,
) -> VerifyReport:
    """Let the pack prove itself. What fails is in the report; nothing is raised for a bad pack.

    `whole` gives the pack with the datasets that an installation makes, which is what `grade` grades.
    """
    started = time.monotonic()
    rules = (*RULES, *(DATA_RULES if pack.has_data else ()), *more_rules)
    counts: Mapping[str, int] = {}
    try:
        evidence = _gather(pack, provider, grade, progress, whole() if whole else pack)
    except _FAULTS as fault:
        problems: tuple[Problem, ...] = (Problem("The pack can be set up and graded", str(fault)),)
    else:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="rules") as pool:
            told = pool.map(lambda rule: tuple(_broken(rule, evidence, progress)), rules)
            problems = tuple(problem for found in told for problem in found)
        counts = evidence.counts
    seconds = time.monotonic() - started
    return VerifyReport(
        pack.spec.slug, len(rules), len(pack.samples), len(pack.spec.check), problems, seconds, counts
    )


def _broken(rule: Rule, evidence: Evidence, progress: Progress) -> Iterator[Problem]:
    progress(f"rule: {rule.name}")
    try:
        for text in rule.problems(evidence):
            yield Problem(rule.name, text)
    except _FAULTS as fault:
        yield Problem(rule.name, f"could not be checked: {fault}")


def _gather(pack: Pack, provider: SandboxProvider, grade: Grade, progress: Progress, whole: Pack) -> Evidence:
    for template in (sandbox_template(pack), lab_template(whole)) if pack.has_data else ():
        provider.prepare(template, progress)
    reference = _graded(grade, pack.reference, reference_of(pack.spec), progress)
    empty = _graded(grade, "", "the empty answer", progress)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="verify") as pool:
        results = pool.map(lambda sample: _graded(grade, sample.text, sample.path, progress), pack.samples)
        samples = tuple(GradedSample(*pair) for pair in zip(pack.samples, results, strict=True))
    return Evidence(pack, provider, reference, empty, samples, progress, with_made=whole)


def _graded(grade: Grade, text: str, name: str, progress: Progress) -> GradingResult:
    try:
        result = grade(text, name)
    except PlatformFault as fault:
        raise type(fault)(f"{name}: {fault}") from fault
    progress(f"{name}: {result.score:g} points in {result.seconds:.1f} s")
    return result
