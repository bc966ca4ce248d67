"""A receipt as a text file: what was received, when, and the hash by which anybody can check it."""

from __future__ import annotations

from assessor.domain.answers import SubmissionSource
from assessor.services.view_attempt import AttemptView
from assessor.services.view_record import Received

_BY: dict[SubmissionSource, str] = {
    SubmissionSource.CANDIDATE: "by the candidate",
    SubmissionSource.DEADLINE: "for the candidate at the end: the last saved draft",
}


def receipt_text(view: AttemptView, received: Received) -> str:
    """The receipt in lines, then the very text whose hash it names: `tail -c SIZE FILE | sha256sum`."""
    submission = received.submission
    size = len(submission.text.encode())
    lines = {
        "Receipt": submission.receipt,
        "Assessment": f"{view.assessment.title}, {view.organisation.name}",
        "Challenge": received.challenge.title,
        "Candidate": view.candidate.name,
        "Received": f"{submission.submitted_at:%Y-%m-%d %H:%M:%S} UTC",
        "Handed in": _BY[submission.source],
        "SHA-256": submission.text_sha256,
    }
    head = "\n".join(f"{name + ':':<12}{value}" for name, value in lines.items())
    return (
        f"{head}\n\nThe text follows after this line: the last {size} bytes of this file, of which the hash is.\n\n"
        f"{submission.text}"
    )
