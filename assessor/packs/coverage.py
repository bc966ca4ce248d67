"""Which competencies a set of packs measures: how many packs by code, kind and level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessor.domain.competencies import COMPETENCIES
from assessor.packs.loader import Pack
from assessor.packs.spec import Level

LEVELS = tuple(Level)
Cell = tuple[str, str, str]
"""A competency's code, a kind, and a level."""


@dataclass(frozen=True)
class Coverage:
    """What the packs measure. A pack counts once for each code that one of its checks carries; practice does not."""

    packs: int
    cells: Mapping[Cell, int]

    @property
    def kinds(self) -> list[str]:
        """The kinds that measure something."""
        return sorted({kind for _, kind, _ in self.cells})

    @property
    def empty(self) -> list[str]:
        """Codes that no pack measures, in the taxonomy's order."""
        measured = {code for code, _, _ in self.cells}
        return [code for code in COMPETENCIES if code not in measured]

    def count(self, code: str, kind: str = "", level: str = "") -> int:
        """How many packs measure a code, of one kind and level or of all."""
        return sum(
            number
            for (its_code, its_kind, its_level), number in self.cells.items()
            if its_code == code and kind in ("", its_kind) and level in ("", its_level)
        )

    def to_json(self) -> dict[str, object]:
        """{packs, kinds, codes, codes_covered, table}; table[code][kind][level] is a number of packs."""
        found: dict[str, dict[str, dict[str, int]]] = {code: {} for code in COMPETENCIES}
        for (code, kind, level), number in sorted(self.cells.items()):
            found[code].setdefault(kind, {})[level] = number
        return {
            "packs": self.packs,
            "kinds": self.kinds,
            "codes": len(COMPETENCIES),
            "codes_covered": len(COMPETENCIES) - len(self.empty),
            "table": found,
        }


def coverage(packs: Iterable[Pack]) -> Coverage:
    """What these packs measure."""
    counting = [pack.spec for pack in packs if not pack.spec.practice]
    cells: Counter[Cell] = Counter(
        (code, spec.kind, spec.level)
        for spec in counting
        for code in {code for check in spec.check for code in check.competencies}
    )
    return Coverage(len(counting), cells)
