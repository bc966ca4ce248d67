"""What came of interleaved sessions against what the reference gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from assessor.grading.compare import compare
from assessor.grading.interleaving import Ending, Played
from assessor.grading.session import condition
from assessor.grading.table import ResultColumn, ResultTable
from assessor.packs.spec import Interleaving

Judged = tuple[str | None, str]
"""The rule that is broken, or None, and the message; it names no value."""

RIGHT: Judged = (None, "")

_ERROR = (ResultColumn("sqlstate", "", ""),)
"""The columns of what stands for an error in the place of a result: no type of PostgreSQL has an empty name."""
_NOTHING = ResultTable((), ())
_KNOWN = {
    "40P01": ("deadlock", "two sessions wait for each other, and PostgreSQL ends one of them (40P01)"),
    "40001": ("serialization", "a session ends with a serialization failure (40001)"),
}


def outcome_tables(played: Played) -> dict[str, ResultTable]:
    """How every step that was reached ended, and what was read afterwards, by names that survive JSON."""
    steps = {
        f"{session}/{number}": _table(ending)
        for session, endings in played.endings.items()
        for number, ending in endings.items()
    }
    return {**steps, **{f"/{number}": table for number, table in enumerate(played.reads)}}


def judged(one: Interleaving, played: Played, outcomes: Sequence[Mapping[str, ResultTable]]) -> Judged:
    """Hold what came of one permutation against the outcomes that are right, if any, and against what else is asked."""
    if any(ending.stuck for endings in played.endings.values() for ending in endings.values()):
        return "stuck", "a step waits for ever for what another session keeps"
    reads = len(one.reads)
    for says, table in zip(one.holds, played.reads[reads:], strict=True):
        if table.rows:
            return "invariant", f"afterwards it is not so that {says}"
    given = outcome_tables(Played(played.endings, (), played.reads[:reads]))
    allowed = [_allowing(frozenset(one.alike), given, wanted) for wanted in outcomes]
    rule, message = _nearest(given, allowed) if allowed else _errors(given)
    if rule is None and one.waits is not None and played.waits > one.waits:
        most = f"and {one.waits} may" if one.waits else "and none has to"
        who = "1 step waits" if played.waits == 1 else f"{played.waits} steps wait"
        return "waits", f"{who} for others, {most}"
    return rule, message


def _allowing(
    alike: frozenset[str], given: Mapping[str, ResultTable], wanted: Mapping[str, ResultTable]
) -> dict[str, ResultTable]:
    """An outcome, with the SQLSTATEs that were given in the place of those that say the same."""

    def says(table: ResultTable | None) -> bool:
        return table is not None and is_error(table) and _state(table) in alike

    return {
        name: given[name] if says(table) and says(given.get(name)) else table
        for name, table in wanted.items()
    }


def _nearest(given: Mapping[str, ResultTable], outcomes: Sequence[Mapping[str, ResultTable]]) -> Judged:
    """How it differs from the outcome that it is most like."""
    found = [list(_differences(given, wanted)) for wanted in outcomes]
    nearest = min(found, key=len)
    return nearest[0] if nearest else RIGHT


def _differences(given: Mapping[str, ResultTable], wanted: Mapping[str, ResultTable]) -> list[Judged]:
    """Errors first, those that are missing, too: what else differs follows from them."""

    def key(name: str) -> tuple[bool, bool, str]:
        return not is_error(given.get(name)), not is_error(wanted.get(name)), name

    found: list[Judged] = []
    for name in sorted({*given, *wanted}, key=key):
        rule, message = _difference(name, given.get(name), wanted.get(name))
        if rule:
            found.append((rule, message))
    return found


def _difference(name: str, given: ResultTable | None, wanted: ResultTable | None) -> Judged:
    session, _, number = name.partition("/")
    where = f"step {number} of session {session}" if session else "afterwards"
    if given is None or wanted is None:
        return "steps", f"session {session} {'ends too early' if given is None else 'goes on after an error'}"
    if is_error(given) and given != wanted:
        state = _state(given)
        return _KNOWN.get(state, ("error", f"{where} ends with {condition(state)} ({state})"))
    if is_error(wanted) and given != wanted:
        return "accepted", f"{where} is accepted, and must end with SQLSTATE {_state(wanted)}"
    compared = compare(wanted, given)
    return (compared.rule.value, f"{where}, {compared.message}") if compared.rule else RIGHT


def _errors(given: Mapping[str, ResultTable]) -> Judged:
    """Where any outcome is right, an error is not."""
    return next(
        (_difference(name, table, _NOTHING) for name, table in given.items() if is_error(table)), RIGHT
    )


def is_error(table: ResultTable | None) -> bool:
    """Whether this stands for an error."""
    return table is not None and table.columns == _ERROR


def _table(ending: Ending) -> ResultTable:
    if ending.sqlstate:
        return ResultTable(_ERROR, ((ending.sqlstate.encode(),),))
    return ending.table or _NOTHING


def _state(table: ResultTable) -> str:
    return (table.rows[0][0] or b"").decode()


def keyed(prefix: str, number: int, tables: Mapping[str, ResultTable]) -> dict[str, ResultTable]:
    """One of several outcomes, by names in which its number stands."""
    return {f"{prefix}#{number}#{name}": table for name, table in tables.items()}


def unkeyed(prefix: str, tables: Mapping[str, ResultTable]) -> list[dict[str, ResultTable]]:
    """The outcomes that `keyed` was given, in their order."""
    rows = []
    for key, table in tables.items():
        before, _, rest = key.partition("#")
        if before == prefix:
            number, _, name = rest.partition("#")
            rows.append((int(number), name, table))
    rows.sort(key=lambda row: row[0])
    return [{name: table for _, name, table in group} for _, group in groupby(rows, lambda row: row[0])]
