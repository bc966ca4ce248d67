"""The form in which an assessment is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import (
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
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from assessor.domain.assessment import Assessment, Challenge
from assessor.domain.profiles import Profile
from assessor.domain.rules import Aid, Counts, Navigation, Rules, Shared
from assessor.packs.ready import ReadyAssessment
from assessor.services.create_assessment import MAX_SCORE
from assessor.web.staff.forms import breaks

POINTS = 10
AIDS = [
    SelectChoice(Aid.ALLOWED, "Allowed"),
    SelectChoice(Aid.LOGGED, "Allowed if the answer says so"),
    SelectChoice(Aid.FORBIDDEN, "Not allowed"),
]


class ChosenChallenge(Form):
    """One challenge of the assessment."""

    slug = HiddenField()
    position = HiddenField()
    points = IntegerField(
        "Points", [InputRequired("Enter points."), NumberRange(1, 1000, "1 to 1000.")], default=POINTS
    )
    minutes = IntegerField("Own time (min)", [Optional(), NumberRange(1, 480, "1 to 480.")])


class AssessmentForm(FlaskForm):
    """An assessment while it is a draft."""

    title = StringField("Title", [DataRequired("Give it a title."), Length(max=120)])
    intro = TextAreaField("Introduction for candidates", [Length(max=4000)])
    duration_minutes = IntegerField(
        "Time (minutes)",
        [InputRequired("Enter a number of minutes."), NumberRange(5, 480, "Between 5 and 480 minutes.")],
        default=60,
    )
    practice_slug = SelectField("Practice challenge")
    profile = SelectField("Role", default="")
    break_minutes = breaks()
    ai = SelectField("AI assistants", choices=AIDS, default=Aid.FORBIDDEN)
    documentation = SelectField("Documentation", choices=AIDS, default=Aid.ALLOWED)
    navigation = SelectField(
        "Order",
        choices=[
            SelectChoice(Navigation.FREE, "Any order, back and forth"),
            SelectChoice(Navigation.FORWARD_ONLY, "Forward only: what is handed in or left is closed"),
        ],
        default=Navigation.FREE,
    )
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
    pass_mark = IntegerField(
        "Pass mark (score)", [Optional(), NumberRange(1, MAX_SCORE, f"Between 1 and {MAX_SCORE}.")]
    )
    retention_months = IntegerField(
        "Kept for (months)", [Optional(), NumberRange(1, 120, "Between 1 and 120 months.")], default=12
    )
    challenges = FieldList(FormField(ChosenChallenge))

    @classmethod
    def of(cls, draft: Assessment) -> AssessmentForm:
        """The form as it stands for a draft; what was sent goes before that."""
        rules = draft.rules
        return cls(
            data={
                "title": draft.title,
                "intro": draft.intro,
                "duration_minutes": draft.duration_minutes,
                "practice_slug": draft.practice.slug if draft.practice else "",
                "profile": draft.profile,
                **rules.to_json(),
                "counts": rules.counts if rules.resubmit else "once",
                "challenges": [
                    {
                        "slug": item.challenge.slug,
                        "position": item.position,
                        "points": item.points,
                        "minutes": item.minutes,
                    }
                    for item in draft.challenges
                ],
            }
        )

    @classmethod
    def begun(cls, ready: ReadyAssessment | None) -> AssessmentForm:
        """The form of a new assessment, empty or with a ready one in it; what was sent goes before that."""
        if ready is None:
            return cls()
        rows = [{"slug": each.slug, "points": each.points} for each in ready.challenge]
        return cls(
            data={
                "title": ready.title,
                "intro": ready.intro,
                "duration_minutes": ready.minutes,
                "practice_slug": ready.practice,
                "profile": ready.profile,
                "challenges": rows,
            }
        )

    def offer(self, known: Sequence[Challenge], profiles: Mapping[str, Profile]) -> None:
        """Fill in what can be chosen."""
        roles = (SelectChoice(each.slug, each.title) for each in profiles.values())
        self.profile.choices = [SelectChoice("", "None"), *roles]
        practices = [SelectChoice(each.slug, each.title) for each in known if each.practice]
        self.practice_slug.choices = [*practices, SelectChoice("", "No practice")]

    def do(self, action: str, slug: str, known: Mapping[str, Challenge]) -> str:
        """Add, remove or move a challenge before anything is saved; what to announce."""
        rows = self._rows()
        at = next((n for n, row in enumerate(rows) if row["slug"] == slug), None)
        if action == "add" and at is None and slug in known:
            rows.append({"slug": slug, "points": POINTS, "minutes": None})
            said = f"{known[slug].title} added as number {len(rows)}."
        elif at is None or slug not in known:
            return ""
        elif action == "remove":
            rows.pop(at)
            said = f"{known[slug].title} removed."
        else:
            to = min(max(at + {"up": -1, "down": 1}.get(action, 0), 0), len(rows) - 1)
            rows.insert(to, rows.pop(at))
            said = f"{known[slug].title} is number {to + 1} of {len(rows)}."
        self._fill(rows)
        return said

    def _rows(self) -> list[dict[str, object]]:
        keys = ("slug", "points", "minutes")
        return [{key: getattr(row, key).data for key in keys} for row in self.in_order]

    def _fill(self, rows: Sequence[Mapping[str, object]]) -> None:
        while self.challenges.entries:
            self.challenges.pop_entry()
        for position, row in enumerate(rows, start=1):
            self.challenges.append_entry({**row, "position": position})

    @property
    def in_order(self) -> list[ChosenChallenge]:
        """The chosen challenges."""
        return sorted((row.form for row in self.challenges), key=lambda row: _number(row.position.data))

    @property
    def chosen(self) -> list[tuple[str, int]]:
        """Slugs with their points, in the order that was asked for."""
        return [(row.slug.data, row.points.data) for row in self.in_order]

    @property
    def limits(self) -> dict[str, int]:
        """The own time of those chosen challenges that have one, in minutes by slug."""
        return {row.slug.data: row.minutes.data for row in self.in_order if row.minutes.data}

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
            pass_mark=self.pass_mark.data,
            navigation=Navigation(self.navigation.data),
        )

    def validate_challenges(self, field: FieldList) -> None:
        """At least one."""
        if not field.entries:
            raise ValidationError("Choose at least one challenge.")


def _number(position: object) -> int:
    text = str(position)
    return int(text) if text.isdigit() else 0
