"""Every shipped submission gets what expected.toml says."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.outcomes import GradingResult, Verdict
from assessor.packs.spec import Expectation
from assessor.packs.verify.evidence import Evidence
from assessor.packs.verify.report import Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    for graded in evidence.samples:
        for promise in graded.sample.expectations:
            yield from (f"{graded.sample.path}: {text}" for text in _broken(promise, graded.result))


def _broken(promise: Expectation, result: GradingResult) -> Iterator[str]:
    low, high = promise.score
    if not low <= result.score <= high:
        yield f"promised {low:g} to {high:g} points, got {result.score:g}{_reasons(result)}"
    fine = (Verdict.PASSED, Verdict.WAITING)
    failing = {outcome.check for outcome in result.outcomes if outcome.verdict not in fine}
    if failing != set(promise.failing):
        yield f"promised to fail {_listed(set(promise.failing))}, failed {_listed(failing)}{_reasons(result)}"
    messages = [result.message, *(outcome.message for outcome in result.outcomes)]
    if promise.message and not any(promise.message.lower() in message.lower() for message in messages):
        yield f'no message contains "{promise.message}"{_reasons(result)}'


def _listed(checks: set[str]) -> str:
    return ", ".join(sorted(checks)) or "nothing"


def _reasons(result: GradingResult) -> str:
    return "".join(f"; {outcome.check}: {outcome.message}" for outcome in result.outcomes)


RULE = Rule("Every sample gets its promised score, failing checks and message", _problems)
