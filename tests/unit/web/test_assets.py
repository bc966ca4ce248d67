"""Built files by name."""

import json

import pytest

from assessor.web.assets import AssetsNotBuilt, built_name


def test_the_manifest_says_the_name(tmp_path):
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "manifest.json").write_text(json.dumps({"app.css": "app-XYZ.css"}))
    assert built_name(tmp_path, "app.css") == "app-XYZ.css"
    with pytest.raises(AssetsNotBuilt):
        built_name(tmp_path, "other.js")


def test_what_is_not_built_says_what_to_do(tmp_path):
    with pytest.raises(AssetsNotBuilt, match="make setup"):
        built_name(tmp_path, "app.css")
