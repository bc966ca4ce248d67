"""From text to tree, and the doubts that must be dispelled before a tree may stand for the text."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from assessor.grading.mutation.model import MutationUnsupported, Node
from assessor.grading.mutation.tree import text_of

_LITERALS = frozenset({TokenType.NUMBER, TokenType.STRING})


def parse(sql: str) -> Node:
    """The statement's tree without comments. Raises MutationUnsupported if it is not read as PostgreSQL reads it."""
    try:
        statements = [tree for tree in sqlglot.parse(sql, read="postgres") if tree is not None]
        again = [text_of(tree) for tree in statements]
        _same_literals(sql, again)
    except SqlglotError as error:
        raise MutationUnsupported(f"The statement cannot be mutated: {_where(error)}.") from error
    if len(statements) != 1:
        raise MutationUnsupported(f"One statement is mutated at a time; this text has {len(statements)}.")
    (tree,) = statements
    if not isinstance(tree, exp.Query | exp.Values):
        raise MutationUnsupported("Only a query (SELECT, VALUES, TABLE, WITH) is mutated.")
    for node in tree.walk():
        node.pop_comments()
    if text_of(sqlglot.parse_one(again[0], read="postgres")) != again[0]:
        raise MutationUnsupported("The statement does not keep its form when it is read and written twice.")
    return tree


def _same_literals(sql: str, again: list[str]) -> None:
    """A number or string that is lost or new tells that the text was misread, e.g. 1_000 as 1 AS _000."""
    before = Counter(map(_plain, _literals(sql)))
    after = Counter(map(_plain, (token for text in again for token in _literals(text))))
    lost = before - after
    if lost:
        raise MutationUnsupported(f"The statement was misread: {', '.join(sorted(lost))} is lost.")


def _literals(sql: str) -> list[Token]:
    tokens = sqlglot.tokenize(sql, read="postgres")
    glued = [second for first, second in pairwise(tokens) if _is_glued(first, second)]
    if glued:
        raise MutationUnsupported(
            f"The number before {glued[0].text} is written in a way that is not understood."
        )
    return [token for token in tokens if token.token_type in _LITERALS]


def _is_glued(first: Token, second: Token) -> bool:
    return (
        first.token_type is TokenType.NUMBER and second.text.startswith("_") and second.start == first.end + 1
    )


def _plain(token: Token) -> str:
    """Its value in a form that survives: .5 is 0.5, and INTERVAL '1' DAY is INTERVAL '1 DAY'."""
    text = str(token.text).upper()
    return text.lstrip("0.") if token.token_type is TokenType.NUMBER else text.split(" ")[0]


def _where(error: SqlglotError) -> str:
    found = getattr(error, "errors", None) or [{}]
    line = found[0].get("line")
    return f"it is not understood at line {line}" if line else "it is not understood"
