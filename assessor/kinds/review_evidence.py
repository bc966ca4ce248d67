"""What a reader of the scorecard is shown: the change set with the comments beside its lines, and what was planted."""

from __future__ import annotations

from typing import Any

from assessor.kinds.review_matching import Judged
from assessor.kinds.review_scoring import Tally
from assessor.packs.loader import Pack
from assessor.packs.spec import ChallengeSpec, DefectCheck, Innocent, Place


def defect_evidence(check: DefectCheck, judged: tuple[Judged, ...]) -> dict[str, Any]:
    """Where it is, what it is, and the lines of the comments on it."""
    at = [each.comment.line for each in judged if each.place is check]
    return {"file": check.file, "lines": list(check.lines), "why": check.why, "comments_at": at}


def alarms_evidence(pack: Pack, judged: tuple[Judged, ...], counted: Tally) -> dict[str, Any]:
    """The files with their lines, every comment with what it is, everything planted, and what the alarms cost."""
    spec = pack.spec
    names = {category.id: category.text for category in spec.category}
    return {
        "files": [
            {"path": file.path, "about": file.about, "text": pack.files[file.path]} for file in spec.file
        ],
        "comments": [_comment(each, names) for each in judged],
        "planted": [_planted(check, spec, counted) for check in spec.defects],
        "innocent": [_lines(each) | {"why": each.why} for each in spec.innocent],
        "alarms": counted.alarms,
        "cost": round(counted.cost, 2),
    }


def _comment(judged: Judged, names: dict[str, str]) -> dict[str, Any]:
    comment, place = judged.comment, judged.place
    return {
        "file": comment.file,
        "line": comment.line,
        "category": names.get(comment.category, comment.category),
        "severity": comment.severity,
        "text": comment.text,
        "found": judged.found.value,
        "title": place.title if isinstance(place, DefectCheck) else "",
        "why": place.why if isinstance(place, Innocent) else "",
    }


def _planted(check: DefectCheck, spec: ChallengeSpec, counted: Tally) -> dict[str, Any]:
    names = [category.text for category in spec.category if category.id in check.categories]
    told = {"title": check.title, "why": check.why, "found": counted.shares[check.id] > 0}
    return _lines(check) | told | {"categories": names, "severity": [each.value for each in check.severity]}


def _lines(place: Place) -> dict[str, Any]:
    return {"file": place.file, "lines": list(place.lines)}
