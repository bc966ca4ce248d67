"""Run an answer in a lab and bring back its bounded result."""

from __future__ import annotations

from assessor.grading.session import Ended, Parameters, Session, Stopped
from assessor.grading.table import ResultColumn, ResultTable
from assessor.grading.text import refusal


def fetch(session: Session, text: str, parameters: Parameters = ()) -> ResultTable:
    """The result of one SELECT statement. Raises Stopped when it ends in any other way."""
    columns = describe(session, text)
    return ResultTable(columns, tuple(session.run(parameters)))


def describe(session: Session, text: str) -> tuple[ResultColumn, ...]:
    """The columns of one SELECT statement, which is parsed and not yet run. Raises Stopped(REFUSED)."""
    reason = refusal(text)
    if reason:
        raise Stopped(Ended.REFUSED, reason)
    types = session.types()
    session.begin()
    description = session.parse(text)
    return tuple(
        ResultColumn(
            (description.fname(number) or b"").decode("utf-8", "replace"),
            *types.get(description.ftype(number), ("unknown", "X")),
        )
        for number in range(description.nfields)
    )
