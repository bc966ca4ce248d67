"""Which parts of a pack a candidate must not see, and how to find them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessor.packs.loader import Pack
from assessor.packs.names import EXPECTED, SUBMISSIONS, reference_of
from assessor.packs.templates import seed_scripts

_LONG = 60
"""A line shorter than this may be in two files by chance."""


def hidden_files(pack: Pack) -> list[str]:
    """Answers, and scripts that only datasets other than the visible one use."""
    shown = {script.name for script in seed_scripts(pack, pack.visible)} if pack.has_data else set()
    scripts = {name for dataset in pack.spec.dataset for name in (*dataset.setup, *dataset.load)}
    answers = {name for name in pack.files if name.startswith(SUBMISSIONS) and name != EXPECTED}
    return sorted((scripts - shown) | answers | {reference_of(pack.spec)})


def leaks(pack: Pack, text: str) -> Iterator[str]:
    """The hidden files that a text names or quotes: an answer by any long line, data only as a whole.

    Data scripts share their INSERT lines and generators by right.
    """
    lines = {_plain(line) for line in text.splitlines()}
    whole = _plain(text)
    for name in hidden_files(pack):
        hidden = pack.files[name]
        parts = {line for line in map(_plain, hidden.splitlines()) if len(line) >= _LONG}
        is_answer = name == reference_of(pack.spec) or name.startswith(SUBMISSIONS)
        if (len(_plain(hidden)) >= _LONG and _plain(hidden) in whole) or (is_answer and parts & lines):
            yield f"quotes {name}"
        elif name in text:
            yield f"names {name}"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()
