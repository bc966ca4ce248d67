"""Where one comment could find two things, chance would decide what it earns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assessor.packs.spec import DefectCheck, Place
from assessor.packs.verify import Evidence, Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    spec = evidence.pack.spec
    for first, second in combinations(spec.defects, 2):
        if set(first.categories) & set(second.categories) and _meet(first, second):
            yield f"one comment finds {first.id} and {second.id}; part their lines or their categories"
    for check in spec.defects:
        for innocent in spec.innocent:
            if any(_overlap(place, innocent) for place in check.places):
                yield f"{check.id} is on lines that are innocent: {innocent.file} {list(innocent.lines)}"


def _meet(first: DefectCheck, second: DefectCheck) -> bool:
    return any(_overlap(one, other) for one in first.places for other in second.places)


def _overlap(one: Place, other: Place) -> bool:
    return one.file == other.file and one.lines[0] <= other.lines[1] and other.lines[0] <= one.lines[1]


RULE = Rule("No comment finds two defects, and no defect is on innocent lines", _problems)
