"""Comments on lines: what can be read, what is refused and why, and nothing is lost on the way."""

import json

import pytest

from assessor.domain.comments import MAX_COMMENTS, MAX_REMARK, Comment
from assessor.domain.design import DesignAnswer, answer_text, parse_answer, require_readable
from assessor.errors import InvalidInput

SPEC = {"file": [{"path": "a.sql"}], "category": [{"id": "locks"}], "check": []}
WHOLE = {"file": "a.sql", "line": 3, "category": "locks", "severity": "blocker", "text": "Why?"}


def headed(*comments):
    return json.dumps({"comments": list(comments)}) + "\n---\nClosing words."


def test_an_answer_comes_back_as_it_was():
    comments = (Comment(**WHOLE), Comment("a.sql", 1), Comment("a.sql", 2, text='"}\n---\n{"'))
    answer = DesignAnswer("# Words\n---\nmore", {"disk": 3.0}, comments=comments)
    assert parse_answer(answer_text(answer)) == answer


def test_only_a_whole_comment_counts():
    assert Comment(**WHOLE).is_whole
    for key in ("category", "severity", "text"):
        assert not Comment(**{**WHOLE, key: " " if key == "text" else ""}).is_whole


@pytest.mark.parametrize(
    ("comments", "empty"),
    [((), True), ((Comment("a.sql", 1),), True), ((Comment("a.sql", 1, text="x"),), False)],
)
def test_an_answer_with_something_said_is_not_empty(comments, empty):
    assert DesignAnswer(comments=comments).is_empty is empty


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ({**WHOLE, "file": "b.sql"}, "Comment 2 is on a file that is not there"),
        ({**WHOLE, "category": "smell"}, "Comment 2 names no kind of problem"),
        ({**WHOLE, "line": 0}, "Comment 2 is on no line"),
        ({**WHOLE, "line": True}, "Comment 2 is on no line"),
        ({**WHOLE, "line": 1.5}, "Comment 2 is on no line"),
        ({**WHOLE, "severity": "fatal"}, "Comment 2 is neither blocker, major nor minor"),
        ({**WHOLE, "text": "x" * (MAX_REMARK + 1)}, "Comment 2 has more than 2000 characters"),
        ({**WHOLE, "text": 5}, "Comment 2 has a file, a line"),
        ({**WHOLE, "points": 5}, "Comment 2 has a file, a line"),
        ({"file": "a.sql"}, "Comment 2 has a file, a line"),
        ("words", "Comment 2 has a file, a line"),
    ],
)
def test_what_is_wrong_is_told_with_the_number_of_the_comment(comment, told):
    with pytest.raises(InvalidInput, match=told):
        require_readable(headed(WHOLE, comment), SPEC)


def test_comments_are_a_list_with_an_end():
    with pytest.raises(InvalidInput, match="at most 100 comments"):
        parse_answer(headed(*[WHOLE] * (MAX_COMMENTS + 1)))
    with pytest.raises(InvalidInput, match="comments of the answer cannot be read"):
        parse_answer('{"comments": {}}\n---\n')


def test_unfinished_comments_are_kept():
    require_readable(headed({"file": "a.sql", "line": 1}, WHOLE), SPEC)


def test_a_design_takes_no_comments():
    with pytest.raises(InvalidInput, match="a file that is not there"):
        require_readable(headed(WHOLE), {"check": []})
