"""Run an answer and measure the work of that very run."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.grading.fetch import fetch
from assessor.grading.session import Parameters, Session
from assessor.grading.table import ResultTable
from assessor.grading.work import Work, work_of


@dataclass(frozen=True)
class Measured:
    """What one run gave and the work it took."""

    table: ResultTable
    work: Work


def measure(session: Session, text: str, parameters: Parameters = ()) -> Measured:
    """The result and the work of one SELECT statement, which no EXPLAIN is put in front of.

    An EXPLAIN would be another run than the one whose result is judged, and an answer could tell them apart:
    current_query() says so. Raises Stopped like fetch.
    """
    table = fetch(session, text, parameters)
    told = session.finish()
    return Measured(table, work_of(told.plan or {}, told.inside))
