"""An OpenAPI document as lines that a page can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "default": "default {!r}",
}


@dataclass(frozen=True)
class Field:
    """A parameter or property. `model` is the name of what it refers to."""

    name: str
    type: str
    model: str | None
    required: bool
    about: str


@dataclass(frozen=True)
class Route:
    """An operation."""

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: str | None
    answers: tuple[tuple[str, str, str | None], ...]
    """Status, what it means, and the model."""


def operations(document: Mapping[str, Any]) -> tuple[Route, ...]:
    """All routes in their order."""
    return tuple(
        _route(path, method, each)
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    )


def fields(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """The properties of a model; none for a list of words."""
    required = schema.get("required", [])
    return tuple(
        _field(name, each, required=name in required, about=each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    )


def _route(path: str, method: str, each: Mapping[str, Any]) -> Route:
    parameters = (
        _field(one["name"], one["schema"], required=one["required"], about=one.get("description", ""))
        for one in each["parameters"]
    )
    body = each.get("requestBody", {}).get("content", {})
    return Route(
        id=each["operationId"],
        tag=each["tags"][0],
        method=method.upper(),
        path=path,
        summary=each["summary"],
        description=each["description"],
        parameters=tuple(parameters),
        body=_model(next(iter(body.values()))["schema"]) if body else None,
        answers=tuple(
            (status, one["description"], _model(next(iter(one["content"].values()))["schema"]))
            for status, one in each["responses"].items()
        ),
    )


def _field(name: str, schema: Mapping[str, Any], *, required: bool, about: str) -> Field:
    bounds = [
        words.format(schema[key]) for key, words in _BOUNDS.items() if schema.get(key) not in (None, "")
    ]
    said = "; ".join(part for part in (about.rstrip("."), *bounds) if part)
    return Field(name, _type(schema), _model(schema), required, said + "." if said else "")


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if "$ref" in schema:
        return str(_model(schema))
    return str(schema.get("format") or schema.get("type", "anything"))


def _model(schema: Mapping[str, Any]) -> str | None:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = schema.get("items") or next((each for each in schema.get("anyOf", []) if "$ref" in each), None)
    return _model(inner) if inner else None
