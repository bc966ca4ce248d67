"""What candidates may say of themselves of their own will: kept apart from them, and seen in groups only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from assessor.domain.deciding import Step
from assessor.domain.statistics import MIN_MEAN, Impact, Selection, impacts
from assessor.errors import InvalidInput

MAX_QUESTIONS = 10
MAX_TITLE = 200
MAX_OPTION = 100
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20


@dataclass(frozen=True)
class Question:
    """One question with the answers that one may choose from; none of them is always a choice, too."""

    id: UUID
    title: str
    options: tuple[str, ...]


class Basis(StrEnum):
    """What being selected means."""

    PASSED = "passed"
    """The score reached the pass mark."""
    CHOSEN = "chosen"
    """Shortlisted or accepted, by the newest decision."""


@dataclass(frozen=True)
class Outcome:
    """How a graded attempt ended."""

    score: float | None
    step: Step | None


@dataclass(frozen=True)
class Compared:
    """The groups of one question. `few` are those with too few people to be shown at all."""

    question: Question
    highest: Selection | None
    others: tuple[Impact, ...]
    few: tuple[str, ...]


def require_question(title: str, options: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Title and options as they are kept. Raises InvalidInput."""
    title, kept = title.strip(), tuple(dict.fromkeys(each.strip() for each in options if each.strip()))
    if not 1 <= len(title) <= MAX_TITLE:
        raise InvalidInput("Write a question of at most %(most)s characters.", most=MAX_TITLE)
    if not FEWEST_OPTIONS <= len(kept) <= MOST_OPTIONS:
        raise InvalidInput(
            "Give %(least)s to %(most)s different answers.", least=FEWEST_OPTIONS, most=MOST_OPTIONS
        )
    if any(len(each) > MAX_OPTION for each in kept):
        raise InvalidInput("An answer has at most %(most)s characters.", most=MAX_OPTION)
    return title, kept


def selected(outcome: Outcome, basis: Basis, pass_mark: int | None) -> bool:
    """Whether somebody who ended so was selected."""
    if basis is Basis.CHOSEN:
        return outcome.step in (Step.SHORTLISTED, Step.ACCEPTED)
    return pass_mark is not None and outcome.score is not None and outcome.score >= pass_mark


def compare(question: Question, answers: Iterable[tuple[str, bool]]) -> Compared:
    """The groups of a question, of (what somebody chose, whether they were selected)."""
    told = Counter(answers)
    groups = [
        Selection(option, told[option, True] + told[option, False], told[option, True])
        for option in question.options
    ]
    few = tuple(each.group for each in groups if each.count < MIN_MEAN)
    found = impacts(groups)
    return Compared(question, found[0].highest if found else None, found, few)


def require_choices(questions: Sequence[Question], chosen: Mapping[UUID, str]) -> dict[UUID, str]:
    """What was chosen, without questions that were left. Raises InvalidInput for what nobody asked or offered."""
    known = {each.id: each.options for each in questions}
    kept = {question: option for question, option in chosen.items() if option}
    if any(option not in known.get(question, ()) for question, option in kept.items()):
        raise InvalidInput("That is none of the answers. The questions may have changed: look at them again.")
    return kept
