"""What types cannot say of kind schema, and what its packs must prove."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from assessor.errors import PackInvalid
from assessor.kinds.schema_rules import REFUSED_BELOW
from assessor.packs.loader import Pack

ROOMS = Path(__file__).parents[3] / "challenges" / "room-bookings"

CASES = {
    "no such loader": (('loader = "desk"', 'loader = "clerk"'), 'no role "clerk"; allowed: desk, guest'),
    "a load without a loader": (
        ('loader = "desk"\n', ""),
        "load and loader, the role that runs it, need each other",
    ),
    "no such load": (
        ('load = ["setup/office.sql"]', 'load = ["setup/attic.sql"]'),
        'no file "setup/attic.sql"',
    ),
    "a load of the sandbox": (
        ('role = "visible"\n', 'role = "visible"\nload = ["setup/office.sql"]\nloader = "desk"\n'),
        "the sandbox has no answer yet",
    ),
    "held without what is bad": ((', bad = "-3"', ""), '"held" needs it'),
    "a trace of what was refused": (
        ('error = ["42501"]', 'error = ["42501"]\ntrace = [{ rule = "once", value = "Elm" }]'),
        "it cannot be traced",
    ),
    "a part twice": (('name = "cancel"', 'name = "move"'), '"move" is there twice'),
    "another kind": (
        ('kind = "schema"', 'kind = "routine"'),
        'interface: does not belong to kind = "routine"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_told(name):
    (old, new), told = CASES[name]
    files = dict(Pack.from_folder(ROOMS).files)
    assert old in files["challenge.toml"]
    files["challenge.toml"] = files["challenge.toml"].replace(old, new, 1)
    with pytest.raises(PackInvalid) as error:
        Pack.from_files(files)
    assert any(told in problem for problem in error.value.problems), error.value.problems


def test_code_alone_must_not_do():
    pack = Pack.from_folder(ROOMS)
    assert list(REFUSED_BELOW.problems(SimpleNamespace(pack=pack))) == []
    probes = [probe.model_copy(update={"trace": []}) for probe in pack.spec.probe]
    bare = replace(pack, spec=pack.spec.model_copy(update={"probe": probes, "interleaving": []}))
    assert list(REFUSED_BELOW.problems(SimpleNamespace(pack=bare))) == [
        "there is no interleaving, and no value that is held or kept: code alone would do"
    ]
