"""Which of a pack's samples the demo hands in: a right, a slow, a wrong and an empty answer."""

from __future__ import annotations

from dataclasses import dataclass

from assessor.packs.loader import Pack
from assessor.packs.spec import WorkCheck


@dataclass(frozen=True)
class Answer:
    """A text and the score (lowest, highest) that its pack promises for it."""

    slug: str
    sample: str
    text: str
    expected_score: tuple[float, float]


def answers(pack: Pack) -> dict[str, Answer]:
    """The answers by what they are: right, slow, wrong, empty. A pack without a work check has no slow one."""
    slug, promised = pack.spec.slug, {sample.path: sample for sample in pack.samples}
    rejected = [path for path in promised if path.startswith("submissions/rejected/")]
    chosen = {
        "right": next(path for path in sorted(promised) if path.startswith("submissions/accepted/")),
        # The longest is a real attempt, not a constant.
        "wrong": max(rejected, key=lambda path: len(promised[path].text)),
    }
    works = [check for check in pack.spec.check if isinstance(check, WorkCheck)]
    if works:
        chosen["slow"] = works[0].slow
    found = {
        name: Answer(slug, path, promised[path].text, promised[path].expectations[0].score)
        for name, path in chosen.items()
    }
    return {**found, "empty": Answer(slug, "(empty)", "", (0.0, 0.0))}
