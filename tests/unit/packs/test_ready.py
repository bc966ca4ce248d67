"""The ready assessments can be begun with: every challenge is there, and they fit into their time."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.domain.profiles import PROFILES
from assessor.errors import NotFound, PackInvalid
from assessor.packs.loader import find_packs, load_packs
from assessor.packs.ready import read_ready, ready_named
from assessor.resources import resource

FOLDER = resource("challenges")
MINUTES = {"screening": 30, "senior-developer": 90, "performance": 60, "operations": 90}


def test_each_is_what_its_name_says() -> None:
    assert {each.slug: each.minutes for each in read_ready(FOLDER)} == MINUTES


@pytest.mark.parametrize("ready", read_ready(FOLDER), ids=lambda each: each.slug)
def test_its_challenges_are_there_and_fit(ready) -> None:
    packs = {pack.spec.slug: pack.spec for pack in load_packs(find_packs(FOLDER))[0]}
    chosen = [packs[each.slug] for each in ready.challenge]
    assert len(set(ready.slugs)) == len(ready.slugs)
    assert packs[ready.practice].practice
    assert not any(each.practice for each in chosen)
    assert sum(each.minutes for each in chosen) <= ready.minutes
    assert [each.points for each in ready.challenge] == [each.minutes for each in chosen]
    assert ready.profile in PROFILES


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    assert read_ready(tmp_path) == ()
    with pytest.raises(NotFound, match="there are screening"):
        ready_named(FOLDER, "nothing")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "ready.toml").write_text('[[assessment]]\nslug = "a"\n')
    with pytest.raises(PackInvalid, match="title"):
        read_ready(broken)
