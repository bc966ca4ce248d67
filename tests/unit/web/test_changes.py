"""A change set as pages show it."""

from assessor.web import changes

DEFECT = {"file": "f/a.sql", "lines": [1, 2], "found": False, "title": "Late"}
REVIEW = {
    "files": [{"path": "f/a.sql", "about": "", "text": "SELECT 1\n<b>\nx\n"}],
    "planted": [DEFECT],
    "comments": [
        {"file": "f/a.sql", "line": 2, "text": "here"},
        {"file": "f/a.sql", "line": 99, "text": "beyond"},
        {"file": "f/b.sql", "line": 1, "text": "elsewhere"},
    ],
}


def test_comments_and_defects_are_at_their_lines():
    first, second, third = changes.lines(REVIEW, "f/a.sql")
    assert [line.mark for line in (first, second, third)] == ["missed", "missed", ""]
    assert (first.planted, second.planted) == ([], [DEFECT])
    assert [each["text"] for each in second.comments] == ["here"]
    assert [each["text"] for each in third.comments] == ["beyond"], "nothing is lost"


def test_code_is_escaped():
    assert changes.code_line("<b>", "a.txt") == "&lt;b&gt;"
    assert changes.code_line("SELECT '<b>'", "a.sql").count("<span") == 2
    assert "<b>" not in changes.code_line("SELECT '<b>'", "a.sql")


def test_a_name_without_its_folder():
    assert [changes.file_name(path) for path in ("f/g/a.sql", "a.sql")] == ["a.sql", "a.sql"]
