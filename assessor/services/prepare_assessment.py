"""The worker bakes what an assessment's servers are born with, before the first candidate comes."""

from __future__ import annotations

from uuid import UUID

from assessor.packs.templates import lab_template, sandbox_template
from assessor.services.stored_pack import hidden_pack, stored_pack
from assessor.services.work import WorkFactory
from assessor.storage.queries import assessments
from sandbox.provider import Progress, SandboxProvider, silent


def prepare_assessment(
    open_work: WorkFactory, provider: SandboxProvider, assessment_id: UUID, progress: Progress = silent
) -> None:
    """Prepare the sandbox and lab templates of every challenge, and make its hidden datasets. Raises SandboxError.

    What a candidate needs to begin comes first; hidden datasets take many seconds to make, and nobody needs them
    before the first answer.
    """
    with open_work() as work:
        assessment = assessments.get(work.session, assessment_id)
        ids = [assessment.practice.id] if assessment.practice else []
        ids += [item.challenge.id for item in assessment.challenges]
        packs = {each: stored_pack(work, each) for each in ids}
    packs = {each: pack for each, pack in packs.items() if pack.has_data}
    for pack in packs.values():
        provider.prepare(sandbox_template(pack), progress)
    for challenge_id in packs:
        pack = hidden_pack(open_work, provider, challenge_id, progress)
        provider.prepare(lab_template(pack), progress)
