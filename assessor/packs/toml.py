"""Read a TOML file into a strict model and say every problem at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from assessor.packs.lines import Path, key_lines, line_of

Model = TypeVar("Model", bound=BaseModel)

_AT = re.compile(r"^(?P<what>.*?)\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)
_SLUG_HINT = "lower-case letters, digits and single hyphens, beginning with a letter"
_PATTERN_HINTS = {
    "^[A-I][1-9]$": 'a competency such as "B2"',
    "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": _SLUG_HINT,
    "^[A-Za-z0-9_*-][A-Za-z0-9_.*-]*(/[A-Za-z0-9_*-][A-Za-z0-9_.*-]*)*$": "a path below the pack's folder",
}


@dataclass
class TomlFile(Generic[Model]):
    """What a file gave: the model if it is valid, and its problems, to which structural ones are added."""

    name: str
    model: Model | None = None
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def problem(self, path: Path, text: str) -> None:
        """Add a problem at a key: "challenge.toml:LINE: key.path: text"."""
        self.problems.append(f"{self.name}:{line_of(self.lines, path)}: {_dotted(path)}: {text}")


def read_toml(name: str, text: str, model: type[Model]) -> TomlFile[Model]:
    """Parse and validate."""
    file: TomlFile[Model] = TomlFile(name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        file.problems.append(_syntax_problem(name, text, str(error)))
        return file
    file.lines = key_lines(text)
    try:
        file.model = model.model_validate(data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            path = _path_in(data, item["loc"])
            file.problem(path, _explained(item["type"], item["msg"], item.get("ctx", {}), model, item["loc"]))
    return file


def _syntax_problem(name: str, text: str, message: str) -> str:
    found = _AT.match(message)
    line = (found and found["line"]) or text.count("\n") + 1
    return f"{name}:{line}: not valid TOML: {found['what'] if found else message}"


def _dotted(path: Path) -> str:
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.lstrip(".") or "the file"


def _path_in(data: Any, location: Path) -> Path:
    """The location that pydantic gives, without the tags of unions, which are no keys."""
    path: Path = ()
    for number, part in enumerate(location):
        if _has(data, part):
            data = data[part]
        elif number < len(location) - 1:
            continue
        path = (*path, part)
    return path


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _explained(kind: str, message: str, context: dict[str, Any], model: type[BaseModel], loc: Path) -> str:
    if kind == "extra_forbidden":
        return f"unknown key; allowed: {', '.join(_allowed(model, loc[:-1]))}"
    if kind == "missing":
        return "missing; it is required"
    if kind == "string_pattern_mismatch":
        return f"must be {_PATTERN_HINTS.get(context['pattern'], 'text that matches ' + context['pattern'])}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return f"type must be one of {context.get('expected_tags', 'result, work')}"
    return message[:1].lower() + message[1:]


def _allowed(model: type[BaseModel], location: Path) -> list[str]:
    """The keys of the model that a location leads to."""
    here: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = _choices(here.model_fields[part].annotation)
        else:
            here = next(choice for choice in here if _tag(choice) == part)
    return list(here.model_fields)


def _choices(annotation: Any) -> Any:
    """The model that an annotation is about, or the models of a union."""
    origin = get_origin(annotation)
    if origin is Annotated or origin is list:
        return _choices(get_args(annotation)[0])
    if origin in (Union, UnionType):
        models = [each for each in get_args(annotation) if each is not type(None)]
        return _choices(models[0]) if len(models) == 1 else models
    return annotation


def _tag(model: type[BaseModel]) -> str:
    return str(get_args(model.model_fields["type"].annotation)[0])
