"""What a set of packs measures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from assessor.cli.pack import pack_group
from assessor.domain.competencies import COMPETENCIES
from assessor.packs.coverage import coverage
from assessor.packs.loader import Pack
from assessor.packs.new import new_pack


@pytest.fixture
def counting(files) -> Pack:
    """The tiny pack, not as practice: its checks carry B1, B5 and D3."""
    spec = files["challenge.toml"].replace("practice = true", "practice = false")
    return Pack.from_files({**files, "challenge.toml": spec})


def test_a_pack_counts_once_for_each_code_of_its_checks(counting):
    found = coverage([counting, counting])
    carried = {code for check in counting.spec.check for code in check.competencies}
    assert {code for code, _, _ in found.cells} == carried
    for code in carried:
        assert found.count(code, "query", "foundation") == found.count(code) == 2
        assert found.count(code, "query", "senior") == found.count(code, "design") == 0
    assert set(found.empty) == set(COMPETENCIES) - carried


def test_practice_measures_nothing(tiny):
    found = coverage([tiny])
    assert (found.packs, found.kinds, found.empty) == (0, [], list(COMPETENCIES))


def test_json_has_every_code(counting):
    told = coverage([counting]).to_json()
    assert list(told) == ["packs", "kinds", "codes", "codes_covered", "table"]
    assert (told["packs"], told["kinds"], told["codes"]) == (1, ["query"], len(COMPETENCIES))
    assert list(told["table"]) == list(COMPETENCIES)
    assert told["codes_covered"] == sum(bool(kinds) for kinds in told["table"].values()) > 0


def test_the_command_names_what_is_not_measured(tmp_path: Path):
    new_pack(tmp_path, "shop-visits")
    said = CliRunner().invoke(pack_group, ["coverage", "--from", str(tmp_path)])
    assert said.exit_code == 0
    assert re.search(r"^CODE +COMPETENCY +.* +PACKS$", said.output, re.MULTILINE)
    assert re.search(r"^not measured: A1, ", said.output, re.MULTILINE)
    assert re.search(rf"codes: \d+ of {len(COMPETENCIES)} measured", said.output)


def test_the_command_prints_json(tmp_path: Path):
    new_pack(tmp_path, "shop-visits")
    said = CliRunner().invoke(pack_group, ["coverage", "--json", "--from", str(tmp_path)])
    assert json.loads(said.output)["codes"] == len(COMPETENCIES)
