"""An answer in words as one text: a JSON head with what is no prose, a line of three hyphens, then Markdown.

    {"numbers": {"disk": 900}, "choices": {"model": {"option": "shared", "reason": "..."}}}
    ---
    # Tenants ...

A review also has "comments" in its head (assessor.domain.comments). A text without a head is Markdown alone. One text
is saved, handed in, replayed and graded like a query.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from assessor.domain.comments import Comment, comments_json, parse_comments, require_known
from assessor.errors import InvalidInput

RULE = "---"
MAX_REASON = 2000
_LARGEST = 1e15


@dataclass(frozen=True)
class Chosen:
    """What was chosen; an option that is empty was not chosen yet."""

    option: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DesignAnswer:
    """The parts of an answer, by the ids of the challenge's checks."""

    text: str = ""
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    choices: Mapping[str, Chosen] = field(default_factory=lambda: MappingProxyType({}))
    comments: tuple[Comment, ...] = ()
    """On lines of the change set that a challenge of kind "review" shows."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered at all."""
        chosen = any(each.option or each.reason.strip() for each in self.choices.values())
        said = any(each.category or each.text.strip() for each in self.comments)
        return not (self.text.strip() or self.numbers or chosen or said)


def parse_answer(text: str) -> DesignAnswer:
    """The parts of a text. Raises InvalidInput for a head that is not as described above."""
    if not text.lstrip().startswith("{"):
        return DesignAnswer(text)
    head, rule, body = text.partition(f"\n{RULE}\n")
    if not rule:
        head, rule, body = text.rstrip().removesuffix(f"\n{RULE}"), RULE, ""
    try:
        found = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("The numbers and choices of the answer cannot be read.") from error
    if not isinstance(found, dict) or set(found) - {"numbers", "choices", "comments"}:
        raise InvalidInput("The head of an answer holds numbers, choices and comments, and nothing else.")
    return DesignAnswer(
        body,
        _numbers(found.get("numbers", {})),
        _choices(found.get("choices", {})),
        parse_comments(found.get("comments", [])),
    )


def answer_text(answer: DesignAnswer) -> str:
    """The one text of an answer: what parse_answer reads."""
    head: dict[str, object] = {
        "numbers": dict(answer.numbers),
        "choices": {name: {"option": c.option, "reason": c.reason} for name, c in answer.choices.items()},
    }
    if answer.comments:
        head["comments"] = comments_json(answer.comments)
    return f"{json.dumps(head, ensure_ascii=False, indent=1)}\n{RULE}\n{answer.text}"


def require_readable(text: str, spec: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless the text is an answer to the challenge with this spec (as JSON).

    Its numbers and choices are those the challenge asks for, and its comments are on files that it shows.
    """
    answer = parse_answer(text)
    require_known(answer.comments, spec)
    checks = {check["id"]: check for check in spec.get("check", [])}
    for name in answer.numbers:
        if checks.get(name, {}).get("type") != "number":
            raise InvalidInput("There is no number %(name)s in this challenge.", name=name)
    for name, chosen in answer.choices.items():
        check = checks.get(name, {})
        if check.get("type") != "choice":
            raise InvalidInput("There is no choice %(name)s in this challenge.", name=name)
        if chosen.option and chosen.option not in {option["id"] for option in check["options"]}:
            raise InvalidInput("There is no such option in the choice %(name)s.", name=name)


def _numbers(found: object) -> Mapping[str, float]:
    if not isinstance(found, dict):
        raise InvalidInput("The numbers of the answer cannot be read.")
    return MappingProxyType({str(name): _number(name, value) for name, value in found.items()})


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput("%(name)s is no number.", name=name)
    if not math.isfinite(value) or not 0 < value <= _LARGEST:
        raise InvalidInput("%(name)s must be a number above 0.", name=name)
    return float(value)


def _choices(found: object) -> Mapping[str, Chosen]:
    if not isinstance(found, dict):
        raise InvalidInput("The choices of the answer cannot be read.")
    return MappingProxyType({str(name): _chosen(name, value) for name, value in found.items()})


def _chosen(name: str, value: object) -> Chosen:
    if not isinstance(value, dict) or set(value) - {"option", "reason"}:
        raise InvalidInput("The choice %(name)s has an option and a reason.", name=name)
    option, reason = value.get("option", ""), value.get("reason", "")
    if not isinstance(option, str) or not isinstance(reason, str):
        raise InvalidInput("The choice %(name)s has an option and a reason.", name=name)
    if len(reason) > MAX_REASON:
        raise InvalidInput(
            "The reason of %(name)s has more than %(most)s characters.", name=name, most=MAX_REASON
        )
    return Chosen(option, reason)
