"""Each attack of the list has its test, and each test says what it is about."""

from __future__ import annotations

import re
from pathlib import Path

ATTACKS = range(1, 31)

TEST = re.compile(r'^def test_attack_(\d\d)_\w+\(.*\):\n    """\S', re.MULTILINE)


def test_every_attack_has_a_test() -> None:
    texts = [path.read_text() for path in Path(__file__).parent.glob("test_*.py")]
    found = {int(number) for text in texts for number in TEST.findall(text)}
    assert found == set(ATTACKS)
