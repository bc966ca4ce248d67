"""A candidate's text on their own fleet, as a run of the workbench."""

from __future__ import annotations

import time
from collections.abc import Mapping

from sandbox.errors import ConnectionLost
from sandbox.execution import RunLimits, RunOutcome, RunResult
from sandbox.execution.results import Column, ResultSet
from sandbox.fleet.runbook import Section, sections_of
from sandbox.fleet.shell import Ran, Shell

SECTION_SECONDS = 20.0
TOTAL_SECONDS = 40.0
"""After so long no further section of a text begins: a page waits for what it runs."""


def run_sections(state: Mapping[str, str], text: str, limits: RunLimits | None = None) -> RunResult:
    """Run a text's sections one after the other; one result each, a row for each line of output.

    What stands before the first head runs on the first node. Never raises for what the text does.
    """
    shell, limits = Shell(state), limits or RunLimits()
    started, results, said = time.monotonic(), [], []
    outcome = RunOutcome.OK
    for section in sections_of(text, shell.nodes[0]):
        problem = _problem(shell, section, time.monotonic() - started)
        if problem:
            outcome, said = RunOutcome.ERROR, [problem]
            break
        try:
            ran = shell.run(section.node, section.script, SECTION_SECONDS)
        except (ConnectionLost, ValueError) as error:
            lost = isinstance(error, ConnectionLost)
            outcome, said = RunOutcome.INTERRUPTED if lost else RunOutcome.ERROR, [str(error)]
            break
        results.append(_result(section, ran, limits))
    took_ms = (time.monotonic() - started) * 1000
    return RunResult(outcome, tuple(results[: limits.results]), duration_ms=took_ms, message=" ".join(said))


def _problem(shell: Shell, section: Section, seconds: float) -> str:
    if section.node not in shell.nodes:
        return f"Line {section.line}: there is no node {section.node}; there are {', '.join(shell.nodes)}."
    if seconds > TOTAL_SECONDS:
        return f"Line {section.line} and what follows has not run: {TOTAL_SECONDS:g} s were over."
    return ""


def _result(section: Section, ran: Ran, limits: RunLimits) -> ResultSet:
    lines = ran.output.removesuffix("\n").split("\n") if ran.output else []
    rows = tuple((line[: limits.cell_chars],) for line in lines[: limits.rows])
    column = Column(f"{section.node}: {ran.ended}", "text")
    return ResultSet((column,), rows, len(lines), len(lines) > limits.rows or ran.cut > 0, ran.ended)
