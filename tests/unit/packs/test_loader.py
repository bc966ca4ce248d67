"""A pack is the same from its folder and from stored files."""

import pytest

from assessor.errors import NotFound
from assessor.packs.files import content_hash
from assessor.packs.loader import Pack, find_packs
from assessor.packs.names import matches
from tests.unit.packs.conftest import TINY


def test_folder_and_stored_files_give_the_same_pack(tiny):
    again = Pack.from_files(dict(reversed(tiny.files.items())))
    assert again == tiny
    assert again.hash == tiny.hash


def test_parts(tiny):
    assert tiny.statement.startswith("For every item")
    assert tiny.reference.startswith("SELECT i.item_id")
    assert tiny.visible.name == "visible"
    assert [dataset.name for dataset in tiny.graded] == ["visible", "ties", "unmoved", "large"]
    assert tiny.dataset("large").scale == 20
    with pytest.raises(NotFound):
        tiny.dataset("moon")


def test_samples_carry_all_their_promises(tiny):
    promised = {sample.path: [promise.score for promise in sample.expectations] for sample in tiny.samples}
    assert promised["submissions/partial/inner_join.sql"] == [(75.0, 75.0)]
    assert "submissions/expected.toml" not in promised
    assert len(promised) == 5


def test_the_hash_depends_on_every_name_and_text():
    hashes = {
        content_hash(files)
        for files in ({}, {"a": ""}, {"b": ""}, {"a": "b"}, {"ab": ""}, {"a": "", "b": ""}, {"a": "1:b0:"})
    }
    assert len(hashes) == 7


def test_a_pack_cannot_be_changed(tiny):
    with pytest.raises(TypeError):
        tiny.files["reference.sql"] = ""


def test_find_packs(tmp_path):
    assert find_packs(TINY.parent) == [TINY]
    with pytest.raises(NotFound):
        find_packs(tmp_path / "nowhere")
    with pytest.raises(NotFound):
        Pack.from_folder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("pattern", "name", "matched"),
    [
        ("accepted/*.sql", "submissions/accepted/a.sql", True),
        ("accepted/*.sql", "submissions/accepted/deep/a.sql", False),
        ("*/*.sql", "submissions/accepted/a.sql", True),
        ("*.sql", "submissions/accepted/a.sql", False),
        ("accepted/a.sql", "submissions/accepted/a.sql", True),
    ],
)
def test_globs_stay_within_a_folder(pattern, name, matched):
    assert matches(pattern, name) is matched
