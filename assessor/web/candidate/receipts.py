"""A receipt as a text file: what was received, when, and the hash by which anybody can check it."""

from __future__ import annotations

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from assessor.domain.answers import SubmissionSource
from assessor.services.view_attempt import AttemptView
from assessor.services.view_record import Received

_BY: dict[SubmissionSource, LazyString] = {
    SubmissionSource.CANDIDATE: _("by the candidate"),
    SubmissionSource.DEADLINE: _("for the candidate at the end: the last saved draft"),
}


def receipt_text(view: AttemptView, received: Received) -> str:
    """The receipt in lines, then the very text whose hash it names: `tail -c SIZE FILE | sha256sum`."""
    submission = received.submission
    size = len(submission.text.encode())
    lines = {
        gettext("Receipt"): submission.receipt,
        gettext("Assessment"): f"{view.assessment.title}, {view.organisation.name}",
        gettext("Challenge"): received.challenge.title,
        gettext("Candidate"): view.candidate.name,
        gettext("Received"): gettext("%(time)s UTC", time=f"{submission.submitted_at:%Y-%m-%d %H:%M:%S}"),
        gettext("Handed in"): _BY[submission.source],
        "SHA-256": submission.text_sha256,
    }
    width = max(map(len, lines)) + 2
    head = "\n".join(f"{name + ':':<{width}}{value}" for name, value in lines.items())
    where = gettext(
        "The text follows after this line: the last %(size)s bytes of this file, of which the hash is.",
        size=size,
    )
    return f"{head}\n\n{where}\n\n{submission.text}"
