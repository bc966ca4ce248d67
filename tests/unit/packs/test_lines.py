"""Every key of a TOML text has its line."""

import tomllib

from assessor.packs.lines import key_lines, line_of

TEXT = '''\
a = 1 # one
"b c" = """
x = "not a key"
"""
[t.u]
d.e = [1,
  2, # two
  { f = 3, g = ["]", '}'] },
]
[[s]]
n = 'first'
[[s]]
n = "second # no comment"
m = { k = "v, w" }
[s.x]
y = 2026-01-01
[[s.z]]
q = true
[[s.z]]
q = false
'''


def paths(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*path, key))


def test_every_path_of_the_data_has_a_line():
    lines = key_lines(TEXT)
    missing = {path for path in paths(tomllib.loads(TEXT)) if path and path not in lines}
    assert missing == {("t",), ("t", "u", "d")}  # they are only implied by [t.u] and d.e


def test_the_lines_are_right():
    lines = key_lines(TEXT)
    rows = TEXT.splitlines()
    assert lines[("a",)] == 1
    assert lines[("b c",)] == 2
    assert lines[("t", "u", "d", "e")] == 6
    assert lines[("t", "u", "d", "e", 1)] == 7
    assert lines[("t", "u", "d", "e", 2, "g")] == 8
    assert rows[lines[("s", 0, "n")] - 1] == "n = 'first'"
    assert rows[lines[("s", 1, "n")] - 1].startswith('n = "second')
    assert lines[("s", 1, "m", "k")] == 14
    assert lines[("s", 1, "x", "y")] == 16
    assert lines[("s", 1, "z", 1, "q")] == 20


def test_what_is_not_there_has_the_line_around_it():
    lines = key_lines(TEXT)
    assert line_of(lines, ("s", 1, "missing", "too")) == lines[("s", 1)] == 12
    assert line_of(lines, ("nowhere",)) == 1


def test_nothing_in_an_empty_text():
    assert not key_lines("# only a comment\n")
