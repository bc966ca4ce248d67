"""Packs keep what they promise. Here a cheap part of it is held; `make verify` lets every pack prove itself wholly."""

from pathlib import Path

import pytest

from assessor.kinds import grade, verify_pack
from assessor.packs.loader import Pack, find_packs
from assessor.packs.new import new_pack
from assessor.packs.templates import lab_template
from tests.packs.conftest import TINY

PRACTICE = "practice-orders"
CHALLENGES = Path(__file__).parents[2] / "challenges"
QUICK = ("night-duty", "wallet-transfer")
"""Taken instead of the first of their kinds, whose data takes twice as long to make."""


def verified(folder, provider):
    steps = []
    report = verify_pack(Pack.from_folder(folder), provider, progress=steps.append)
    assert report.ok, "\n".join(map(str, report.problems))
    assert steps
    return report


def one_of_each_kind():
    """A pack of each kind in the library; that of several servers needs containers."""
    by_kind = {Pack.from_folder(folder).spec.kind: folder for folder in reversed(find_packs(CHALLENGES))}
    by_kind |= {Pack.from_folder(folder).spec.kind: folder for folder in map(CHALLENGES.joinpath, QUICK)}
    marks = {"operations": [pytest.mark.docker]}
    return [
        pytest.param(folder, marks=marks.get(kind, []), id=folder.name)
        for kind, folder in sorted(by_kind.items())
    ]


@pytest.mark.parametrize("folder", one_of_each_kind())
def test_samples_get_what_they_were_promised(folder, provider, references):
    pack = Pack.from_folder(folder)
    if pack.has_data:
        provider.prepare(lab_template(pack))
    kept = [sample for sample in pack.samples if "/accepted/" in sample.path][:1]
    kept += [sample for sample in pack.samples if "/rejected/" in sample.path][:1]
    assert len(kept) == 2
    for sample in kept:
        score = grade(pack, sample.text, provider, references, "test").score
        (low, high) = sample.expectations[0].score
        assert low <= score <= high, sample.path


def test_the_practice_pack_proves_itself(provider):
    report = verified(CHALLENGES / PRACTICE, provider)
    assert report.samples >= report.checks
    assert report.counts["killed"] > 0
    assert report.counts.get("survived", 0) == 0


def test_the_tiny_pack(local_provider):
    report = verified(TINY, local_provider)
    assert (report.slug, report.rules, report.samples, report.checks) == ("stock-levels", 16, 5, 3)
    assert report.counts["mutants"] == report.counts["killed"] > 0


def test_quickly_a_pack_proves_less(local_provider):
    report = verify_pack(Pack.from_folder(TINY), local_provider, quick=True)
    assert report.ok
    assert (report.rules, report.counts.get("mutants")) == (14, None)


def test_the_scaffold(local_provider, tmp_path):
    report = verified(new_pack(tmp_path, "shop-visits"), local_provider)
    assert (report.samples, report.checks) == (5, 3)


@pytest.mark.proof
def test_made_datasets_join_those_of_the_pack(local_provider, tmp_path):
    folder = new_pack(tmp_path, "shop-visits")
    spec = folder / "challenge.toml"
    before, kind, after = spec.read_text().rpartition('type = "result"')
    spec.write_text(f"{before}{kind}\nsynthesised = true{after}")
    report = verified(folder, local_provider)
    assert 0 < report.counts["made"] <= 16
    assert report.counts["killed by made"] == report.counts["killed"] > 0
