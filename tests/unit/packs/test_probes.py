"""What types cannot say of probes: names that must exist, and which checks belong to which kind."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack

WALLETS = Path(__file__).parents[3] / "challenges" / "wallet-transfer"

WORK = """\
[[check]]
type = "work"
id = "w"
title = "W"
competencies = ["C1"]
dataset = "counter"
points = 1
slow = "reference.sql"

"""

CASES = {
    "a role that is there already": (
        ('roles = ["payments"]', 'roles = ["payments", "reader"]'),
        'roles[2]: "reader" is a role that is there already',
    ),
    "no such role": (('role = "payments"', 'role = "teller"'), 'no role "teller"; allowed: payments'),
    "no such dataset": (
        ('dataset = "counter"', 'dataset = "till"'),
        'no dataset "till"; allowed: visible, counter',
    ),
    "a probe twice": (('name = "moves-all"', 'name = "moves"'), 'probe "moves" is there twice'),
    "a probe without a check": (
        ('probes = ["moves", "moves-all", ', 'probes = ["moves", '),
        'no check uses probe "moves-all"',
    ),
    "no such probe": (
        ('probes = ["moves", ', 'probes = ["moves", "walks", '),
        'no probe "walks"; allowed: moves',
    ),
    "a check of queries": (
        ('type = "probes"\nid = "moves"', 'type = "result"\nid = "moves"\ndatasets = ["counter"]'),
        "probes: unknown key",
    ),
    "work without a probe": (("[[check]]\n", f"{WORK}[[check]]\n"), "probe: missing; it is required"),
    "probes of a query": (('kind = "routine"', 'kind = "query"'), 'roles: does not belong to kind = "query"'),
    "another kind's check": (
        ('kind = "routine"', 'kind = "query"'),
        '"probes" does not belong to kind = "query"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    (old, new), told = CASES[name]
    files = dict(Pack.from_folder(WALLETS).files)
    assert old in files["challenge.toml"]
    files["challenge.toml"] = files["challenge.toml"].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems
