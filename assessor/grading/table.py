"""The result of a query as it came over the wire, and its JSON form for caches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessor.grading.values import Reader, Value, reader_for

Cell = bytes | None


@dataclass(frozen=True)
class ResultColumn:
    """A column's name, its type as format_type() prints it, and pg_type.typcategory."""

    name: str
    type: str
    category: str = "U"

    @property
    def reader(self) -> Reader:
        """How this column's cells are read."""
        return reader_for(self.type, self.category)


@dataclass(frozen=True)
class ResultTable:
    """Columns, and rows of binary cells in the order in which they came."""

    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def values(self) -> list[tuple[Value, ...]]:
        """The rows as comparable values."""
        reads = [column.reader.read for column in self.columns]
        return [
            tuple(None if cell is None else read(cell) for read, cell in zip(reads, row, strict=True))
            for row in self.rows
        ]

    def to_json(self) -> dict[str, Any]:
        """A JSON-able dict."""
        return {
            "columns": [[column.name, column.type, column.category] for column in self.columns],
            "rows": [[None if cell is None else cell.hex() for cell in row] for row in self.rows],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ResultTable:
        """The table that to_json gave."""
        rows = (tuple(None if cell is None else bytes.fromhex(cell) for cell in row) for row in data["rows"])
        return cls(tuple(ResultColumn(*column) for column in data["columns"]), tuple(rows))
