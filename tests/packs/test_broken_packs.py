"""A pack that breaks a promise is told which one."""

from __future__ import annotations

import pytest

from assessor.kinds import verify_pack
from assessor.packs.loader import Pack

pytestmark = pytest.mark.proof

SPEC = "challenge.toml"
EXPECTED = "submissions/expected.toml"

CASES = {
    "setup that fails": (
        ("setup/ties.sql", "INSERT INTO movement", "INSERT INTO movements"),
        ["The pack can be set up and graded: setup/ties.sql, line 2: 42P01"],
    ),
    "setup that is never the same": (
        ("setup/ties.sql", "(1, 4, 7.00", "(1, 4, pg_backend_pid() % 1000"),
        [
            "Every dataset is the same each time it is set up: public.movement has other rows when dataset ties"
        ],
    ),
    "reference that fails": (
        ("reference.sql", "GROUP BY i.item_id", ""),
        ["The pack can be set up and graded: reference.sql: The author's own answer failed"],
    ),
    "reference in another order": (
        ("reference.sql", "ORDER BY on_hand DESC", "ORDER BY i.item_id"),
        ["The reference's rows are in the order that the spec states: on dataset"],
    ),
    "columns that are not the reference's": (
        (SPEC, 'name = "last_day", type = "date"', 'name = "last_day", type = "timestamp with time zone"'),
        ["The columns in the spec are the reference's columns and types: the spec says"],
    ),
    "promise that is not kept": (
        (EXPECTED, "score = [100, 100]", "score = [10, 20]"),
        [
            "Every sample gets its promised score, failing checks and message: submissions/accepted/other_types.sql:"
        ],
    ),
    "slow sample that is not slow": (
        (SPEC, 'slow = "submissions/partial/per_item.sql"', 'slow = "submissions/partial/inner_join.sql"'),
        [
            "The slow sample does at least 3 times the reference's work: submissions/partial/inner_join.sql does"
        ],
    ),
    "large data that is small": (
        (SPEC, "practice = true", "practice = false"),
        ["A large dataset has at least 100,000 rows: dataset large has 2,030 rows in all its tables"],
    ),
}


@pytest.fixture(scope="module")
def files(tiny):
    """The tiny pack without the samples that no case needs, because each of them costs a server."""
    kept = {
        name: text
        for name, text in tiny.files.items()
        if "/rejected/" not in name and "/hostile/" not in name
    }
    promises = tiny.files[EXPECTED]
    return {**kept, EXPECTED: promises[: promises.index('[[expect]]\nfiles = "rejected')]}


@pytest.mark.parametrize("name", CASES)
def test_broken(name, files, local_provider):
    (file, old, new), expected = CASES[name]
    assert old in files[file]
    pack = Pack.from_files({**files, file: files[file].replace(old, new, 1)})
    problems = [str(problem) for problem in verify_pack(pack, local_provider, quick=True).problems]
    for start in expected:
        assert any(problem.startswith(start) for problem in problems), problems
