"""Every pack proves itself."""

from pathlib import Path

import pytest

from assessor.kinds import verify_pack
from assessor.packs.loader import Pack, find_packs
from assessor.packs.new import new_pack
from tests.packs.conftest import TINY

CHALLENGES = Path(__file__).parents[2] / "challenges"


def verified(folder, provider):
    steps = []
    report = verify_pack(Pack.from_folder(folder), provider, progress=steps.append)
    assert report.ok, "\n".join(map(str, report.problems))
    assert steps
    return report


@pytest.mark.parametrize("folder", find_packs(CHALLENGES), ids=lambda folder: folder.name)
def test_challenge(folder, provider):
    report = verified(folder, provider)
    assert report.samples >= report.checks


def test_the_tiny_pack(local_provider):
    report = verified(TINY, local_provider)
    assert (report.slug, report.rules, report.samples, report.checks) == ("stock-levels", 14, 5, 3)
    assert report.counts["mutants"] == report.counts["killed"] > 0


def test_the_scaffold(local_provider, tmp_path):
    report = verified(new_pack(tmp_path, "shop-visits"), local_provider)
    assert (report.samples, report.checks) == (5, 3)
