"""A few finished attempts, produced by really grading sample submissions."""

from __future__ import annotations

from assessor.bootstrap import Application
from assessor.cli.demo import data as demo_data
from assessor.cli.demo.candidate import Candidate
from assessor.cli.demo.data import DemoData
from assessor.cli.demo.samples import answers
from assessor.packs.loader import Pack
from sandbox.provider import Progress

PEOPLE = {
    "Mira Okafor": ("right", "right", "right"),
    "Jonas Lindqvist": ("right", "slow", "wrong"),
    "Priya Raman": ("wrong", "right", "slow"),
}
"""Who answers the challenges how, in their order."""


def finish_some_attempts(application: Application, data: DemoData, packs: list[Pack], tell: Progress) -> None:
    """Walk each of PEOPLE through the pages; the worker grades meanwhile."""
    counting = [pack for pack in packs if not pack.spec.practice]
    for name, kinds in PEOPLE.items():
        tell(f"{name} takes the assessment")
        invitation = demo_data.invite(application, data, name)
        link = demo_data.invite_link(application, invitation)
        candidate = Candidate(application.settings.base_url, link, invitation.attempt.id, tell)
        candidate.agree()
        candidate.start()
        for pack, kind in zip(counting, kinds, strict=False):
            chosen = answers(pack)
            candidate.work_on(pack.spec.slug, [chosen.get(kind) or chosen["right"]])
        candidate.finish()
