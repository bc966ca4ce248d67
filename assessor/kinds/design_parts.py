"""Score the parts of a design answer that need no person: numbers on a log tolerance, and choices."""

from __future__ import annotations

from assessor.domain.design import Chosen, DesignAnswer
from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.grading.work import logarithmic
from assessor.kinds.base import outcome_of
from assessor.packs.spec import ChoiceCheck, Criterion, DesignCheck, NumberCheck


def credit(check: NumberCheck, value: float) -> float:
    """The share of the points, 0 to 1, that a number above 0 earns."""
    times = max(value / check.expected, check.expected / value)
    return logarithmic(times, check.full * (1 + 1e-9), check.none)


def part_outcome(check: DesignCheck, answer: DesignAnswer) -> CheckOutcome:
    """The outcome of a number or choice; a criterion waits for a person, who need not read an empty answer."""
    if isinstance(check, NumberCheck):
        return _number(check, answer.numbers.get(check.id))
    if isinstance(check, ChoiceCheck):
        return _choice(check, answer.choices.get(check.id, Chosen()))
    if answer.is_empty:
        return _criterion(check, Verdict.FAILED, "The answer is empty.")
    return _criterion(check, Verdict.WAITING, "Waits for a person.")


def _number(check: NumberCheck, value: float | None) -> CheckOutcome:
    evidence = {
        "asks": check.asks,
        "unit": check.unit,
        "answer": value,
        "expected": check.expected,
        "full": _range(check.expected, check.full),
        "none": _range(check.expected, check.none),
    }
    share = 0.0 if value is None else credit(check, value)
    return outcome_of(
        check,
        Verdict.PASSED if share == 1 else Verdict.FAILED,
        _told(value, share),
        round(check.points * share, 2),
        {"number": evidence},
    )


def _range(expected: float, times: float) -> list[float]:
    return [float(f"{expected / times:.4g}"), float(f"{expected * times:.4g}")]


def _told(value: float | None, share: float) -> str:
    """What a candidate may read: never where the right range lies."""
    if value is None:
        return "No number was given."
    if share == 1:
        return "Within the accepted range."
    return "Near the accepted range." if share > 0 else "Far from the accepted range."


def _choice(check: ChoiceCheck, chosen: Chosen) -> CheckOutcome:
    option = next((each for each in check.options if each.id == chosen.option), None)
    reasoned = bool(chosen.reason.strip())
    share = option.credit if option and reasoned else 0.0
    evidence = {
        "asks": check.asks,
        "chosen": option.text if option else "",
        "reason": chosen.reason,
        "options": [{"text": each.text, "credit": each.credit} for each in check.options],
    }
    told = "Nothing was chosen."
    if option:
        told = "A choice counts only with its reason, which is missing."
    if option and reasoned:
        told = "Chosen, with a reason."
    return outcome_of(
        check,
        Verdict.PASSED if share == 1 else Verdict.FAILED,
        told,
        round(check.points * share, 2),
        {"choice": evidence},
    )


def _criterion(check: Criterion, verdict: Verdict, message: str) -> CheckOutcome:
    evidence = {"asks": check.asks, "levels": list(check.levels), "passes_at": check.passes_at}
    return outcome_of(check, verdict, message, 0.0, {"criterion": evidence})
