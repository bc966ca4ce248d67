"""Forms."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from assessor.domain.assessment import Challenge
from assessor.domain.invitation import MAX_BREAKS, MAX_EXTRA_TIME
from assessor.domain.rules import Aid, Counts, Rules, Shared
from assessor.services.extend_time import MAX_MINUTES, MAX_REASON
from assessor.web.staff.invite_forms import SendingMixin, valid_days

USUAL_PERCENTS = (0, 25, 50, 75, 100)
OTHER = -1


def _breaks() -> IntegerField:
    """Minutes of all breaks together; an empty field means none."""
    return IntegerField(
        "Breaks (minutes)",
        [Optional(), NumberRange(0, MAX_BREAKS, f"Between 0 and {MAX_BREAKS} minutes.")],
        default=0,
        filters=[lambda value: value or 0],
    )


class AccommodationForm(FlaskForm):
    """Extra time, by what is usual or exactly, and breaks in addition to the assessment's."""

    extra_time_percent = SelectField(
        "Extra time",
        coerce=int,
        choices=[
            SelectChoice(0, "None"),
            *(SelectChoice(n, f"{n} %") for n in USUAL_PERCENTS[1:]),
            SelectChoice(OTHER, "Other"),
        ],
        default=0,
    )
    other_percent = IntegerField(
        "Other percent", [Optional(), NumberRange(0, MAX_EXTRA_TIME, f"Between 0 and {MAX_EXTRA_TIME} %.")]
    )
    break_minutes = _breaks()

    @classmethod
    def of(cls, percent: int, break_minutes: int) -> AccommodationForm:
        """The form as it stands for what is set now."""
        usual = percent in USUAL_PERCENTS
        form = cls(formdata=None)
        form.extra_time_percent.data = percent if usual else OTHER
        form.other_percent.data = None if usual else percent
        form.break_minutes.data = break_minutes
        return form

    @property
    def percent(self) -> int:
        """What was chosen."""
        chosen = int(self.extra_time_percent.data)
        return int(self.other_percent.data) if chosen == OTHER else chosen

    def validate_extra_time_percent(self, field: SelectField) -> None:
        """Other needs its number."""
        if field.data == OTHER and self.other_percent.data is None:
            raise ValidationError("Enter the other percent.")


class ExtensionForm(FlaskForm):
    """Minutes for a candidate whose clock runs."""

    minutes = IntegerField(
        "Minutes to add",
        [
            InputRequired("Enter minutes."),
            NumberRange(1, MAX_MINUTES, f"Between 1 and {MAX_MINUTES} minutes."),
        ],
        default=10,
    )
    reason = StringField(
        "Why", [DataRequired("Say why: it is kept with the attempt."), Length(max=MAX_REASON)]
    )


class InviteForm(SendingMixin, AccommodationForm):
    """One candidate for one assessment. Without a name and an address they are a number."""

    name = StringField("Name", [Length(max=200)])
    email = EmailField("E-mail", [Optional(), Email("This is no e-mail address.", allow_smtputf8=True)])
    valid_days = valid_days()


AIDS = [
    SelectChoice(Aid.ALLOWED, "Allowed"),
    SelectChoice(Aid.LOGGED, "Allowed if the answer says so"),
    SelectChoice(Aid.FORBIDDEN, "Not allowed"),
]


class ChallengeChoice(Form):
    """One challenge that may become part of an assessment."""

    slug = HiddenField()
    include = BooleanField("Include")
    points = IntegerField(
        "Points", [InputRequired("Enter points."), NumberRange(1, 1000, "1 to 1000.")], default=10
    )
    position = IntegerField("Order", [InputRequired("Enter a place."), NumberRange(1, 99, "1 to 99.")])
    minutes = IntegerField("Own time (min)", [Optional(), NumberRange(1, 480, "1 to 480.")])


class AssessmentForm(FlaskForm):
    """A new assessment: a draft until it is published."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=120)])
    intro = TextAreaField("Introduction for candidates", [Length(max=4000)])
    duration_minutes = IntegerField(
        "Time (minutes)",
        [InputRequired("Enter a number of minutes."), NumberRange(5, 480, "Between 5 and 480 minutes.")],
        default=60,
    )
    practice_slug = SelectField("Practice challenge")
    break_minutes = _breaks()
    ai = SelectField("AI assistants", choices=AIDS, default=Aid.FORBIDDEN)
    documentation = SelectField("Documentation", choices=AIDS, default=Aid.ALLOWED)
    counts = SelectField(
        "Handing in again",
        choices=[
            SelectChoice("last", "Possible, the last answer counts"),
            SelectChoice("best", "Possible, the best answer counts"),
            SelectChoice("once", "Not possible"),
        ],
        default="last",
    )
    shared = SelectField(
        "Candidates see of their results",
        choices=[
            SelectChoice(Shared.NOTHING, "Nothing"),
            SelectChoice(Shared.SCORES, "Scores"),
            SelectChoice(Shared.CHECKS, "Scores and every check"),
        ],
        default=Shared.NOTHING,
    )
    retention_months = IntegerField(
        "Kept for (months)", [Optional(), NumberRange(1, 120, "Between 1 and 120 months.")], default=12
    )
    challenges = FieldList(FormField(ChallengeChoice))

    def offer(self, challenges: Sequence[Challenge]) -> None:
        """Fill in what can be chosen; a form that was sent keeps what it says about it."""
        practices = [SelectChoice(each.slug, each.title) for each in challenges if each.practice]
        self.practice_slug.choices = [*practices, SelectChoice("", "No practice")]
        if not self.is_submitted():
            for position, each in enumerate(scored(challenges), start=1):
                self.challenges.append_entry({"slug": each.slug, "points": 10, "position": position})

    @property
    def chosen(self) -> list[tuple[str, int]]:
        """Slugs with their points, in the order that was asked for."""
        rows = sorted(
            (row.form for row in self.challenges if row.form.include.data), key=lambda r: r.position.data
        )
        return [(row.slug.data, row.points.data) for row in rows]

    @property
    def limits(self) -> dict[str, int]:
        """The own time of those chosen challenges that have one, in minutes by slug."""
        rows = [row.form for row in self.challenges if row.form.include.data and row.form.minutes.data]
        return {row.slug.data: row.minutes.data for row in rows}

    @property
    def rules(self) -> Rules:
        """The rules that were chosen."""
        counts = self.counts.data
        return Rules(
            ai=Aid(self.ai.data),
            documentation=Aid(self.documentation.data),
            resubmit=counts != "once",
            counts=Counts.BEST if counts == "best" else Counts.LAST,
            break_minutes=self.break_minutes.data,
            shared=Shared(self.shared.data),
            retention_months=self.retention_months.data or 12,
        )

    def validate_challenges(self, field: FieldList) -> None:
        """At least one."""
        if not any(row.form.include.data for row in field):
            raise ValidationError("Choose at least one challenge.")


def scored(challenges: Sequence[Challenge]) -> list[Challenge]:
    """Challenges that count, practice left out."""
    return [each for each in challenges if not each.practice]
