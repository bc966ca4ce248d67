"""What references say about columns, and the other readings of them."""

from __future__ import annotations

import json

import pytest

from assessor.grading.synthesis.reading import Hints, read
from assessor.grading.synthesis.readings import other_readings
from assessor.grading.synthesis.schema import Column, ForeignKey, Schema, Table, read_schema

AREA, BASE, SINCE = (
    Column("shed", name, place, kind, kind)
    for place, (name, kind) in enumerate((("area", "integer"), ("base", "text"), ("since", "date")))
)
SHED = Table("shed", (AREA, BASE, SINCE))
TOOL = Table(
    "tool", (Column("tool", "id", 0, "integer", "integer"), Column("tool", "place", 1, "text", "text"))
)
SCHEMA = Schema((SHED, TOOL))


def hints(text: str) -> Hints:
    return read(SCHEMA, [text])


def test_a_literal_belongs_to_the_column_it_is_compared_with() -> None:
    found = hints("SELECT 1 FROM shed WHERE area > 30 AND base IN ('oak', 'elm') AND area <> -5")
    assert found.literals["shed", "area"] == ["30", "-5"]
    assert found.literals["shed", "base"] == ["oak", "elm"]


def test_a_literal_is_followed_through_the_name_of_an_expression() -> None:
    found = hints("SELECT 1 FROM (SELECT max(area) AS most FROM shed) x WHERE most >= 9")
    assert found.literals["shed", "area"] == ["9"]
    assert ("shed", "area") in found.ordered


def test_patterns_counts_groups_and_zones_are_found() -> None:
    found = hints(
        "SELECT base, count(*) FROM shed WHERE base LIKE 'a%' AND since AT TIME ZONE 'Asia/Tokyo' IS NOT NULL"
        " GROUP BY base HAVING count(*) >= 3 LIMIT 2"
    )
    assert found.patterns["shed", "base"] == ["a%"]
    assert {2, 3} <= set(found.counts)
    assert (("shed", "base"),) in found.groups
    assert found.zones == ["Asia/Tokyo"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1 FROM shed JOIN tool ON tool.place = shed.base",
        "SELECT 1 FROM shed WHERE base IN (SELECT place FROM tool)",
        "NOT EXISTS (SELECT 1 FROM shed WHERE NOT EXISTS (SELECT 1 FROM tool WHERE place = base))",
    ],
)
def test_columns_compared_with_each_other_share_values(text: str) -> None:
    assert any({one, two} == {("shed", "base"), ("tool", "place")} for one, two in hints(text).same)


def test_a_check_names_no_table() -> None:
    assert hints("(area >= 10)").literals["shed", "area"] == ["10"]


def test_a_text_that_is_no_sql_says_nothing() -> None:
    assert not hints("SELECT FROM WHERE (").literals


def test_not_in_has_a_reading_without_nulls() -> None:
    (found,) = other_readings("SELECT id FROM tool WHERE place NOT IN (SELECT base FROM shed)")
    assert found.count("IS NULL") == 2


def test_a_sum_of_sums_has_a_reading_as_several_sums() -> None:
    (found,) = other_readings("SELECT sum(a + b) FROM t")
    assert found == "SELECT (SUM(a) + SUM(b)) FROM t"


def test_a_reference_without_accidents_has_no_other_reading() -> None:
    assert not other_readings("SELECT sum(a) FROM t WHERE x IN (SELECT y FROM u)")


def test_the_catalogue_becomes_tables_in_the_order_they_load() -> None:
    def column(name: str, **more: object) -> dict[str, object]:
        known = {
            "name": name,
            "type": "integer",
            "base": "int4",
            "kind": "b",
            "category": "N",
            "element": None,
        }
        return {**known, "nullable": True, "modifier": -1, "labels": None, "checks": None, **more}

    child = {
        "name": "child",
        "identity": True,
        "columns": [
            column("parent_id"),
            column("code", type="character varying(3)", base="varchar", category="S", modifier=7),
            column("kind", base="varchar", checks=["((kind)::text = ANY ((ARRAY['a'::text])::text[]))"]),
            column("tags", base="_text", category="A", element="text"),
        ],
        "keys": [["parent_id", "code"]],
        "foreign": [{"columns": ["parent_id"], "target": "parent", "targets": ["id"]}],
    }
    parent = {"name": "parent", "identity": False, "columns": [column("id")], "keys": None, "foreign": None}
    schema = read_schema(json.dumps([child, parent]))
    assert [table.name for table in schema.tables] == ["parent", "child"]
    table = schema.table("child")
    assert table.identity
    assert table.foreign_keys == (ForeignKey(("parent_id",), "parent", ("id",)),)
    assert [each.family for each in table.columns] == ["integer", "text", "text", "array"]
    assert table.columns[1].length == 3
    assert not table.columns[2].nullable, "NULL passes a check that lists values only by accident"


def test_a_mean_of_differences_is_over_known_rows_or_over_all() -> None:
    assert other_readings("SELECT avg(a - b) FROM t") == [
        "SELECT (AVG(a) - AVG(b)) FROM t",
        "SELECT (SUM(a - b) * 1.0 / COUNT(*)) FROM t",
    ]
    assert not other_readings("SELECT avg(a) FROM t")
    assert not other_readings("SELECT avg(a - b) FILTER (WHERE a > 0) FROM t")
