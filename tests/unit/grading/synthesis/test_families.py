"""A row once more, with all that refers to it."""

from __future__ import annotations

from random import Random

from assessor.grading.synthesis.dataset import MAX_ROWS, Draft
from assessor.grading.synthesis.families import again, origins
from assessor.grading.synthesis.schema import Column, ForeignKey, Schema, Table


def table(name: str, columns: str, *references: ForeignKey) -> Table:
    names = columns.split()
    made = tuple(Column(name, each, place, "integer", "integer") for place, each in enumerate(names))
    return Table(name, made, ((names[0],),), references)


SHOP = table("shop", "id size")
SALE = table("sale", "id shop_id", ForeignKey(("shop_id",), "shop", ("id",)))
ITEM = table("item", "id sale_id", ForeignKey(("sale_id",), "sale", ("id",)))
CREW = table("crew", "id boss_id", ForeignKey(("boss_id",), "crew", ("id",)))
SCHEMA = Schema((SHOP, SALE, ITEM, CREW))
DRAFT: Draft = {
    "shop": [("1", "5"), ("2", "7")],
    "sale": [("1", "1"), ("2", "1"), ("3", "2")],
    "item": [("1", "1")],
    "crew": [("1", None)],
}


def changed(draft: Draft, seeds: int = 60) -> list[Draft]:
    return [again(SHOP, SCHEMA)(draft, Random(seed)) for seed in range(seeds)]  # noqa: S311 - nothing is secret


def drafts() -> list[Draft]:
    return changed(DRAFT)


def test_what_other_tables_refer_to_may_come_again() -> None:
    assert origins(SCHEMA) == [SHOP, SALE]


def test_copies_refer_to_copies() -> None:
    for draft in drafts():
        keys = {row[0] for row in draft["shop"]}
        assert len(keys) == len(draft["shop"])
        assert {row[1] for row in draft["sale"]} <= keys
        lost = {row[1] for row in draft["item"]} - {row[0] for row in draft["sale"]}
        assert len(lost) <= len(draft["shop"])


def test_a_copy_is_whole_or_lacks_one_row_and_others_make_room_or_stay() -> None:
    found = drafts()
    sales = [[sum(row[1] == key for row in draft["sale"]) for key, _ in draft["shop"]] for draft in found]
    assert any(counts == [2, 2] for counts in sales)
    assert any(counts == [2, 1] for counts in sales)
    assert any(len(draft["shop"]) == 4 for draft in found)
    assert all(draft["crew"] == DRAFT["crew"] for draft in found)


def test_there_are_never_too_many_rows() -> None:
    full: Draft = {**DRAFT, "sale": [(str(n), "1") for n in range(MAX_ROWS)]}
    assert all(len(rows) <= MAX_ROWS for draft in changed(full) for rows in draft.values())


def test_of_nothing_nothing_comes() -> None:
    empty: Draft = {name: [] for name in DRAFT}
    assert changed(empty, 1) == [empty]
