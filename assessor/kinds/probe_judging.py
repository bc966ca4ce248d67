"""What came of a probe against what came of it with the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessor.domain.outcomes import Verdict
from assessor.errors import GradingFault
from assessor.grading.compare import compare
from assessor.grading.probing import Probed, Script, Trace
from assessor.grading.reference import References
from assessor.grading.session import Ended, condition
from assessor.grading.table import ResultTable
from assessor.packs.loader import Pack
from assessor.packs.spec import Interleaving, Probe, TraceRule
from assessor.packs.templates import lab_databases

_DENIED = "42501"

_TRACES = {
    TraceRule.ONCE: "one row holds it",
    TraceRule.EXACT: "no floating point number holds it",
    TraceRule.GONE: "no row holds it",
    TraceRule.HELD: "not even the owner can put a bad value in its place",
    TraceRule.KEPT: "not even the owner can delete it",
    TraceRule.HIDDEN: "the role reads it nowhere",
}


@dataclass(frozen=True)
class Found:
    """What an answer did in one probe: the rule it broke, or None."""

    probe: Probe
    rule: str | None
    message: str
    seconds: float = 0.0

    @property
    def shows(self) -> str:
        """What is tried."""
        return self.probe.shows

    def evidence(self) -> dict[str, Any]:
        """For the scorecard."""
        verdict = Verdict.FAILED if self.rule else Verdict.PASSED
        return {
            "name": self.probe.name,
            "verdict": verdict.value,
            "rule": self.rule,
            "shows": self.probe.shows,
            "message": self.message,
            "role": self.probe.role,
            "run": self.probe.run,
            "traces": [_TRACES[trace.rule] for trace in self.probe.trace],
            "wanted": wanted(self.probe),
            "ms": round(1000 * self.seconds, 1),
        }


def failed(one: Probe | Interleaving, reason: str) -> GradingFault:
    """What to raise where the author's own answer is not right."""
    return GradingFault(f"The author's own answer failed: when {one.shows} ({one.name}): {reason}")


def wanted(probe: Probe) -> str:
    """How the last statement of a probe must end."""
    codes = " or ".join(probe.error)
    if probe.refused:
        return f"no row, or {' or '.join(_refusals(probe))}"
    return f"SQLSTATE {codes}" if codes else "it works"


def script_of(pack: Pack, probe: Probe, dataset: str = "") -> Script:
    """A probe as a lab runs it, on its own dataset or another one."""
    database = lab_databases(pack)[dataset or probe.dataset]
    traces = tuple(Trace(each.rule.value, each.value, each.bad, tuple(each.error)) for each in probe.trace)
    return Script(database, probe.role, tuple(probe.run), tuple(probe.reads), traces)


def key_of(probe: Probe, dataset: str = "") -> str:
    """The name of what the reference's last statement gives; that of a query afterwards has its number behind it."""
    return f"{probe.name}@{dataset or probe.dataset}"


def tables_of(key: str, probed: Probed) -> dict[str, ResultTable]:
    """What a probe gave, by name."""
    reads = {f"{key}/{number}": table for number, table in enumerate(probed.reads)}
    return reads if probed.table is None else {key: probed.table, **reads}


def broken(probe: Probe, probed: Probed, expected: References, dataset: str = "") -> tuple[str | None, str]:
    """The rule that an answer breaks in a probe, or None, and the message; it names no value."""
    rule, message = _ending(probe, probed)
    if rule:
        return rule, message
    key = key_of(probe, dataset)
    given = tables_of(key, probed)
    for name, table in expected.tables.items():
        if name != key and not name.startswith(f"{key}/"):
            continue
        if name == key and probe.refused:
            continue
        if name not in given:
            return "columns", "it gives no rows"
        compared = compare(table, given[name])
        if compared.rule:
            return compared.rule.value, compared.message if name == key else f"afterwards, {compared.message}"
    return ("trace", "; ".join(probed.traced)) if probed.traced else (None, "")


def _ending(probe: Probe, probed: Probed) -> tuple[str | None, str]:
    stopped = probed.stopped
    if stopped and (probed.early or not _expects_error(probe)):
        return stopped.ended.value, f"{'before it, ' if probed.early else ''}{stopped.reason}"
    if probe.refused:
        return _refused(probe, probed)
    if not probe.error:
        return None, ""
    if stopped is None:
        return "accepted", f"it is accepted, and must end with SQLSTATE {' or '.join(probe.error)}"
    return _state(stopped.ended, stopped.sqlstate, probe.error)


def _expects_error(probe: Probe) -> bool:
    return bool(probe.error) or probe.refused


def _refused(probe: Probe, probed: Probed) -> tuple[str | None, str]:
    if probed.stopped:
        return _state(probed.stopped.ended, probed.stopped.sqlstate, _refusals(probe))
    return ("allowed", "it is allowed") if probed.rows else (None, "")


def _refusals(probe: Probe) -> Sequence[str]:
    return probe.error or [_DENIED]


def _state(ended: Ended, given: str | None, allowed: Sequence[str]) -> tuple[str | None, str]:
    if given in allowed:
        return None, ""
    how = f"{condition(given)} ({given})" if given else ended.value
    return "sqlstate", f"it ends with {how}, and must end with SQLSTATE {' or '.join(allowed)}"
