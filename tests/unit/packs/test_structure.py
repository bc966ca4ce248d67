"""What types cannot say: names that must exist, roles, cycles, promises."""

import pytest

from assessor.errors import PackInvalid
from assessor.packs.files import MAX_FILE_BYTES
from assessor.packs.loader import Pack

SPEC_CASES = {
    "column twice": (
        ('name = "last_day"', 'name = "on_hand"'),
        'challenge.toml:16: query.columns[4]: column "on_hand" is there twice',
    ),
    "order by nothing": (
        ('column = "on_hand"', 'column = "stock"'),
        'challenge.toml:18: query.order[1].column: no column "stock"; allowed: item_id, on_hand, mean_change',
    ),
    "no visible dataset": (
        ('role = "visible"', 'role = "hidden"\nshows = "x"'),
        'challenge.toml:20: dataset: exactly one must have role = "visible"; 0 have it',
    ),
    "two visible datasets": (
        ('role = "hidden"', 'role = "visible"'),
        'challenge.toml:20: dataset: exactly one must have role = "visible"; 2 have it',
    ),
    "dataset twice": (
        ('name = "unmoved"', 'name = "ties"'),
        'challenge.toml:32: dataset[3].name: dataset "ties" is there twice',
    ),
    "dataset without a check": (
        ('datasets = ["visible", "ties"]', 'datasets = ["visible"]'),
        'challenge.toml:26: dataset[2].name: no check uses dataset "ties"',
    ),
    "hidden without shows": (
        ('shows = "an item never moved"\n', ""),
        'challenge.toml:31: dataset[3].shows: a hidden dataset needs it: the end of "fails when ..."',
    ),
    "no such script": (
        ("setup/ties.sql", "setup/tie.sql"),
        'challenge.toml:28: dataset[2].setup[1]: the pack has no file "setup/tie.sql"',
    ),
    "script without its folder": (
        ("setup/ties.sql", "ties.sql"),
        'the pack has no file "ties.sql"; did you mean "setup/ties.sql"?',
    ),
    "check twice": (('id = "unmoved"', 'id = "right"'), 'check[2].id: check "right" is there twice'),
    "competency of another challenge": (
        ('competencies = ["B5"]', 'competencies = ["C1"]'),
        "challenge.toml:56: check[2].competencies[1]: C1 is not among the challenge's: B1, B5, D3",
    ),
    "no such dataset": (
        ('datasets = ["visible", "ties"]', 'datasets = ["visible", "ties", "moon"]'),
        'challenge.toml:49: check[1].datasets: no dataset "moon"; allowed: visible, ties, unmoved, large',
    ),
    "work on little data": (
        ('dataset = "large"', 'dataset = "ties"'),
        'challenge.toml:66: check[3].dataset: "ties" has role = "hidden"; work is measured on role = "large"',
    ),
    "work on one of several that is little": (
        ('dataset = "large"', 'datasets = ["ties", "large"]'),
        'challenge.toml:66: check[3].datasets: "ties" has role = "hidden"; work is measured on role = "large"',
    ),
    "work on one dataset and on several": (
        ('dataset = "large"', 'dataset = "large"\ndatasets = ["large"]'),
        "check[3]: a work check has either dataset, or datasets from the smallest to the largest",
    ),
    "work on the same dataset twice": (
        ('dataset = "large"', 'datasets = ["large", "large"]'),
        'challenge.toml:66: check[3].datasets[2]: dataset "large" is there twice',
    ),
    "no slow sample": (
        ("per_item.sql", "slow.sql"),
        'challenge.toml:68: check[3].slow: the pack has no file "submissions/partial/slow.sql"',
    ),
    "no such requirement": (
        ('requires = ["right"]', 'requires = ["left"]'),
        'challenge.toml:59: check[2].requires: no check "left"; allowed: right, work',
    ),
    "requirement in a circle": (
        ("points = 50", 'points = 50\nrequires = ["work"]'),
        '"right" requires itself through "work"',
    ),
}


@pytest.mark.parametrize("name", SPEC_CASES)
def test_challenge(broken, name):
    change, expected = SPEC_CASES[name]
    assert any(expected in problem for problem in broken(challenge_toml=change))


EXPECTED_CASES = {
    "glob of nothing": (
        ("accepted/*.sql", "acepted/*.sql"),
        'submissions/expected.toml:2: expect[1].files: "acepted/*.sql" matches no file below submissions/',
    ),
    "sample without promise": (
        ("accepted/*.sql", "acepted/*.sql"),
        "submissions/expected.toml:1: expect: submissions/accepted/other_types.sql is promised nothing",
    ),
    "score upside down": (
        ("score = [100, 100]", "score = [100, 0]"),
        "submissions/expected.toml:3: expect[1].score: must be [lowest, highest] between 0 and 100",
    ),
    "no such check": (
        ('failing = ["work"]', 'failing = ["worse"]'),
        'submissions/expected.toml:8: expect[2].failing: no check "worse"; allowed: right, unmoved, work',
    ),
}


@pytest.mark.parametrize("name", EXPECTED_CASES)
def test_promises(broken, name):
    change, expected = EXPECTED_CASES[name]
    assert any(problem.startswith(expected) for problem in broken(submissions__expected_toml=change))


@pytest.mark.parametrize(
    "name", ["challenge.toml", "statement.md", "reference.sql", "submissions/expected.toml"]
)
def test_a_required_file_is_missed_once(files, name):
    del files[name]
    with pytest.raises(PackInvalid) as invalid:
        Pack.from_files(files)
    assert [problem for problem in invalid.value.problems if problem.startswith(f"{name}: missing")]
    assert len(invalid.value.problems) == 1


def test_the_slug_is_the_folders_name(files, tmp_path):
    folder = write(files, tmp_path / "other-name")
    with pytest.raises(PackInvalid) as invalid:
        Pack.from_folder(folder)
    assert invalid.value.problems == [
        'challenge.toml:2: slug: "stock-levels" must be the name of the folder, "other-name"'
    ]


class TestFiles:
    def test_what_is_not_plain_text_is_refused(self, files, tmp_path):
        folder = write(files, tmp_path / "stock-levels")
        (folder / "link.sql").symlink_to(folder / "reference.sql")
        (folder / "picture.png").write_bytes(b"\x89PNG\xff")
        (folder / "nul.sql").write_bytes(b"SELECT 1\0")
        (folder / "big.sql").write_text("x" * (MAX_FILE_BYTES + 1))
        with pytest.raises(PackInvalid) as invalid:
            Pack.from_folder(folder)
        texts = "\n".join(invalid.value.problems)
        assert "link.sql: a symbolic link" in texts
        assert "picture.png: not text (it is not UTF-8)" in texts
        assert "nul.sql: not text (it contains NUL)" in texts
        assert "big.sql: 524,289 bytes" in texts

    def test_a_linked_folder_is_not_followed(self, files, tmp_path):
        folder = write(files, tmp_path / "stock-levels")
        (folder / "up").symlink_to(tmp_path, target_is_directory=True)
        with pytest.raises(PackInvalid) as invalid:
            Pack.from_folder(folder)
        assert invalid.value.problems == ["up: a symbolic link; a pack holds ordinary files only"]

    def test_files_of_editors_do_not_count(self, files, tmp_path):
        folder = write(files, tmp_path / "stock-levels")
        before = Pack.from_folder(folder)
        (folder / ".statement.md.swp").write_bytes(b"\xff")
        assert Pack.from_folder(folder).hash == before.hash


def write(files, folder):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
