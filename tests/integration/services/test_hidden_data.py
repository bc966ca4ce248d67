"""The hidden datasets of an installation: made once, kept, and part of what is graded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from assessor.packs.hidden import HiddenDataset, digest
from assessor.packs.loader import Pack
from assessor.packs.new import new_pack
from assessor.packs.templates import lab_template, sandbox_template
from assessor.services import stored_pack as service
from assessor.services.load_challenge import load_challenge
from assessor.services.stored_pack import hidden_pack, seed_of, stored_pack
from assessor.storage.queries import challenges
from tests.integration.world import World

MADE = (HiddenDataset("made-01-all-empty", "all tables are empty", ""),)


def load(world: World, folder: Path, *, synthesised: bool) -> UUID:
    """A pack whose first result check asks for synthesised datasets, or not."""
    path = new_pack(folder, "secretive")
    if synthesised:
        spec = path / "challenge.toml"
        spec.write_text(spec.read_text().replace('type = "result"', 'type = "result"\nsynthesised = true', 1))
    with world.application.work() as work:
        return load_challenge(work, Pack.from_folder(path))[0].id


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The seeds with which datasets were asked for; what is made is always MADE."""
    seeds: list[bytes] = []

    def make(pack: Pack, provider: object, seed: bytes, progress: object) -> Sequence[Any]:
        seeds.append(seed)
        return MADE

    monkeypatch.setattr(service, "hidden_datasets", make)
    return seeds


def test_they_are_made_once_and_kept(world: World, tmp_path: Path, asked: list[bytes]) -> None:
    challenge_id = load(world, tmp_path, synthesised=True)
    labs = world.application.provider()
    for _ in range(2):
        pack = hidden_pack(world.application.work, labs, challenge_id)
        assert pack.seed == digest(MADE)
    assert len(asked) == 1
    with world.application.work(readonly=True) as work:
        assert stored_pack(work, challenge_id).seed == digest(MADE)


def test_a_pack_that_asks_for_none_gets_none(world: World, tmp_path: Path, asked: list[bytes]) -> None:
    challenge_id = load(world, tmp_path, synthesised=False)
    assert hidden_pack(world.application.work, world.application.provider(), challenge_id).seed == ""
    assert asked == []


def test_they_are_graded_and_never_seen(world: World, tmp_path: Path, asked: list[bytes]) -> None:
    challenge_id = load(world, tmp_path, synthesised=True)
    with world.application.work(readonly=True) as work:
        plain = stored_pack(work, challenge_id)
    pack = hidden_pack(world.application.work, world.application.provider(), challenge_id)
    assert pack.hash == plain.hash
    assert pack.spec.check[0].datasets[-1] == "made-01-all-empty"
    assert len(lab_template(pack).databases) == len(lab_template(plain).databases) + 1
    assert sandbox_template(pack) == sandbox_template(plain)


def test_another_installation_makes_others(world: World, tmp_path: Path, asked: list[bytes]) -> None:
    challenge_id = load(world, tmp_path, synthesised=True)
    hidden_pack(world.application.work, world.application.provider(), challenge_id)
    with world.application.work(readonly=True) as work:
        secret = challenges.pack_data(work.session, challenge_id).secret
        pack = stored_pack(work, challenge_id)
    assert len(secret) == 32
    assert asked == [seed_of(pack, secret)]
    assert seed_of(pack, secret) != seed_of(pack, b"another installation's")
