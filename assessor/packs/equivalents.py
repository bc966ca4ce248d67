"""equivalent.toml: mutants of the reference that the author has argued to be no mistakes.

    [[mutant]]
    operator = "distinct"
    change = "in booking, SELECT became SELECT DISTINCT"
    reason = "A refund is one row, and each has its own payment."

`operator` and `change` are as `assessor pack verify` prints them. The change holds no line number, so that a mark
survives edits elsewhere in the reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from assessor.packs.spec import Strict
from assessor.packs.toml import read_toml

EQUIVALENT = "equivalent.toml"

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10)]


class Mark(Strict):
    """One mutant that gives the same result on all data that the statement allows."""

    operator: str = Field(min_length=1)
    change: str = Field(min_length=1)
    reason: Reason

    @property
    def key(self) -> tuple[str, str]:
        """What names the mutant."""
        return self.operator, self.change


class Equivalents(Strict):
    """The whole of equivalent.toml."""

    mutant: list[Mark] = Field(default=[])


def read_marks(files: Mapping[str, str]) -> tuple[list[Mark], list[str]]:
    """The marks of a pack's files, and every problem of the file that holds them; no file holds none."""
    if EQUIVALENT not in files:
        return [], []
    read = read_toml(EQUIVALENT, files[EQUIVALENT], Equivalents)
    marks = read.model.mutant if read.model else []
    seen = set()
    for index, mark in enumerate(marks):
        if mark.key in seen:
            read.problem(("mutant", index), "this mutant is marked twice")
        seen.add(mark.key)
    return marks, read.problems


def mark_text(operator: str, change: str) -> str:
    """What an author adds to the file, but for the reason."""
    return f'[[mutant]]\noperator = {_quoted(operator)}\nchange = {_quoted(change)}\nreason = ""'


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
