"""A new pack is valid from the start."""

import pytest

from assessor.errors import InvalidInput
from assessor.packs.loader import Pack
from assessor.packs.new import new_pack


def test_the_scaffold_is_a_valid_pack(tmp_path):
    folder = new_pack(tmp_path, "shop-visits")
    pack = Pack.from_folder(folder)
    assert folder == tmp_path / "shop-visits"
    assert pack.spec.slug == "shop-visits"
    assert pack.spec.title == "Shop visits"
    assert not any("{{" in text for text in pack.files.values())


def test_a_title_of_ones_own(tmp_path):
    assert Pack.from_folder(new_pack(tmp_path, "visits", "Who came?")).spec.title == "Who came?"


@pytest.mark.parametrize(
    "slug", ["", "Shop", "shop visits", "../shop", "-shop", "shop--visits", "1shop", "x" * 61]
)
def test_bad_slugs(tmp_path, slug):
    with pytest.raises(InvalidInput):
        new_pack(tmp_path, slug)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("title", ["", "ab", 'a "quoted" one', "x" * 81, "two\nlines"])
def test_bad_titles(tmp_path, title):
    with pytest.raises(InvalidInput):
        new_pack(tmp_path, "shop", title)


def test_nothing_is_overwritten(tmp_path):
    new_pack(tmp_path, "shop")
    with pytest.raises(InvalidInput, match="exists already"):
        new_pack(tmp_path, "shop")
