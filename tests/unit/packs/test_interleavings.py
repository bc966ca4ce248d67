"""Orders of steps, and what types cannot say of interleavings."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack
from assessor.packs.spec import Interleaving

STOCK = Path(__file__).parents[3] / "challenges" / "last-in-stock"


def interleaving(*sessions, permutations=()):
    return Interleaving(
        name="i", dataset="d", role="r", shows="they meet", session=sessions, permutations=list(permutations)
    )


def session(name, *steps, copies=1):
    return {"name": name, "steps": steps, "copies": copies}


def test_without_permutations_all_orders_are_played():
    orders = interleaving(session("a", "1", "2"), session("b", "3", "4")).orders()
    assert len(orders) == len(set(orders)) == 6
    assert orders[0] == ("a", "a", "b", "b")


def test_copies_have_names_and_numbers():
    one = interleaving(session("w", "SELECT {n}", "COMMIT", copies=3), permutations=["w* w1 w* "])
    assert one.sessions["w2"] == ("r", ("SELECT 2", "COMMIT"))
    assert one.orders() == [("w1", "w2", "w3", "w1", "w1", "w2", "w3")]


CASES = {
    "no such role": (('name = "a"\n', 'name = "a"\nrole = "till"\n'), 'no role "till"; allowed: shop'),
    "no such dataset": (
        ('shows = "two customers reserve', 'dataset = "till"\nshows = "two customers reserve'),
        'no dataset "till"',
    ),
    "hidden data shown": (
        ('dataset = "visible"\nvisible', "visible"),
        'dataset "sale" is not the visible one',
    ),
    "twice": (('name = "both-fit"', 'name = "last-one"'), 'interleaving "last-one" is there twice'),
    "unused": (('"last-one", "both-fit", ', '"last-one", '), 'no check uses interleaving "both-fit"'),
    "unknown": (
        ('["last-one", ', '["last-two", "last-one", '),
        'no interleaving "last-two"; allowed: last-one',
    ),
    "a session twice": (('name = "b"', 'name = "a"'), 'session "a" is there twice'),
    "a step too few": (('["a a b b a b"]', '["a a b b a"]'), "every step must be there once: 3 of a, 3 of b"),
    "too many orders": (
        ('permutations = ["w* w* w*"]\n', ""),
        "there are more than 24 orders of these steps",
    ),
    "steps after death": (
        ('"BEGIN", "SELECT reserve(1,', '"DISCONNECT", "SELECT reserve(1,'),
        "after DISCONNECT a session has",
    ),
    "another kind": (
        ('kind = "concurrency"', 'kind = "query"'),
        'interleaving: does not belong to kind = "query"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    (old, new), told = CASES[name]
    files = dict(Pack.from_folder(STOCK).files)
    assert old in files["challenge.toml"]
    files["challenge.toml"] = files["challenge.toml"].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_candidates_read_the_visible_ones_alone():
    statement = Pack.from_folder(STOCK).statement
    assert "| a | b |\n| --- | --- |\n| `BEGIN` |  |\n| `SELECT reserve(1, 'Ada', 1) > 0` |  |" in statement
    assert "reserve(11" not in statement
