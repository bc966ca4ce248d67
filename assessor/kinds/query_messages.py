"""What a candidate reads about a query: the rule and the kind of data, never a hidden value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain.outcomes import Verdict
from assessor.grading.growth import TOLERANCE, in_words
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import EQUAL, Work
from assessor.packs.spec import Dataset, Role

_SHOWN = 3
"""More failures than these only bury the first."""

_PLACES = {Role.VISIBLE: "on the data in your database", Role.LARGE: "on a large amount of data"}

NONDETERMINISTIC = (
    "nondeterministic",
    "nondeterministic: it ran twice on the same data and gave different rows",
)
"""Rule and message of an answer whose result is a matter of luck."""


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
        return sentence(refused.message)
    return failures([(_where(finding.dataset), finding.message) for finding in failed])


def failures(found: Sequence[tuple[str, str]]) -> str:
    """Where an answer fails, as the end of "Fails ...", and how: the first few of them."""
    shown = [f"Fails {where}: {message}." for where, message in found[:_SHOWN]]
    more = len(found) - len(shown)
    return " ".join(shown) + (f" Fails on {more} more." if more else "")


def stopped_message(dataset: Dataset, stopped: Stopped) -> str:
    """Why no work could be measured."""
    if stopped.ended is Ended.REFUSED:
        return sentence(stopped.reason)
    return f"Fails {_where(dataset)}: {stopped.reason}."


def wrong_message(dataset: Dataset, message: str) -> str:
    """Why the work of a run does not count: its result is wrong."""
    return f"Fails {_where(dataset)}: {message}. Work counts only when the result is right."


def work_message(works: Mapping[str, Work | None]) -> str:
    """The work in words; ratios are easier to read than logarithms."""
    work, reference, slow = (one.total if one else 0 for one in works.values())
    ratio = work / reference
    if ratio < 1 / EQUAL:
        compared = f"less than the reference, by a factor of {1 / ratio:,.1f}"
    elif ratio <= EQUAL:
        compared = "as little as the reference"
    else:
        compared = f"{ratio:,.1f} times the reference"
    numbers = f"{work:,} against {reference:,}, slow sample {slow:,}"
    return f"Work: {compared} ({numbers} buffers and rows)."


def growth_message(own: float | None, reference: float | None) -> str:
    """How work grows, if that is known; beside the reference's where it differs from it."""
    if own is None or reference is None:
        return ""
    differs = abs(own - reference) >= TOLERANCE and in_words(own) != in_words(reference)
    return f"It {in_words(own)}{f', the reference {in_words(reference)}' if differs else ''}."


def counted_message(ratio: float) -> str:
    """What a growth that is worse than the reference's makes of the work."""
    return f"For its growth it counts as {ratio:,.1f} times the reference."


def _where(dataset: Dataset) -> str:
    return f"when {dataset.shows}" if dataset.shows else _PLACES.get(dataset.role, "on hidden data")


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
