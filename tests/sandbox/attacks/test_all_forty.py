"""Each attack of the list has exactly one test, which says what it is about; variants of it are named as such."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ATTACKS = range(1, 41)

TEST = re.compile(r'^def test_(?:attack|variant_of)_(\d\d)_\w+\([^)]*\):\n    """\S', re.MULTILINE)


def test_every_attack_has_its_test() -> None:
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_*.py")]
    names = re.findall(r"^def test_(attack|variant_of)_(\d\d)_", "\n".join(texts), re.MULTILINE)
    assert Counter(int(number) for kind, number in names if kind == "attack") == Counter(ATTACKS)
    assert {int(number) for _, number in names} == set(ATTACKS)
    explained = [number for text in texts for number in TEST.findall(text)]
    assert len(explained) == len(names)
