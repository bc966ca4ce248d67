"""Types that may stand for each other in a mistake."""

from __future__ import annotations

import re

_FAMILIES = {
    "integer": ("smallint", "integer", "bigint", "int", "int2", "int4", "int8", "oid", "serial", "bigserial"),
    "numeric": ("numeric", "decimal", "money"),
    "float": ("real", "double precision", "float", "float4", "float8"),
    "text": ("text", "character varying", "varchar", "character", "char", "bpchar", "name", "citext"),
    "timestamp": (
        "timestamp",
        "timestamptz",
        "timestamp without time zone",
        "timestamp with time zone",
    ),
    "boolean": ("boolean", "bool"),
}
_FAMILY_OF = {name: family for family, names in _FAMILIES.items() for name in names}

NUMBERS = ("integer", "numeric", "float")
"""From narrow to wide."""

TIMES = ("date", "timestamp")


def family_of(type_name: str) -> str:
    """The family of a type as format_type() or SQL writes it; a type without one is its own."""
    bare = re.sub(r"\s*\(.*?\)", "", type_name.strip().lower())
    return _FAMILY_OF.get(bare, bare)
