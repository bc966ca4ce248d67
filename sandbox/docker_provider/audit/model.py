"""A check: a title, and a function of facts that says whether they meet it and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.audit import Finding, Outcome
from sandbox.docker_provider.audit.facts import Facts

Answer = tuple[Outcome, str]


@dataclass(frozen=True)
class Check:
    """One requirement; `look` gives the outcome with its reason."""

    id: str
    title: str
    look: Callable[[Facts], Answer]


def judge(checks: Iterable[Check], facts: Facts) -> list[Finding]:
    """Every check on the facts, in order."""
    return [Finding(check.id, check.title, *check.look(facts)) for check in checks]


def passed_if(condition: object, reason: str, otherwise: str) -> Answer:
    """PASS with the reason if the condition holds, else FAIL with the other one."""
    return (Outcome.PASS, reason) if condition else (Outcome.FAIL, otherwise)


def not_applicable(reason: str) -> Answer:
    """The requirement is about something that is not there, or is met in another way."""
    return Outcome.NOT_APPLICABLE, reason
