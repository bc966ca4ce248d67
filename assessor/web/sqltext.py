"""SQL set for reading: keywords, strings, numbers and comments marked, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

_KEYWORDS = """
    all alter analyze and any as asc begin between by case cast check coalesce commit constraint create cross
    current date_trunc default delete desc distinct do drop else end except exists explain extract false fetch
    filter first following for foreign from full function generated grant group grouping having if ilike in index
    inner insert intersect interval into is join key language last lateral left like limit materialized merge
    natural not null nulls offset on only or order outer over partition preceding primary procedure range
    recursive references returning returns revoke right rollback row rows select set sets some table temp then
    ties timestamp to true truncate unbounded union unique update using values view when where window with
""".split()
_TOKENS = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"
    r"|(?P<string>(?:[eE])?'(?:[^']|'')*(?:'|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))"
    r'|(?P<name>"(?:[^"]|"")*(?:"|\Z))'
    r"|(?P<number>(?<![\w.])\d+(?:\.\d+)?\b)"
    rf"|(?P<keyword>\b(?:{'|'.join(_KEYWORDS)})\b)",
    re.IGNORECASE | re.DOTALL,
)


def highlight(text: str) -> Markup:
    """The text with <span class="sql-…"> around its tokens."""
    pieces: list[Markup] = []
    end = 0
    for match in _TOKENS.finditer(text):
        kind = next(name for name in ("comment", "string", "name", "number", "keyword") if match[name])
        pieces.append(escape(text[end : match.start()]))
        pieces.append(Markup('<span class="sql-{}">{}</span>').format(kind, match[0]))
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])


def with_values(text: str, values: Sequence[str]) -> str:
    """The text with each $n replaced by the n-th value, an SQL literal."""
    return re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], text)
