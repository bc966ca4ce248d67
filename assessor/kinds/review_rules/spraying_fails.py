"""Who comments on everything has reviewed nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessor.domain.comments import Comment
from assessor.kinds.review_matching import judge
from assessor.kinds.review_scoring import tally
from assessor.packs.spec import Category
from assessor.packs.verify import Evidence, Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    spec = evidence.pack.spec
    for categories in (*([each] for each in spec.category), spec.category):
        counted = tally(spec, judge(spec, _everywhere(evidence, categories)))
        if points := sum(counted.points.values()):
            named = categories[0].id if len(categories) == 1 else "every category"
            yield f'{points:g} points for "{named}" on every line; raise what a false alarm costs'


def _everywhere(evidence: Evidence, categories: Sequence[Category]) -> list[Comment]:
    pack = evidence.pack
    return [
        Comment(file.path, number, category.id, "blocker", "This is wrong.")
        for file in pack.spec.file
        for number, line in enumerate(pack.files[file.path].splitlines(), 1)
        if line.strip()
        for category in categories
    ]


RULE = Rule("Comments on every line earn nothing", _problems)
