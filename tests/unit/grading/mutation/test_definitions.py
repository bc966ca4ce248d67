"""Mutants of tables: each loses what a table is made of."""

from assessor.grading.mutation.definitions import DEFINITIONS
from assessor.grading.mutation.script import mutate_script

TEXT = """\
CREATE TABLE sale (
    id integer PRIMARY KEY, -- not a CHECK (id > 0)
    email text UNIQUE CHECK (email <> ')'),
    paid numeric(10, 2),
    customer integer REFERENCES customer (id) ON DELETE CASCADE,
    at timestamptz,
    CONSTRAINT one_each UNIQUE (customer, at) DEFERRABLE INITIALLY DEFERRED,
    EXCLUDE USING gist (customer WITH =, at WITH =)
);
CREATE UNIQUE INDEX ON sale (lower(email));
"""


def test_each_constraint_key_index_and_type_is_lost_once():
    changes = {
        (one.operator, one.change.partition(" in ")[0])
        for one in mutate_script(TEXT, more=DEFINITIONS).mutants
        if one.operator not in ("sign", "word", "number")
    }
    assert changes == {
        ("key", "PRIMARY KEY became nothing"),
        ("unique", "UNIQUE became nothing"),
        ("check", "CHECK (email <> ')') became nothing"),
        ("definition", "numeric(10, 2) became double precision"),
        ("reference", "REFERENCES customer (id) ON DELETE CASCADE became nothing"),
        ("definition", "ON DELETE CASCADE became nothing"),
        ("definition", "timestamptz became timestamp"),
        (
            "constraint",
            ", CONSTRAINT one_each UNIQUE (customer, at) DEFERRABLE INITIALLY DEFERRED became nothing",
        ),
        ("constraint", ", EXCLUDE USING gist (customer WITH =, at WITH =) became nothing"),
        ("index", "CREATE UNIQUE INDEX ON sale (lower(email)); became nothing"),
    }


def test_other_scripts_have_no_such_mutants():
    operators = {one.operator for one in mutate_script(TEXT).mutants}
    assert operators <= {"sign", "word", "number"}
