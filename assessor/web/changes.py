"""A change set as pages show it: lines with their comments and with what was planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from assessor.web import sqltext


@dataclass
class Line:
    """One line of a file; `planted` are the defects that end here, `mark` is "found", "missed" or empty."""

    number: int
    text: str
    mark: str = ""
    comments: list[Mapping[str, Any]] = field(default_factory=list)
    planted: list[Mapping[str, Any]] = field(default_factory=list)


def file_name(path: str) -> str:
    """A file's name without its folder."""
    return path.rpartition("/")[2]


def code_line(text: str, path: str) -> Markup:
    """One line of a file, escaped; SQL with its words marked."""
    return sqltext.highlight(text) if path.endswith(".sql") else escape(text)


def lines(review: Mapping[str, Any], path: str) -> list[Line]:
    """The lines of one of the files in a review's evidence (assessor.kinds.review_evidence)."""
    text = next(file["text"] for file in review["files"] if file["path"] == path)
    found = [Line(number, line) for number, line in enumerate(text.splitlines(), 1)]
    for defect in (each for each in review["planted"] if each["file"] == path):
        first, last = defect["lines"]
        for line in found[first - 1 : last]:
            line.mark = "found" if defect["found"] else "missed"
        found[last - 1].planted.append(defect)
    for comment in (each for each in review["comments"] if each["file"] == path):
        found[min(comment["line"], len(found)) - 1].comments.append(comment)
    return found
