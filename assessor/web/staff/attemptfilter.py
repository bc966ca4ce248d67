"""What the list of candidates is narrowed to, as its address says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from wtforms import DateField, DecimalField, Form, SearchField, SelectChoice, SelectField
from wtforms.validators import Length, NumberRange, Optional

from assessor.domain.attempt import AttemptState
from assessor.domain.listing import Place, Wanted
from assessor.web import badges


class AttemptFilter(Form):
    """Everything at once; an empty field asks for nothing."""

    text = SearchField("Name or e-mail", [Length(max=200)])
    assessment = SelectField("Assessment", default="")
    state = SelectField(
        "Status",
        choices=[
            SelectChoice("", "Any"),
            *(SelectChoice(s, str(badges.ATTEMPT_STATES[s][0])) for s in AttemptState),
        ],
        default="",
    )
    least = DecimalField("Score from", [Optional(), NumberRange(0, 100, "0 to 100.")])
    most = DecimalField("Score to", [Optional(), NumberRange(0, 100, "0 to 100.")])
    since = DateField("Finished from (UTC)", [Optional()])
    until = DateField("Finished to (UTC)", [Optional()])

    def offer(self, assessments: Sequence[tuple[UUID, str]]) -> None:
        """Fill in what can be chosen."""
        self.assessment.choices = [
            SelectChoice("", "Any"),
            *(SelectChoice(str(i), t) for i, t in assessments),
        ]

    @property
    def wanted(self) -> Wanted:
        """What was asked for, if it is valid."""
        return Wanted(
            assessment_id=UUID(self.assessment.data) if self.assessment.data else None,
            state=AttemptState(self.state.data) if self.state.data else None,
            text=(self.text.data or "").strip(),
            least=None if self.least.data is None else float(self.least.data),
            most=None if self.most.data is None else float(self.most.data),
            since=midnight(self.since.data),
            until=midnight(self.until.data, days=1),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self.wanted != Wanted()


def midnight(day: date | None, days: int = 0) -> datetime | None:
    """The beginning of a day, or of one that comes after it."""
    return datetime.combine(day + timedelta(days), time(), UTC) if day else None


def written(place: Place) -> str:
    """A place for an address."""
    return f"{place.at.isoformat()}_{place.id}"


def place(text: str) -> Place | None:
    """What `written` wrote; None for anything else, which begins at the first page."""
    at, _, attempt_id = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return Place(moment, UUID(attempt_id)) if moment.tzinfo else None
    except ValueError:
        return None
