"""PostgreSQL's binary cells as comparable Python values.

The binary format is used because a submission can change output settings (DateStyle, extra_float_digits) while it
runs. Every function here is total on what PostgreSQL sends: infinity, dates before Christ and 24:00 are ordinary
values, so that no result is one that "a client cannot parse".
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg.types.numeric import NumericBinaryLoader

Value = None | bool | int | float | Decimal | str | bytes | tuple[Any, ...]

NAN = "NaN"
"""Stands for a number that is not one; NaN equals NaN when results are compared."""

_DAY = 86_400_000_000
_INFINITE_DATES = {2**31 - 1: 2**63 - 1, -(2**31): -(2**63)}


@dataclass(frozen=True)
class Reader:
    """How cells of a type are read, and the family of types whose values may be compared with each other."""

    family: str
    read: Callable[[bytes], Value]
    tolerance: float = 0.0
    """Relative difference that is no difference for this type."""


def _unpack(form: str) -> Callable[[bytes], int]:
    packer = struct.Struct(form)
    return lambda cell: int(packer.unpack(cell)[0])


def _floating(form: str) -> Callable[[bytes], Value]:
    packer = struct.Struct(form)

    def read(cell: bytes) -> Value:
        number = float(packer.unpack(cell)[0])
        return NAN if math.isnan(number) else number

    return read


def _numeric(cell: bytes) -> Value:
    number = NumericBinaryLoader(1700).load(cell)
    return NAN if number.is_nan() else number


def _date(cell: bytes) -> int:
    days = int(struct.unpack("!i", cell)[0])
    return _INFINITE_DATES.get(days, days * _DAY)


def _interval(cell: bytes) -> int:
    """Microseconds, with the months of 30 days that PostgreSQL itself uses to compare intervals."""
    micros, days, months = struct.unpack("!qii", cell)
    return int(micros + (days + 30 * months) * _DAY)


def _text(cell: bytes) -> str:
    return cell.decode("utf-8", "surrogateescape")


def _padded(cell: bytes) -> str:
    return _text(cell).rstrip(" ")


def _json(cell: bytes) -> str:
    """A canonical text: key order, spaces and trailing zeros of numbers do not count."""
    try:
        data = json.loads(cell, parse_float=_exactly, parse_int=_exactly)
        return json.dumps(data, sort_keys=True, default=lambda number: {"number": str(number)})
    except (
        RecursionError,
        ValueError,
        ArithmeticError,
    ):  # too deep or too large for Python: compare the text
        return _text(cell)


def _exactly(number: str) -> Decimal:
    """Without trailing zeros and without the rounding of Decimal.normalize()."""
    sign, digits, exponent = Decimal(number).as_tuple()
    written = "".join(map(str, digits))
    kept = written.rstrip("0")
    if not kept:
        return Decimal(0)
    return Decimal((sign, tuple(map(int, kept)), int(exponent) + len(written) - len(kept)))


def _binary_json(cell: bytes) -> str:
    return _json(cell[1:])  # the first byte is the version of the format


def _other(cell: bytes) -> bytes:
    return cell


_READERS: dict[str, Reader] = {
    "smallint": Reader("number", _unpack("!h")),
    "integer": Reader("number", _unpack("!i")),
    "bigint": Reader("number", _unpack("!q")),
    "numeric": Reader("number", _numeric),
    "real": Reader("number", _floating("!f"), 1e-6),
    "double precision": Reader("number", _floating("!d"), 1e-9),
    "text": Reader("text", _text),
    "character varying": Reader("text", _text),
    "character": Reader("text", _padded),
    "name": Reader("text", _text),
    '"char"': Reader("text", _text),
    "boolean": Reader("boolean", lambda cell: cell == b"\x01"),
    "date": Reader("date or timestamp", _date),
    "timestamp without time zone": Reader("date or timestamp", _unpack("!q")),
    "timestamp with time zone": Reader("date or timestamp", _unpack("!q")),
    "interval": Reader("interval", _interval),
    "void": Reader("void", lambda cell: None),  # NULL from SQL, an empty text from PL/pgSQL: both say nothing
    "json": Reader("json", _json),
    "jsonb": Reader("json", _binary_json),
}


def _array(element: Reader) -> Callable[[bytes], Value]:
    def read(cell: bytes) -> Value:
        dimensions = int(struct.unpack_from("!i", cell)[0])
        sizes = tuple(struct.unpack_from("!i", cell, 12 + 8 * n)[0] for n in range(dimensions))
        values: list[Value] = []
        offset = 12 + 8 * dimensions
        while offset < len(cell):
            length = int(struct.unpack_from("!i", cell, offset)[0])
            offset += 4
            values.append(None if length < 0 else element.read(cell[offset : offset + length]))
            offset += max(length, 0)
        return (sizes, *values)

    return read


def base_type(name: str) -> str:
    """The type without its modifier: "numeric(12,2)" is "numeric", "timestamp(3) with ..." keeps its time zone."""
    before, bracket, rest = name.partition("(")
    return before + rest.partition(")")[2] if bracket else name


def reader_for(type_name: str, category: str) -> Reader:
    """How to read a type by its format_type() name and pg_type.typcategory ("E" is an enum, compared as text)."""
    name = base_type(type_name)
    if name.endswith("[]"):
        element = reader_for(name[:-2], "U")
        return Reader(f"array of {element.family}", _array(element))
    if category == "E":
        return Reader("text", _text)
    return _READERS.get(name) or Reader(name, _other)
