"""Judge a drill by the pack's checks."""

from __future__ import annotations

from typing import Any

from assessor.domain.outcomes import CheckOutcome, Verdict
from assessor.domain.runbook import RunbookAnswer
from assessor.grading.incident import Drilled, Found
from assessor.kinds.base import RequiredFirst, outcome_of
from assessor.kinds.query_messages import sentence
from assessor.packs.loader import Pack
from assessor.packs.spec import (
    CauseCheck,
    DataCheck,
    FactsCheck,
    LastingCheck,
    PaceCheck,
    RecoveredCheck,
    SparedCheck,
)
from sandbox.cast.workload import WORKS


class IncidentChecks(RequiredFirst):
    """One answer that was drilled."""

    def __init__(self, pack: Pack, answer: RunbookAnswer, found: Found, drilled: Drilled) -> None:
        super().__init__(pack)
        self._answer = answer
        self._found = found
        self._drilled = drilled

    def graded(self, check: DataCheck) -> CheckOutcome:
        """Grade a check by what the drill showed; the loader has refused checks of other kinds."""
        match check:
            case RecoveredCheck():
                return self._recovered(check)
            case LastingCheck():
                return self._lasting(check)
            case SparedCheck():
                return self._spared(check)
            case FactsCheck():
                return self._facts(check)
            case PaceCheck():
                return self._pace(check)
            case CauseCheck():
                return self._cause(check)
        return super().graded(check)

    def _recovered(self, check: RecoveredCheck) -> CheckOutcome:
        drilled = self._drilled
        states = {name: drilled.after[name] for name in check.clients}
        told = _troubled(states, "after the runbook")
        return self._decided(
            check, told, f"All of {len(states)} clients work again.", {"incident": timeline(drilled)}
        )

    def _lasting(self, check: LastingCheck) -> CheckOutcome:
        states = {name: self._drilled.again[name] for name in check.clients}
        told = _troubled(states, "when what began the trouble comes again")
        return self._decided(check, told, "It stays recovered.", {"clients": states})

    def _spared(self, check: SparedCheck) -> CheckOutcome:
        lost = {each.partition(":")[0] for each in self._drilled.lost} & set(check.actors)
        told = f"honest work was lost: {', '.join(sorted(lost))}" if lost else ""
        return self._decided(check, told, "No honest work was lost.", {"lost": list(self._drilled.lost)})

    def _facts(self, check: FactsCheck) -> CheckOutcome:
        broken = [fact for fact in self.pack.spec.fact if fact.name in check.facts]
        broken = [fact for fact in broken if not self._drilled.facts[fact.name]]
        told = f"afterwards {'; '.join(fact.shows for fact in broken)}" if broken else ""
        facts = {name: self._drilled.facts[name] for name in check.facts}
        return self._decided(check, told, "All is as it must be.", {"facts": facts})

    def _pace(self, check: PaceCheck) -> CheckOutcome:
        steps = self._drilled.steps_until(check.clients)
        if steps is None:
            return self._decided(check, "the clients never worked", "", {})
        share = min(max((check.never - steps) / (check.never - check.within), 0.0), 1.0)
        told = f"Every client worked after {steps} statement{'' if steps == 1 else 's'} of the runbook."
        verdict = Verdict.PASSED if share == 1 else Verdict.FAILED
        evidence = {"statements": steps, "within": check.within, "never": check.never}
        return outcome_of(check, verdict, told, round(check.points * share, 2), evidence)

    def _cause(self, check: CauseCheck) -> CheckOutcome:
        chosen = next((each for each in check.options if each.id == self._answer.cause), None)
        wrong = self._unproven(check)
        share = chosen.credit if chosen and not wrong else 0.0
        evidence = {
            "choice": {
                "asks": check.asks,
                "chosen": chosen.text if chosen else "",
                "reason": self._answer.evidence,
                "options": [{"text": each.text, "credit": each.credit} for each in check.options],
            },
            "found": list(self._found.named),
            "problem": wrong,
        }
        told = "The cause is named, and the query finds it." if share == 1 else "Another cause is named."
        if not chosen:
            told = 'No cause is named: the line "-- cause: ..." is missing or names none of those given.'
        if chosen and wrong:
            told = sentence(wrong)
        verdict = Verdict.PASSED if share == 1 else Verdict.FAILED
        return outcome_of(check, verdict, told, round(check.points * share, 2), evidence)

    def _unproven(self, check: CauseCheck) -> str:
        if self._found.problem:
            return self._found.problem
        given = {_plain(value) for value in self._found.values}
        pids = {pid for pid, name in self._found.names.items() if name in check.culprits}
        wanted = pids | set(map(_plain, check.names))
        if given == wanted:
            return ""
        found = (
            "all of it and more" if given > wanted else "a part of it" if given & wanted else "something else"
        )
        return f"the query that is to find the cause finds {found}"

    def _decided(self, check: DataCheck, wrong: str, right: str, evidence: dict[str, Any]) -> CheckOutcome:
        verdict = Verdict.FAILED if wrong else Verdict.PASSED
        points = 0.0 if wrong else check.points
        return outcome_of(check, verdict, sentence(wrong) if wrong else right, points, evidence)


def timeline(drilled: Drilled) -> dict[str, Any]:
    """The drill for the scorecard: how every client fared on arrival, after each statement, and at the end."""
    return {
        "clients": list(drilled.arrival),
        "arrival": drilled.arrival,
        "steps": [
            {"line": step.line, "text": step.text, "ended": step.ended, "clients": step.clients}
            for step in drilled.steps
        ],
        "after": drilled.after,
        "again": drilled.again,
        "why": drilled.why,
        "lost": list(drilled.lost),
    }


def _troubled(states: dict[str, str], when: str) -> str:
    troubled = [f"{name} is {state}" for name, state in states.items() if state != WORKS]
    return f"{when}: {', '.join(troubled)}" if troubled else ""


def _plain(name: str) -> str:
    return name.strip().strip('"').lower().removeprefix("public.")
