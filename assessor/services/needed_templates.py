"""Which templates may be asked for: whatever else was baked takes disk for nothing."""

from __future__ import annotations

from uuid import UUID

from assessor.errors import PackInvalid
from assessor.packs.templates import lab_template, sandbox_template
from assessor.services.stored_pack import stored_pack
from assessor.services.work import Work, WorkFactory
from assessor.storage.queries import challenges

_known: dict[tuple[UUID, bool], frozenset[str]] = {}
"""By version, and whether its hidden datasets were made: nothing else of it ever changes."""


def needed_templates(open_work: WorkFactory) -> frozenset[str]:
    """The keys of the templates of every stored pack, old versions included: an answer may be graded again."""
    with open_work() as work:
        versions = challenges.all_versions(work.session).items()
        for version in versions:
            if version not in _known:
                _known[version] = _keys(work, version[0])
    return frozenset().union(*(_known[version] for version in versions))


def _keys(work: Work, challenge_id: UUID) -> frozenset[str]:
    try:
        pack = stored_pack(work, challenge_id)
    except PackInvalid:
        # What this code cannot read any more it can neither hand out nor grade.
        return frozenset()
    if not pack.has_data:
        return frozenset()
    return frozenset({sandbox_template(pack).key, lab_template(pack).key})
