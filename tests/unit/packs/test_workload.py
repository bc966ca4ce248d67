"""What types cannot say of a workload: one large dataset, parameters with values, checks that fit."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack

ORDERS = Path(__file__).parents[3] / "challenges" / "marketplace-orders"

CASES = {
    "a name twice": (
        ('name = "ship-order"', 'name = "place-order"'),
        'statement "place-order" is there twice',
    ),
    "a statement without a check": (
        ('"place-order", "ship-order"]', '"place-order"]'),
        'no check uses statement "ship-order"',
    ),
    "a value too few": (
        ('example = ["4711"]', "example = []"),
        "example: one value is needed for each of $1",
    ),
    "a write, rewritten": (
        ("writes = true\n", "writes = true\nrewrite = true\n"),
        "only reads can be rewritten",
    ),
    "a read among writes": (
        ('["place-order", "ship-order"]', '["place-order", "ship-order", "seller-page"]'),
        'no write "seller-page"; allowed: place-order, ship-order',
    ),
    "points for doing nothing": (
        ('points = 10\nrequires = ["pages"]', "points = 10"),
        "must name a check of reads or writes: who changes nothing would pass",
    ),
    "hidden data": (('role = "large"', 'role = "hidden"\nshows = "x"'), 'one with role = "large"'),
    "a workload of a query": (
        ('kind = "tuning"', 'kind = "query"'),
        'workload: does not belong to kind = "query"',
    ),
    "checks of another kind": (
        ('kind = "tuning"', 'kind = "query"'),
        '"reads" does not belong to kind = "query"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    (old, new), told = CASES[name]
    files = dict(Pack.from_folder(ORDERS).files)
    assert old in files["challenge.toml"]
    files["challenge.toml"] = files["challenge.toml"].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_a_lab_has_the_large_data_alone():
    pack = Pack.from_folder(ORDERS)
    assert [dataset.name for dataset in pack.graded] == ["market"]
