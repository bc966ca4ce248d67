"""Everything wrong with a challenge.toml is said at once, with line, key, what is wrong and what is allowed."""

import pytest

CASES = {
    "unknown key": (
        ('level = "foundation"', 'level = "foundation"\nlevle = 1'),
        "challenge.toml:7: levle: unknown key; allowed: format, slug, title",
    ),
    "unknown key of a dataset": (
        ('name = "ties"', 'name = "ties"\nrows = 3'),
        "challenge.toml:27: dataset[2].rows: unknown key; allowed: name, role, setup, shows, seed, scale",
    ),
    "unknown key of a check": (
        ('id = "work"', 'id = "work"\nscales = ["large"]'),
        "challenge.toml:64: check[3].scales: unknown key; allowed: type, id, title, competencies, dataset, datasets",
    ),
    "unknown key of a column": (
        ('{ name = "on_hand",', '{ name = "on_hand", nmae = "x",'),
        "challenge.toml:14: query.columns[2].nmae: unknown key; allowed: name, type",
    ),
    "missing key": (
        ('title = "Stock is right"\n', ""),
        "challenge.toml:44: check[1].title: missing; it is required",
    ),
    "missing key at the top": (
        ('slug = "stock-levels"\n', ""),
        "challenge.toml:1: slug: missing; it is required",
    ),
    "bad role": (
        ('role = "large"', 'role = "huge"'),
        "challenge.toml:39: dataset[4].role: input should be 'visible', 'hidden' or 'large'",
    ),
    "bad type of a check": (
        ('type = "work"', 'type = "speed"'),
        "challenge.toml:61: check[3]: type must be one of 'result', 'work'",
    ),
    "bad competency": (
        ('competencies = ["B5"]', 'competencies = ["B5", "Z9"]'),
        'challenge.toml:56: check[2].competencies[2]: must be a competency such as "B2"',
    ),
    "bad slug": (
        ('name = "ties"', 'name = "Ties!"'),
        "challenge.toml:26: dataset[2].name: must be lower-case",
    ),
    "path out of the pack": (
        ("setup/ties.sql", "../ties.sql"),
        "challenge.toml:28: dataset[2].setup[1]: must be a path below the pack's folder",
    ),
    "no points": (
        ("points = 50", "points = 0"),
        "challenge.toml:50: check[1].points: input should be greater than 0",
    ),
    "text for a number": (
        ("minutes = 5", 'minutes = "five"'),
        "challenge.toml:7: minutes: input should be a valid integer",
    ),
    "kind": (('kind = "query"', 'kind = "essay"'), "challenge.toml:5: kind: input should be 'query'"),
    "format": (("format = 1", "format = 2"), "challenge.toml:1: format: input should be 1"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_problem(broken, name):
    change, expected = CASES[name]
    (problem,) = broken(challenge_toml=change)
    assert problem.startswith(expected)


def test_syntax_errors_have_a_line_too(broken):
    (problem,) = broken(challenge_toml=('role = "large"', 'role = "large'))
    assert problem.startswith("challenge.toml:39: not valid TOML: ")


def test_an_open_text_ends_at_the_end(broken):
    (problem,) = broken(challenge_toml=('title = "Stock levels"', 'title = """Stock levels'))
    assert problem.startswith("challenge.toml:")
    assert "not valid TOML" in problem


def test_all_problems_at_once(broken):
    problems = broken(
        challenge_toml=('slug = "stock-levels"\n', 'levle = 1\nslug = "Stock Levels"\n'),
        submissions__expected_toml=("score = [100, 100]", "scores = [100, 100]"),
        statement_md=None,
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "statement.md",
        "challenge.toml:3",
        "challenge.toml:2",
        "submissions/expected.toml:1",
        "submissions/expected.toml:3",
    ]
