"""Make result tables as PostgreSQL would send them."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal

from psycopg.types.numeric import DecimalBinaryDumper

from assessor.grading.table import ResultColumn, ResultTable

EPOCH = dt.date(2000, 1, 1)
DAY = 86_400_000_000
NAMES = {
    "int": "integer",
    "bigint": "bigint",
    "numeric": "numeric",
    "float": "double precision",
    "real": "real",
    "text": "text",
    "char": "character",
    "date": "date",
    "timestamp": "timestamp without time zone",
    "timestamptz": "timestamp with time zone",
    "bool": "boolean",
    "json": "json",
    "jsonb": "jsonb",
    "int[]": "integer[]",
    "uuid": "uuid",
    "interval": "interval",
}


def days(value):
    """Days since 2000, for a date or for a number of days."""
    return (value - EPOCH).days if isinstance(value, dt.date) else value


def micros(value):
    """Microseconds since 2000, for a date-time or for a number."""
    if not isinstance(value, dt.datetime):
        return value
    return (value - dt.datetime(2000, 1, 1)) // dt.timedelta(microseconds=1)  # noqa: DTZ001 - the wire has no zone


def array(values):
    """A one-dimensional integer[]."""
    head = (
        struct.pack("!iiiii", 1, int(None in values), 23, len(values), 1)
        if values
        else struct.pack("!iii", 0, 0, 23)
    )
    return head + b"".join(
        struct.pack("!i", -1) if value is None else struct.pack("!ii", 4, value) for value in values
    )


ENCODERS = {
    "int": lambda value: struct.pack("!i", value),
    "bigint": lambda value: struct.pack("!q", value),
    "numeric": lambda value: bytes(DecimalBinaryDumper(Decimal).dump(Decimal(value))),
    "float": lambda value: struct.pack("!d", value),
    "real": lambda value: struct.pack("!f", value),
    "text": str.encode,
    "char": str.encode,
    "date": lambda value: struct.pack("!i", days(value)),
    "timestamp": lambda value: struct.pack("!q", micros(value)),
    "timestamptz": lambda value: struct.pack("!q", micros(value)),
    "bool": lambda value: bytes([value]),
    "json": str.encode,
    "jsonb": lambda value: b"\x01" + value.encode(),
    "int[]": array,
    "uuid": lambda value: value.bytes,
    "interval": lambda value: struct.pack("!qii", *value),
}


def cell(kind, value):
    """One value as the wire has it."""
    return None if value is None else ENCODERS[kind](value)


def table(columns, *rows):
    """table("a int, b text", (1, "x"), ...)."""
    pairs = [column.split() for column in columns.split(", ")]
    heading = tuple(ResultColumn(name, NAMES[kind]) for name, kind in pairs)
    kinds = [kind for _, kind in pairs]
    return ResultTable(heading, tuple(tuple(map(cell, kinds, row)) for row in rows))
