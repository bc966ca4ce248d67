"""Mutants as a whole: each once, in a fixed order, bounded, and only of what is understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.grading.mutation import MutationUnsupported, mutants, mutate
from assessor.grading.mutation.changes import mutate_changes
from assessor.grading.mutation.operators import OPERATORS
from assessor.grading.mutation.script import mutate_script
from assessor.grading.mutation.spread import spread
from assessor.grading.workload import read_script
from assessor.kinds import incident_rules, operations_rules
from assessor.packs.loader import Pack
from tests.unit.grading.mutation.conftest import TABLES

PACKS = sorted((Path(__file__).parents[4] / "challenges").glob("*/reference.sql"))

LATE = """-- Late orders.
WITH late AS (
    SELECT o.id, o.customer_id, o.total
    FROM orders AS o
    WHERE o.placed_at < date '2024-07-01' AND o.state <> 'paid'
)
SELECT c.name, count(*) AS orders
FROM late AS l
JOIN customer AS c ON c.id = l.customer_id
GROUP BY c.id, c.name
ORDER BY orders DESC, c.id
"""


def test_mutants_are_different_and_always_the_same():
    found = mutants(LATE, TABLES)
    assert found == mutants(LATE, TABLES)
    assert len({mutant.sql for mutant in found}) == len(found) > 40
    assert mutate(LATE, TABLES).original not in {mutant.sql for mutant in found}
    names = [(mutant.operator, mutant.change) for mutant in found]
    assert len(set(names)) == len(names)


def test_a_mutant_says_where_and_what():
    (mutant,) = (one for one in mutants(LATE, TABLES) if "o.state = 'paid'" in one.sql)
    assert mutant.operator == "comparison"
    assert mutant.description == (
        "line 5: in late, o.state <> 'paid' became o.state = 'paid'"
        " in WHERE o.placed_at < CAST('2024-07-01' AS DATE) AND o.state <> 'paid'"
    )
    assert mutant.sql.startswith("WITH late AS (SELECT o.id, o.customer_id, o.total FROM orders AS o WHERE")


def test_lines_move_and_words_stay():
    moved = mutants("-- One more line.\n" + LATE, TABLES)
    assert [mutant.change for mutant in moved] == [mutant.change for mutant in mutants(LATE, TABLES)]
    assert [mutant.line for mutant in moved] == [mutant.line + 1 for mutant in mutants(LATE, TABLES)]


def test_the_bound_is_spread_over_the_operators_and_told():
    whole, few = mutate(LATE, TABLES), mutate(LATE, TABLES, 25)
    assert len(few.mutants) <= 25
    assert few.found == whole.found > 25
    assert {one.operator for one in few.mutants} == {one.operator for one in whole.mutants}


def test_spreading_keeps_small_groups_whole():
    items = ["a1", *(f"b{number}" for number in range(9)), "c1", "c2"]
    assert spread(items, 6, lambda item: item[0]) == ["a1", "b0", "b3", "b6", "c1", "c2"]
    assert spread(items, 100, lambda item: item[0]) == items


RUNBOOKS = {"operations": operations_rules.without_each, "incident": incident_rules.without_each}


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_shipped_references_are_understood(path):
    text, spec = path.read_text(), Pack.from_folder(path.parent).spec
    if spec.kind == "tuning":  # its mutants are the script with a part left out
        assert len(list(read_script(text, [each.name for each in spec.workload]).without_each())) > 1
        return
    if spec.kind in RUNBOOKS:  # its mutants are the runbook with a part left out
        assert RUNBOOKS[spec.kind](text)
        return
    if spec.kind == "migration":  # its mutants are mistakes that people make
        assert len(mutate_changes(text).mutants) > 4
        return
    mutation = mutate_script(text) if spec.probed else mutate(text, {})
    assert len(mutation.mutants) > 10


RICH = [
    "SELECT a, count(*) FILTER (WHERE b > 1) FROM t GROUP BY GROUPING SETS ((a, b), (a), ())",
    "SELECT * FROM a CROSS JOIN LATERAL (SELECT * FROM b WHERE b.x = a.x ORDER BY y LIMIT 1) AS z",
    "SELECT DISTINCT ON (a, b) a, b, c FROM t ORDER BY a, b, c DESC NULLS LAST",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM r WHERE n<10) SELECT * FROM r",
    "SELECT ARRAY[1,2] || 4, a[1], a[1:2], array_agg(x ORDER BY y DESC) FROM t WHERE x = ANY(a)",
    "SELECT j->'a'->>'b', j#>>'{a}', j @> '{\"a\":1}'::jsonb, j ? 'k', j ?| array['a'] FROM t",
    "SELECT date_trunc('month', d)::date + interval '1' day, n * interval '3 days', .5 FROM t",
    "SELECT sum(x) OVER (ORDER BY b RANGE BETWEEN interval '7 days' PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t",
    "SELECT first_value(x) OVER w FROM t WINDOW w AS (PARTITION BY a ORDER BY b GROUPS 1 PRECEDING)",
    "SELECT * FROM (VALUES (1, 'a')) AS v(n, s), generate_series(1, 3) WITH ORDINALITY AS g(a, b)",
    "VALUES (1, 2), (3, 4)",
    "TABLE t",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x), string_agg(DISTINCT x, ',') FROM t",
    'SELECT a COLLATE "C", "Quoted" FROM "My Table" WHERE (a, b) IN (SELECT x, y FROM u) AND s !~* \'b\'',
    "SELECT x FROM a EXCEPT ALL SELECT x FROM b INTERSECT SELECT x FROM c ORDER BY 1 LIMIT 3 OFFSET 1",
    "SELECT E'a\\n', $$it's$$, a IS DISTINCT FROM b FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.x = t.x)",
]


@pytest.mark.parametrize("sql", RICH)
def test_postgresql_is_understood(sql):
    mutation = mutate(sql, {})
    again = mutate(mutation.original, {})
    assert again.original == mutation.original
    assert {mutant.sql for mutant in again.mutants} == {mutant.sql for mutant in mutation.mutants}


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT 1_000", "The number before _000 is written in a way that is not understood."),
        ("SELECT 1; SELECT 2", "One statement is mutated at a time; this text has 2."),
        ("DELETE FROM t", "Only a query (SELECT, VALUES, TABLE, WITH) is mutated."),
        ("SELECT 1 +\nFROM WHERE", "The statement cannot be mutated: it is not understood at line 2."),
        ("", "One statement is mutated at a time; this text has 0."),
    ],
)
def test_what_is_not_understood_is_said(sql, reason):
    with pytest.raises(MutationUnsupported) as unsupported:
        mutants(sql, {})
    assert str(unsupported.value) == reason


def test_every_operator_has_a_name_of_its_own_and_a_docstring():
    names = [operator.name for operator in OPERATORS]
    assert len(set(names)) == len(names) == 22
    scopes = [operator.changes.__globals__ for operator in OPERATORS]
    modules = {scope["__name__"]: scope["__doc__"] for scope in scopes}
    assert len(modules) == len(OPERATORS)
    assert all(modules.values())
