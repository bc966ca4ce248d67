"""What types cannot say of a change set's rehearsals."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack

CHALLENGES = Path(__file__).parents[3] / "challenges"
SHIPMENTS = "shipment-carrier"
CALL = """
[[app]]
name = "walk"
shows = "walks"
role = "walker"
old = "SELECT 1"
"""

CASES = {
    "a call twice": (('name = "arrive"', 'name = "book"'), 'app[2].name: "book" is there twice'),
    "a call of nobody": (('[[app]]\nname = "book"', f'{CALL}\n[[app]]\nname = "book"'), 'no role "walker"'),
    "no such dataset": (
        ('[migration]\ndataset = "large"', '[migration]\ndataset = "till"'),
        'migration.dataset: no dataset "till"; allowed: visible, few, large',
    ),
    "no rehearsals": (('kind = "migration"', 'kind = "routine"'), 'app: does not belong to kind = "routine"'),
    "another kind's check": (
        ('kind = "migration"', 'kind = "routine"'),
        '"rehearsal" does not belong to kind = "routine"',
    ),
    "what is not asked": (('asks = "resume"', 'asks = "again"'), "asks"),
    "nothing held": (("hold = [", "held = ["), "migration.hold: missing"),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    (old, new), told = CASES[name]
    files = dict(Pack.from_folder(CHALLENGES / SHIPMENTS).files)
    assert old in files["challenge.toml"]
    files["challenge.toml"] = files["challenge.toml"].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_another_kind_has_no_application():
    files = dict(Pack.from_folder(CHALLENGES / "wallet-transfer").files)
    files["challenge.toml"] = files["challenge.toml"].replace("[usual]", f"{CALL}\n[usual]")
    with pytest.raises(PackInvalid, match="app: does not belong"):
        Pack.from_files(files)
