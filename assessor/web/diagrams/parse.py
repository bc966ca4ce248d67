"""From text to boxes and lines. A line that is not understood is told with its number, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_BOXES, MOST_LINKS, LONGEST = 60, 120, 60
_NAME = r"[A-Za-z_][\w-]*"
_ARROWS = {"-->": "arrow", "---": "line", "-.->": "dotted", "==>": "thick"}
_SHAPES = (("[(", ")]", "store"), ("[", "]", "box"), ("(", ")", "round"), ("{", "}", "choice"))
_NODE = re.compile(rf"({_NAME})\s*(\[\(.*?\)\]|\[.*?\]|\(.*?\)|\{{.*?\}})?\s*")
_LINK = re.compile(r"(-->|---|-\.->|==>)\s*(?:\|([^|]*)\|)?\s*")
_ENTITY = re.compile(rf"({_NAME})\s*\{{")
_RELATION = re.compile(rf"({_NAME})\s+([|}}][|o])(--|\.\.)([|o][|{{])\s+({_NAME})(?:\s*:\s*(.+))?")
_COLUMN = re.compile(r'([\w()\[\],]+)\s+(\w+)(?:\s+((?:PK|FK|UK)(?:\s*,\s*(?:PK|FK|UK))*))?(?:\s+"([^"]*)")?')
_ENDS = {"||": "one", "|o": "maybe", "o|": "maybe", "}|": "some", "|{": "some", "}o": "many", "o{": "many"}


class Unreadable(Exception):
    """The text is no diagram that can be drawn; the message says which line."""


@dataclass
class Box:
    """A node, or an entity with its columns as `rows`."""

    name: str
    label: str
    shape: str = "box"
    rows: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Link:
    """A line between two boxes; `tail` and `head` are how it ends at the source and at the target."""

    source: str
    target: str
    label: str = ""
    style: str = "arrow"
    tail: str = ""
    head: str = ""


@dataclass
class Diagram:
    """Boxes by name in the order of the text, and the links between them."""

    across: bool = False
    """From left to right instead of from top to bottom."""
    boxes: dict[str, Box] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def box(self, name: str) -> Box:
        """The box of a name, made where it is new."""
        return self.boxes.setdefault(name, Box(name, name))


def parse(text: str) -> Diagram:
    """The diagram of a text. Raises Unreadable."""
    lines = [(number, line.split("%%")[0].strip()) for number, line in enumerate(text.splitlines(), 1)]
    lines = [(number, line) for number, line in lines if line]
    if not lines:
        raise Unreadable("The diagram is empty.")
    kind, _, direction = lines[0][1].partition(" ")
    diagram = Diagram(across=direction.strip() in ("LR", "RL"))
    if kind in ("flowchart", "graph"):
        _flowchart(diagram, lines[1:])
    elif kind == "erDiagram":
        _entities(diagram, lines[1:])
    else:
        raise Unreadable("A diagram begins with flowchart TD, flowchart LR or erDiagram.")
    if not diagram.boxes or len(diagram.boxes) > MOST_BOXES or len(diagram.links) > MOST_LINKS:
        raise Unreadable(f"A diagram has 1 to {MOST_BOXES} boxes and at most {MOST_LINKS} lines.")
    return diagram


def _flowchart(diagram: Diagram, lines: Iterable[tuple[int, str]]) -> None:
    for number, line in lines:
        if line.startswith("subgraph ") or line == "end":
            continue
        at, source, pending = 0, "", None
        while at < len(line):
            node = _NODE.match(line, at)
            if node is None or (source and pending is None):
                raise Unreadable(f"Line {number} cannot be drawn: {line[:LONGEST]}")
            name = _node(diagram, node)
            if pending:
                diagram.links.append(Link(source, name, _plain(pending[2] or ""), _ARROWS[pending[1]]))
            source, at = name, node.end()
            pending = _LINK.match(line, at)
            at = pending.end() if pending else at
        if pending:
            raise Unreadable(f"Line {number} ends with an arrow to nothing: {line[:LONGEST]}")


def _node(diagram: Diagram, found: re.Match[str]) -> str:
    box = diagram.box(found[1])
    if found[2]:
        left, right, box.shape = next(each for each in _SHAPES if found[2].startswith(each[0]))
        box.label = _plain(found[2].removeprefix(left).removesuffix(right))
    return box.name


def _entities(diagram: Diagram, lines: Iterable[tuple[int, str]]) -> None:
    inside: Box | None = None
    for number, line in lines:
        if inside is not None:
            inside = _column(inside, number, line)
        elif entity := _ENTITY.fullmatch(line):
            inside = diagram.box(entity[1])
        elif relation := _RELATION.fullmatch(line):
            source, tail, dash, head, target, label = relation.groups()
            style = "line" if dash == "--" else "dotted"
            names = diagram.box(source).name, diagram.box(target).name
            diagram.links.append(Link(*names, _plain(label or ""), style, _ENDS[tail], _ENDS[head]))
        else:
            raise Unreadable(f"Line {number} cannot be drawn: {line[:LONGEST]}")
    if inside is not None:
        raise Unreadable(f"The entity {inside.name} has no end: a line with }} is missing.")


def _column(box: Box, number: int, line: str) -> Box | None:
    if line == "}":
        return None
    found = _COLUMN.fullmatch(line)
    if found is None:
        raise Unreadable(f"Line {number} is no column (type name, then PK, FK or UK): {line[:LONGEST]}")
    kind, name, keys, comment = found.groups()
    box.rows.append(_plain(" ".join(filter(None, (name, kind, keys, comment and f"({comment})")))))
    return box


def _plain(text: str) -> str:
    """Without quotation marks around it, and not longer than fits."""
    text = text.strip().strip('"')
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
