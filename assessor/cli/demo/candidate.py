"""Drive one candidate through the pages: invite, practice, start, run, draft, submit, finish."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from assessor.cli.demo.browser import Browser
from assessor.cli.demo.samples import Answer
from assessor.errors import PlatformFault
from sandbox.provider import Progress

READY_SECONDS = 300.0
GRADED_SECONDS = 900.0
POLL_SECONDS = 0.5


class Candidate:
    """One candidate's browser on one attempt."""

    def __init__(self, base_url: str, link: str, attempt_id: UUID, tell: Progress) -> None:
        """Opens the invitation."""
        self.home = f"/attempts/{attempt_id}/"
        self.receipts: dict[str, Answer] = {}
        self._browser = Browser(base_url)
        self._tell = tell
        self._browser.get(link)

    def agree(self) -> None:
        """Consent, then wait until every server answers."""
        self._browser.submit(f"{self.home}consent", agree="y")
        self._tell("agreed; waiting for the candidate's own PostgreSQL servers")
        wait_until(self._ready, READY_SECONDS, "the candidate's servers")

    def _ready(self) -> bool:
        status = self._browser.send_json("GET", f"{self.home}status")
        if status["sandboxes_failed"]:
            raise PlatformFault(
                "A PostgreSQL server of the candidate could not be started; see logs/worker.log."
            )
        return bool(status["sandboxes_ready"])

    def practise(self, answer: Answer) -> float:
        """Run, save and submit the practice challenge; its score."""
        self.work_on(answer.slug, [answer])
        url = f"{self.home}challenges/{answer.slug}/result"
        result: dict[str, float | str] = {}

        def graded() -> bool:
            result.update(self._browser.send_json("GET", url))
            return result["status"] in ("done", "failed")

        wait_until(graded, GRADED_SECONDS, "the practice answer's grading")
        return float(result["score"] or 0)

    def start(self) -> None:
        """Start the clock."""
        self._browser.submit(f"{self.home}start")

    def work_on(self, slug: str, answers: Sequence[Answer]) -> None:
        """Open a challenge, then run, save and submit each answer, the one that counts last."""
        url = f"{self.home}challenges/{slug}"
        self._browser.get(url)
        revision = 0
        for answer in answers:
            self._tell(f"{slug}: submitting {answer.sample}")
            if answer.text.strip():
                self._browser.send_json("POST", f"{url}/run", text=answer.text)
            saved = self._browser.send_json("PUT", f"{url}/draft", text=answer.text, revision=revision)
            revision = saved["revision"]
            sent = self._browser.send_json(
                "POST", f"{url}/submit", text=answer.text, key=secrets.token_hex(16)
            )
            self.receipts[sent["receipt"]] = answer

    def finish(self) -> None:
        """Hand in."""
        self._browser.submit(f"{self.home}finish")


def wait_until(done: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll until it is so. Raises PlatformFault after `seconds`."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise PlatformFault(f"Waited {seconds:.0f} s for {what}.")
        time.sleep(POLL_SECONDS)
