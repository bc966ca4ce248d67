"""Which PostgreSQL releases may run strangers' SQL."""

from __future__ import annotations

import re

from sandbox.errors import UnsupportedServer

MINIMUM_MINORS = {18: 7, 17: 12, 16: 16, 15: 20}
"""Per major, the first minor without CVE-2026-6460 and CVE-2026-120141 (any SQL user runs code as the server)."""

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)(?:\.(\d+))?")


def parse_version(text: str) -> int:
    """server_version_num of what `postgres -V` prints, e.g. 170012; raises ValueError."""
    found = _VERSION.search(text)
    if not found:
        raise ValueError(f"not a PostgreSQL version: {text.strip()!r}")
    return int(found[1]) * 10_000 + int(found[2] or 0)


def show(version: int) -> str:
    """170012 as "17.12"."""
    return f"{version // 10_000}.{version % 10_000}"


def minimums() -> str:
    """The minimums for people: "18.7, 17.12, 16.16 or 15.20"."""
    shown = [f"{major}.{minor}" for major, minor in MINIMUM_MINORS.items()]
    return f"{', '.join(shown[:-1])} or {shown[-1]}"


def is_too_old(version: int) -> bool:
    """Whether this release is unfit for strangers."""
    major, minor = divmod(version, 10_000)
    if major > max(MINIMUM_MINORS):
        return False
    return major not in MINIMUM_MINORS or minor < MINIMUM_MINORS[major]


def refuse_too_old(version: int, where: str) -> None:
    """Raise UnsupportedServer with the reason and what to do."""
    if is_too_old(version):
        raise UnsupportedServer(
            f"{where} holds PostgreSQL {show(version)}, in which a plain SQL user can run code as the server"
            f" (CVE-2026-6460, CVE-2026-120141). Use a base with at least {minimums()}."
        )
