"""Texts, revisions and receipts."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from assessor.domain.answers import (
    MAX_TEXT_BYTES,
    Draft,
    receipt_code,
    require_revision,
    require_text,
    text_digest,
)
from assessor.errors import InvalidInput, RevisionConflict


def test_a_receipt_names_one_submission_and_its_text() -> None:
    one, digest = uuid4(), text_digest("select 1")
    assert re.fullmatch(r"[0-9A-F]{4}(-[0-9A-F]{4}){2}", receipt_code(one, digest))
    assert receipt_code(one, digest) == receipt_code(one, digest)
    assert (
        len({receipt_code(one, digest), receipt_code(uuid4(), digest), receipt_code(one, text_digest(""))})
        == 3
    )


@pytest.mark.parametrize(
    ("text", "words"), [("a\x00b", "NUL"), ("é" * (MAX_TEXT_BYTES // 2 + 1), "longer than")]
)
def test_a_text_that_cannot_be_kept_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        require_text(text)


def test_the_longest_text_is_taken() -> None:
    require_text("x" * MAX_TEXT_BYTES)


def test_a_stale_revision_is_a_conflict_that_carries_the_stored_text() -> None:
    with pytest.raises(RevisionConflict) as raised:
        require_revision(Draft("theirs", 4, None), 3, "mine")
    assert (raised.value.revision, raised.value.text) == (4, "theirs")


def test_saving_the_same_text_from_behind_is_no_conflict() -> None:
    require_revision(Draft("same", 4, None), 3, "same")
    require_revision(Draft("old", 4, None), 4, "new")
