"""A tuned workload in a real lab: what is measured repeats, and an answer cannot get around what it may not."""

from __future__ import annotations

import pytest

from assessor.grading.lab import LabLimits
from assessor.grading.session import Limits, Stopped
from assessor.grading.workload import Asked, Tuning, WorkloadLab
from sandbox.provider import Owner, SandboxSpec, SeedScript, Template, TemplateDatabase

SCHEMA = """
CREATE TABLE item (item_id integer PRIMARY KEY, code text NOT NULL, kind integer NOT NULL, price integer);
INSERT INTO item SELECT n, 'code ' || n, n % 500, n % 97 FROM generate_series(1, 20000) AS n;
CREATE UNIQUE INDEX item_code ON item (code);
CREATE INDEX item_price ON item (price);
"""
READ = Asked("SELECT count(*) FROM item WHERE kind = $1", ((b"7",), (b"8",)), writes=False)
WRITE = Asked("UPDATE item SET price = $2 WHERE kind = $1", ((b"7", b"100"), (b"9", None)), writes=True)
PRICES = "SELECT count(*) FROM public.item WHERE price = 100 OR price IS NULL"
LIMITS = LabLimits(Limits(seconds=5.0), total_seconds=60.0)
TEMPLATE = Template((TemplateDatabase("d1", (SeedScript("schema.sql", SCHEMA),)),), "tuning")


@pytest.fixture
def tuned(provider):
    """A lab after some changes, in its own server."""
    labs = []

    def made(*changes):
        labs.append(
            WorkloadLab(provider, SandboxSpec(TEMPLATE, Owner("lab", "t")), LIMITS, "d1", Tuning(changes, {}))
        )
        return labs[-1]

    yield made
    for lab in labs:
        lab.discard()


def test_work_and_wal_repeat_and_writes_are_taken_back(tuned):
    ran = []
    for lab in (tuned(), tuned()):
        read, write = lab.run(READ), lab.run(WRITE)
        ran.append((read.work.total, write.work.total, write.work.wal))
        assert [found.values() for found in read.tables] == [[(40,)], [(40,)]]
        assert write.rows == (40, 40)
        assert lab.read(PRICES).values() == [(0,)]
    assert ran[0] == ran[1]
    assert ran[0][2] > 1000


def test_an_index_saves_reads_and_adds_to_writes(tuned):
    before, after = (
        tuned(),
        tuned("CREATE INDEX ON item (kind)", "CREATE INDEX ON item (price, kind)", "ANALYZE item"),
    )
    assert after.run(READ).work.total < before.run(READ).work.total / 3
    assert after.run(WRITE).work.wal > before.run(WRITE).work.wal


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (["DROP INDEX item_code"], "item does not refuse any more what it refused"),
        (["DROP INDEX item_pkey"], r'statement 1, "DROP INDEX item_pkey ..."'),
        (
            ["ANALYZE item", "CREATE INDEX ON item (colour)"],
            r'statement 2, "CREATE INDEX ON ...": .*undefined column',
        ),
    ],
)
def test_what_cannot_be_applied(tuned, changes, says):
    with pytest.raises(Stopped, match=says):
        tuned(*changes).apply()


def test_a_unique_index_may_be_replaced(tuned):
    tuned("CREATE UNIQUE INDEX ON item (code) INCLUDE (price)", "DROP INDEX item_code").apply()


def test_a_read_cannot_write(tuned):
    lab = tuned()
    gone = "gone AS (DELETE FROM item RETURNING 1) SELECT count(*) FROM gone"
    for text in (
        f"WITH {gone} WHERE $1 > 0",
        f"WITH s AS (SELECT set_config('transaction_read_only', 'off', $1 > 9)), {gone}, s",
    ):
        with pytest.raises(Stopped, match="read only sql transaction"):
            lab.run(Asked(text, ((b"1",),), writes=False))
    assert lab.read("SELECT count(*) FROM public.item").values() == [(20000,)]
