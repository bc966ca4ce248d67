"""Choosing few datasets of many, and writing them down."""

from __future__ import annotations

from assessor.grading.synthesis.dataset import insert, literal
from assessor.grading.synthesis.distil import Entry, cover, distil
from assessor.grading.synthesis.schema import Column, Table


def entry(*kills: int, empty: tuple[str, ...] = (), features: tuple[str, ...] = ()) -> Entry:
    return Entry(frozenset(kills), frozenset(features), frozenset(empty))


def chosen(entries: list[Entry], most: int, unsound: tuple[int, ...] = ()) -> list[int]:
    return distil(entries, ["a", "b"], most, lambda number: number not in unsound)


def test_what_kills_the_hard_comes_before_what_kills_many_easy() -> None:
    entries = [entry(1, 2), entry(1, 2), entry(1, 2), entry(1, 2), entry(3)]
    assert chosen(entries, 1) == [4]


def test_together_they_kill_all_that_can_be_killed() -> None:
    entries = [entry(1, 2, 3), entry(1, 2, 3), entry(4), entry(5)]
    assert {2, 3} <= set(chosen(entries, 3))
    assert {0, 1} & set(chosen(entries, 3))


def test_nothing_at_all_and_each_table_empty_come_first() -> None:
    entries = [entry(1), entry(empty=("b",)), entry(empty=("a",)), entry(empty=("a", "b"))]
    assert chosen(entries, 4) == [3, 2, 1, 0]


def test_what_turns_out_unsound_is_left_out() -> None:
    assert chosen([entry(1), entry(1), entry(2)], 3, unsound=(0,)) == [2, 1]


def test_a_rare_kind_of_data_stays() -> None:
    entries = [*(entry(1, features=("usual",)) for _ in range(6)), entry(1, features=("rare",))]
    assert chosen(entries, 1) == [6]


def test_values_are_written_so_that_nothing_breaks_out() -> None:
    assert literal(None) == "NULL"
    assert literal("it's") == "'it''s'"
    assert literal("a\\b") == "E'a\\\\b'"
    assert literal("-1.5", "numeric") == "-1.5"
    assert literal("1; DROP TABLE x", "integer") == "'1; DROP TABLE x'"


def test_identity_columns_take_the_values_given() -> None:
    table = Table("box", (Column("box", 'odd"name', 0, "integer", "integer"),), identity=True)
    assert insert(table, [("1",), (None,)]) == (
        'INSERT INTO box ("odd""name") OVERRIDING SYSTEM VALUE VALUES (1), (NULL)'
    )


def covered(kills: list[set[int]], chosen: list[int], most: int, kept: int = 0) -> list[int]:
    return cover(chosen, kills, kept, most, lambda number: True)


def test_what_nothing_chosen_kills_gets_a_place_that_is_free() -> None:
    assert covered([{1}, {2}, {2}], [0], most=2) == [0, 1]


def test_without_a_free_place_it_takes_that_of_what_others_kill_too() -> None:
    assert covered([{1, 2}, {1}, {2}, {3}], [0, 1, 2], most=3) == [0, 3, 2]


def test_a_place_is_not_given_away_for_as_much_as_it_loses() -> None:
    assert covered([{1}, {2}], [0], most=1) == [0]
    assert covered([{1}, {2, 3}], [0], most=1) == [1]


def test_the_first_places_stay() -> None:
    assert covered([set(), {1}, {1, 2}], [0, 1], most=2, kept=1) == [0, 2]
