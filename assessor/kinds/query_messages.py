"""What a candidate reads about a query: the rule and the kind of data, never a hidden value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain.outcomes import Verdict
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import EQUAL, Work
from assessor.packs.spec import Dataset, Role

_SHOWN = 3
"""More failures than these only bury the first."""

_PLACES = {Role.VISIBLE: "on the data in your database", Role.LARGE: "on a large amount of data"}


@dataclass(frozen=True)
class Finding:
    """What an answer did on one dataset: the rule it broke, or None."""

    dataset: Dataset
    rule: str | None
    message: str
    seconds: float

    @property
    def right(self) -> bool:
        """Did the result agree with the reference's?"""
        return self.rule is None

    def evidence(self) -> dict[str, Any]:
        """For the scorecard."""
        verdict = Verdict.PASSED if self.right else Verdict.FAILED
        return {
            "name": self.dataset.name,
            "verdict": verdict.value,
            "rule": self.rule,
            "shows": self.dataset.shows,
            "message": self.message,
            "ms": round(1000 * self.seconds, 1),
        }


def result_message(findings: Sequence[Finding]) -> str:
    """Right, or how it fails on the first few datasets."""
    failed = [finding for finding in findings if not finding.right]
    if not failed:
        return "Right on all data." if len(findings) == 1 else f"Right on all {len(findings)} datasets."
    refused = next((finding for finding in failed if finding.rule == Ended.REFUSED), None)
    if refused:
        return _sentence(refused.message)
    shown = [f"Fails {_where(finding.dataset)}: {finding.message}." for finding in failed[:_SHOWN]]
    more = len(failed) - len(shown)
    return " ".join(shown) + (f" Fails on {more} more." if more else "")


def stopped_message(dataset: Dataset, stopped: Stopped) -> str:
    """Why no work could be measured."""
    if stopped.ended is Ended.REFUSED:
        return _sentence(stopped.reason)
    return f"Fails {_where(dataset)}: {stopped.reason}."


def work_message(work: Work, reference: Work, slow: Work) -> str:
    """The work in words; ratios are easier to read than logarithms."""
    ratio = work.total / reference.total
    if ratio < 1 / EQUAL:
        compared = f"less than the reference, by a factor of {1 / ratio:,.1f}"
    elif ratio <= EQUAL:
        compared = "as little as the reference"
    else:
        compared = f"{ratio:,.1f} times the reference"
    numbers = f"{work.total:,} against {reference.total:,}, slow sample {slow.total:,}"
    return f"Work: {compared} ({numbers} buffers and rows)."


def _where(dataset: Dataset) -> str:
    return f"when {dataset.shows}" if dataset.shows else _PLACES.get(dataset.role, "on hidden data")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
