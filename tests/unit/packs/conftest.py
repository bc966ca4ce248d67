"""The files of the tiny pack, to be broken."""

from pathlib import Path

import pytest

from assessor.errors import PackInvalid
from assessor.packs.loader import Pack

TINY = Path(__file__).parents[2] / "packs" / "fixtures" / "stock-levels"


@pytest.fixture(scope="session")
def tiny():
    return Pack.from_folder(TINY)


@pytest.fixture
def files(tiny):
    return dict(tiny.files)


@pytest.fixture
def broken(files):
    """Replace texts in files (None removes the file) and return the problems."""

    def problems(**changes):
        for name, change in {
            key.replace("__", "/").replace("_", "."): value for key, value in changes.items()
        }.items():
            if change is None:
                del files[name]
            else:
                old, new = change
                assert old in files[name], f"{old!r} is not in {name}"
                files[name] = files[name].replace(old, new, 1)
        with pytest.raises(PackInvalid) as invalid:
            Pack.from_files(files)
        return invalid.value.problems

    return problems
