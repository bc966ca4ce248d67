"""References are computed once per kind of server, in a lab of their own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from assessor.errors import GradingFault
from assessor.grading import reference as reference_module
from assessor.grading.measure import Measured
from assessor.grading.reference import MemoryReferenceCache, Order, References, Run, references
from assessor.grading.session import Ended, Stopped
from assessor.grading.work import Work
from sandbox.provider import Owner, SandboxHandle, SandboxSpec, Template
from tests.unit.grading.tables import table

ORDER = Order(
    "pack:1",
    SandboxSpec(Template(()), Owner("lab", "reference")),
    {"ties": Run("d1", "SELECT 1")},
    {"work/slow": Run("d2", "SELECT 2")},
)
WORK = Work(1, 2, 3, {"Node Type": "Result"})


def server(version=170012, image="sha256:1"):
    return SandboxHandle("1", "docker", "", "", version, image, "key")


class FakeLab:
    """A lab whose runs are counted."""

    def __init__(self, handle, failing=None):
        self.handle, self.failing, self.runs = handle, failing, []

    def fetch(self, database, text):
        self.runs.append((database, text))
        if self.failing:
            raise self.failing
        return table("a int", (1,))

    def measure(self, database, text):
        self.runs.append((database, text))
        return Measured(table("a int", (1,)), WORK)


@pytest.fixture
def lab(monkeypatch):
    fake = FakeLab(server())

    @contextmanager
    def opened(*_):
        yield fake

    monkeypatch.setattr(reference_module, "Lab", opened)
    return fake


def test_computed_once_also_by_concurrent_gradings(lab):
    cache = MemoryReferenceCache()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: references(ORDER, server(), None, cache), range(8)))
    assert lab.runs == [("d1", "SELECT 1"), ("d2", "SELECT 2")]
    assert all(one == found[0] for one in found)
    assert found[0].works["work/slow"] == WORK


def test_another_server_version_has_its_own(lab):
    cache = MemoryReferenceCache()
    references(ORDER, server(), None, cache)
    lab.handle = server(180000)
    references(ORDER, server(180000), None, cache)
    assert len(lab.runs) == 4


def test_labs_of_different_images_are_never_compared(lab):
    with pytest.raises(GradingFault):
        references(ORDER, server(image="sha256:2"), None, MemoryReferenceCache())


def test_a_reference_that_fails_is_a_fault_that_is_not_kept(lab):
    cache = MemoryReferenceCache()
    lab.failing = Stopped(Ended.ERROR, "division by zero")
    with pytest.raises(GradingFault, match="division by zero"):
        references(ORDER, server(), None, cache)
    lab.failing = None
    assert references(ORDER, server(), None, cache).tables


def test_they_survive_json(lab):
    found = references(ORDER, server(), None, MemoryReferenceCache())
    assert References.from_json(json.loads(json.dumps(found.to_json()))) == found
