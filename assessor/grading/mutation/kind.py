"""The kind of an expression: the family of its type, and whether it may be NULL. Unknown is an answer."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.grading.mutation.families import NUMBERS, TIMES


@dataclass(frozen=True)
class Kind:
    """The family of a type, None where it is unknown; and whether NULL is possible."""

    family: str | None
    nullable: bool = True

    @property
    def is_number(self) -> bool:
        """Can one calculate with it?"""
        return self.family in NUMBERS

    @property
    def is_time(self) -> bool:
        """Is it a date or a timestamp?"""
        return self.family in TIMES


UNKNOWN = Kind(None)
