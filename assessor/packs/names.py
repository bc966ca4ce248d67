"""The names of a pack's files, and which files and datasets a part of the spec is about."""

from __future__ import annotations

from fnmatch import fnmatchcase

from assessor.packs.spec import Check, ResultCheck

SPEC = "challenge.toml"
STATEMENT = "statement.md"
REFERENCE = "reference.sql"
SCHEMA = "setup/schema.sql"
SUBMISSIONS = "submissions/"
EXPECTED = "submissions/expected.toml"


def matches(pattern: str, name: str) -> bool:
    """Does a glob of expected.toml, relative to submissions/, name this file? `*` stays within one folder."""
    wanted = pattern.split("/")
    given = name.removeprefix(SUBMISSIONS).split("/")
    return len(wanted) == len(given) and all(map(fnmatchcase, given, wanted))


def datasets_of(check: Check) -> list[str]:
    """The datasets a check runs on."""
    return check.datasets if isinstance(check, ResultCheck) else check.scales
