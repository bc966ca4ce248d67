"""What types cannot say of a fleet: nodes that exist, findings that are asked once and used."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack

PURGED = Path(__file__).parents[3] / "challenges" / "customers-purged"
SPEC, STORY = "challenge.toml", "setup/story.sql"

CASES = {
    "no nodes": (SPEC, 'nodes = ["primary", "spare"]', "nodes = []", "nodes: at least one is required"),
    "a node twice": (
        SPEC,
        '["primary", "spare"]',
        '["spare", "primary", "spare"]',
        'node "spare" is there twice',
    ),
    "a story that is not there": (
        SPEC,
        'nodes = ["primary"',
        'story = "setup/tale.sql"\nnodes = ["primary"',
        'no file "setup/tale.sql"',
    ),
    "a story elsewhere": (STORY, "-- on primary", "-- on moon", 'no node "moon"; allowed: primary, spare'),
    "an event elsewhere": (SPEC, 'on = "primary"', 'on = "moon"', 'event[1].on: no node "moon"'),
    "a finding elsewhere": (SPEC, 'on = "spare"', 'on = "moon"', 'finding[1].on: no node "moon"'),
    "a finding twice": (SPEC, 'name = "no-later"', 'name = "moment"', 'finding "moment" is there twice'),
    "a finding for nobody": (
        SPEC,
        '["moment", "no-later"]',
        '["moment"]',
        'no check uses finding "no-later"',
    ),
    "a check of nothing": (SPEC, '["erased"]', '["razed"]', 'no finding "razed"; allowed: changes'),
    "two ways at once": (
        SPEC,
        "holds = ",
        'refused = "SELECT 1"\nholds = ',
        "it has either holds or refused",
    ),
    "two hidden datasets": (
        SPEC,
        'role = "visible"',
        'role = "hidden"\nshows = "x"',
        "one dataset with role",
    ),
    "a fleet of a query": (
        SPEC,
        'kind = "operations"',
        'kind = "query"',
        'operations: does not belong to kind = "query"',
    ),
    "checks of a query": (
        SPEC,
        'kind = "operations"',
        'kind = "query"',
        '"findings" does not belong to kind = "query"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    file, old, new, told = CASES[name]
    files = dict(Pack.from_folder(PURGED).files)
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems
