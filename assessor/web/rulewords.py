"""The rules of an assessment in words, the same for candidates and staff."""

from __future__ import annotations

from assessor.domain.rules import Aid, Counts, Rules, Shared
from assessor.web import format

_AIDS: dict[Aid, str] = {
    Aid.ALLOWED: "Allowed.",
    Aid.LOGGED: "Allowed if the answer says so: note in a comment what came from it.",
    Aid.FORBIDDEN: "Not allowed.",
}
_RESULTS: dict[Shared, str] = {
    Shared.NOTHING: "They are not shown here; ask the people who invited you.",
    Shared.SCORES: "Once all is graded, the scores are shown on this page.",
    Shared.CHECKS: "Once all is graded, the scores and every check are shown on this page.",
}


def words(rules: Rules) -> list[tuple[str, str]]:
    """(what, rule) in the order in which they matter to a candidate."""
    said = [
        ("AI assistants", _AIDS[rules.ai]),
        ("Documentation", _AIDS[rules.documentation]),
        ("Handing in again", _again(rules)),
    ]
    if rules.break_minutes:
        said.append(("Breaks", f"The clock may be stopped for {format.minutes(rules.break_minutes)} in all."))
    return [*said, ("Results", _RESULTS[rules.shared])]


def _again(rules: Rules) -> str:
    if not rules.resubmit:
        return "Not possible: each challenge takes one answer."
    which = "best" if rules.counts is Counts.BEST else "last"
    return f"As often as you like until the time is over; the {which} answer counts."
