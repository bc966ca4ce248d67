"""What a page weighs: itself, and the scripts and styles that it loads without being asked to."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_LINKED = re.compile(r'<(?:script[^>]*\bsrc|link[^>]*\bhref)="([^"]+)"')
_IMPORTED = re.compile(r'(?:\bfrom|\bimport)\s*"(\.{1,2}/[^"]+)"')
"""Static imports only: what a script loads later, as the viewer of plans, is not part of the first load."""


@dataclass(frozen=True)
class Answer:
    """One answer of the server; names of headers in small letters."""

    body: bytes
    headers: Mapping[str, str]

    @property
    def wire_bytes(self) -> int:
        """As sent, or as a proxy in front would compress it."""
        return len(self.body) if "content-encoding" in self.headers else len(gzip.compress(self.body, 6))

    @property
    def kept(self) -> bool:
        """Whether a browser asks for it again."""
        return "immutable" in self.headers.get("cache-control", "")


def page_weight(get: Callable[[str], Answer], url: str) -> tuple[float, float]:
    """Kilobytes of the first load and of a later one, compressed."""
    page = get(url)
    loaded: dict[str, Answer] = {}
    wanted = [found for found in _LINKED.findall(page.body.decode()) if not found.startswith("data:")]
    while wanted:
        address = wanted.pop()
        if address in loaded:
            continue
        loaded[address] = get(address)
        if address.endswith(".js"):
            folder = address.rpartition("/")[0]
            text = loaded[address].body.decode()
            wanted += [f"{folder}/{name.removeprefix('./')}" for name in _IMPORTED.findall(text)]
    first = page.wire_bytes + sum(each.wire_bytes for each in loaded.values())
    again = page.wire_bytes + sum(each.wire_bytes for each in loaded.values() if not each.kept)
    return round(first / 1000, 1), round(again / 1000, 1)
