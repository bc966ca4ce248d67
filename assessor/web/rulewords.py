"""The rules of an assessment in words, the same for candidates and staff."""

from __future__ import annotations

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from assessor.domain.rules import Aid, Counts, Rules, Shared
from assessor.web import format

_AIDS: dict[Aid, LazyString] = {
    Aid.ALLOWED: _("Allowed."),
    Aid.LOGGED: _("Allowed if the answer says so: note in a comment what came from it."),
    Aid.FORBIDDEN: _("Not allowed."),
}
_RESULTS: dict[Shared, LazyString] = {
    Shared.NOTHING: _("They are not shown here; ask the people who invited you."),
    Shared.SCORES: _("Once all is graded, the scores are shown on this page."),
    Shared.CHECKS: _("Once all is graded, the scores and every check are shown on this page."),
}


def words(rules: Rules) -> list[tuple[str, str]]:
    """(what, rule) in the order in which they matter to a candidate."""
    said = [
        (gettext("AI assistants"), str(_AIDS[rules.ai])),
        (gettext("Documentation"), str(_AIDS[rules.documentation])),
        (gettext("Handing in again"), _again(rules)),
    ]
    if rules.forward_only:
        way = gettext("One after the other, forward only: what you handed in or left cannot be opened again.")
        said.insert(0, (gettext("Order"), way))
    if rules.break_minutes:
        time = format.minutes(rules.break_minutes)
        said.append((gettext("Breaks"), gettext("The clock may be stopped for %(time)s in all.", time=time)))
    return [*said, (gettext("Results"), str(_RESULTS[rules.shared]))]


def _again(rules: Rules) -> str:
    if not rules.takes_another:
        return gettext("Not possible: each challenge takes one answer.")
    if rules.counts is Counts.BEST:
        return gettext("As often as you like until the time is over; the best answer counts.")
    return gettext("As often as you like until the time is over; the last answer counts.")
