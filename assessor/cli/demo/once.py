"""`assessor demo --once`: one candidate from the invitation to the scorecard, as a proof that ends."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessor.bootstrap import Application
from assessor.cli.demo import data as demo_data
from assessor.cli.demo.browser import Browser
from assessor.cli.demo.candidate import GRADED_SECONDS, Candidate, wait_until
from assessor.cli.demo.data import DemoData
from assessor.cli.demo.samples import Answer, answers
from assessor.domain.attempt import AttemptState
from assessor.packs.loader import Pack
from assessor.services.list_submissions import GradedSubmission, list_submissions
from assessor.services.sign_in import sign_in
from assessor.services.view_scorecard import view_scorecard
from sandbox.provider import Progress

ORDER = ("right", "slow", "wrong", "empty")
"""What is handed in to every challenge; the first challenge ends with the first of these, the next with the next."""


@dataclass(frozen=True)
class Once:
    """One proof on a fresh data folder, with web and worker running."""

    application: Application
    data: DemoData
    packs: list[Pack]
    tell: Progress

    def run(self) -> dict[str, Any]:
        """Drive the candidate, wait for the gradings, say what every sample got."""
        started = time.monotonic()
        invitation = demo_data.invite(self.application, self.data, "Mira Okafor")
        link = demo_data.invite_link(self.application, invitation)
        base_url = self.application.settings.base_url
        candidate = Candidate(base_url, link, invitation.attempt.id, self.tell)
        candidate.agree()
        challenges = self._answer(candidate)
        candidate.finish()
        self.tell("finished; waiting for the gradings")
        wait_until(lambda: self._graded(invitation.attempt.id), GRADED_SECONDS, "the gradings")
        graded = self._submissions(invitation.attempt.id)
        results = [self._result(candidate.receipts[g.submission.receipt], g) for g in graded]
        url = f"{base_url}/staff/attempts/{invitation.attempt.id}"
        shown = self._manager_sees(url)
        return {
            "provider": self._provenance(graded, "provider"),
            "postgres_version": _version(int(self._provenance(graded, "server_version"))),
            "seconds": round(time.monotonic() - started, 1),
            "challenges": results,
            "scorecard_url": url,
            "ok": shown and len(results) >= len(challenges) and all(result["ok"] for result in results),
        }

    def _answer(self, candidate: Candidate) -> list[Answer]:
        handed_in: list[Answer] = []
        practice = [pack for pack in self.packs if pack.spec.practice]
        for pack in practice:
            handed_in.append(answers(pack)["right"])
            candidate.practise(handed_in[-1])
        candidate.start()
        for number, pack in enumerate(pack for pack in self.packs if not pack.spec.practice):
            chosen = [found for name, found in answers(pack).items() if name in ORDER]
            turn = number % len(chosen) + 1
            chosen = sorted(chosen, key=_place)
            candidate.work_on(pack.spec.slug, [*chosen[turn:], *chosen[:turn]])
            handed_in += chosen
        return handed_in

    def _graded(self, attempt_id: UUID) -> bool:
        with self.application.work(readonly=True) as work:
            manager = sign_in(work, demo_data.MANAGER, self.data.password)
            state = view_scorecard(work, manager, attempt_id).attempt.state
        return state is AttemptState.GRADED and all(g.grading for g in self._submissions(attempt_id))

    def _submissions(self, attempt_id: UUID) -> tuple[GradedSubmission, ...]:
        with self.application.work(readonly=True) as work:
            manager = sign_in(work, demo_data.MANAGER, self.data.password)
            return list_submissions(work, manager, attempt_id)

    def _result(self, answer: Answer, graded: GradedSubmission) -> dict[str, Any]:
        assert graded.grading is not None  # noqa: S101 - waited for
        low, high = answer.expected_score
        score = graded.grading.score
        return {
            "slug": answer.slug,
            "sample": answer.sample,
            "expected_score": [low, high],
            "score": score,
            "checks": {outcome.check: outcome.verdict.value for outcome in graded.grading.outcomes},
            "ok": low <= score <= high,
        }

    def _provenance(self, graded: tuple[GradedSubmission, ...], name: str) -> str:
        values = {str(getattr(g.grading.provenance, name)) for g in graded if g.grading}
        return max(values, default="")

    def _manager_sees(self, url: str) -> bool:
        """Whether the manager, signed in through the pages, finds the candidate's name on the scorecard."""
        browser = Browser(self.application.settings.base_url)
        browser.get("/sign-in")
        browser.submit("/sign-in", email=demo_data.MANAGER, password=self.data.password)
        return "Mira Okafor" in browser.get(url)


def _place(answer: Answer) -> int:
    kinds = ("accepted/", "partial/", "rejected/")
    return next((place for place, kind in enumerate(kinds) if kind in answer.sample), len(kinds))


def _version(server_version_num: int) -> str:
    return f"{server_version_num // 10000}.{server_version_num % 10000}"
