"""Which comment says what of which place. What finds a planted defect is its line and its kind of problem alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessor.domain.comments import Comment
from assessor.packs.spec import ChallengeSpec, DefectCheck, Place


class Found(StrEnum):
    """What a comment turns out to be."""

    DEFECT = "defect"
    AGAIN = "again"
    """A defect that another comment has found; it neither earns nor costs."""
    REMARK = "remark"
    """What may be said and is not asked for."""
    STRAY = "stray"
    """Of these some are free."""
    ALARM = "alarm"


@dataclass(frozen=True)
class Judged:
    """A comment and what it is; `place` is the defect or the innocent lines it is on, if any."""

    comment: Comment
    found: Found
    place: Place | None = None


def judge(spec: ChallengeSpec, comments: Sequence[Comment]) -> tuple[Judged, ...]:
    """What each whole comment is, in the order of the files and lines; those that are not finished are left out."""
    order = {file.path: number for number, file in enumerate(spec.file)}
    whole = sorted(
        (comment for comment in comments if comment.is_whole),
        key=lambda comment: (order.get(comment.file, len(order)), comment.line),
    )
    known: set[str] = set()
    strays = 0
    judged = []
    for comment in whole:
        each = _judged(spec, comment, known)
        strays += each.found is Found.STRAY
        if each.found is Found.STRAY and strays > spec.comments.free:
            each = Judged(comment, Found.ALARM, each.place)
        judged.append(each)
    return _best_first(judged)


def _judged(spec: ChallengeSpec, comment: Comment, known: set[str]) -> Judged:
    for check in spec.defects:
        if finds(check, comment):
            again = check.id in known
            known.add(check.id)
            return Judged(comment, Found.AGAIN if again else Found.DEFECT, check)
    for remark in spec.remark:
        if _is_on(remark, comment) and (not remark.categories or comment.category in remark.categories):
            return Judged(comment, Found.REMARK, remark)
    for innocent in spec.innocent:
        if _is_on(innocent, comment):
            return Judged(comment, Found.ALARM, innocent)
    near = next((check for check in spec.defects if any(_is_on(p, comment) for p in check.places)), None)
    return Judged(comment, Found.STRAY, near)


def finds(check: DefectCheck, comment: Comment) -> bool:
    """Whether a comment is on a defect's lines and names the right kind of problem."""
    return comment.category in check.categories and any(_is_on(place, comment) for place in check.places)


def _is_on(place: Place, comment: Comment) -> bool:
    return place.holds(comment.file, comment.line)


def _best_first(judged: list[Judged]) -> tuple[Judged, ...]:
    """Where a defect was found twice, the comment that says how bad it is counts, wherever it stands."""
    found = list(judged)
    for index, again in enumerate(found):
        check = again.place
        if again.found is not Found.AGAIN or not isinstance(check, DefectCheck):
            continue
        first = next(i for i, each in enumerate(found) if each.found is Found.DEFECT and each.place is check)
        if again.comment.severity in check.severity and found[first].comment.severity not in check.severity:
            found[first] = Judged(found[first].comment, Found.AGAIN, check)
            found[index] = Judged(again.comment, Found.DEFECT, check)
    return tuple(found)
