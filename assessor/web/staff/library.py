"""The library of challenges, with what to look for in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wtforms import Form, IntegerField, SearchField, SelectChoice, SelectField
from wtforms.validators import Optional

from assessor.domain.assessment import Challenge
from assessor.domain.competencies import GROUPS, title
from assessor.web import format

ANY = SelectChoice("", "Any")


class LibraryFilter(Form):
    """What the library is narrowed to. It travels in the form of the assessment; nothing of it is kept."""

    text = SearchField("Words")
    competency = SelectField("Competency", default="")
    kind = SelectField("Kind", default="")
    level = SelectField("Level", default="")
    language = SelectField("Language", default="")
    at_most = IntegerField("At most (min)", [Optional()])

    def offer(self, known: Sequence[Challenge]) -> None:
        """Fill in what the library has."""
        codes = sorted({code for each in known for code in each.competencies})
        grouped = [
            choice
            for letter, name in GROUPS.items()
            if (mine := [code for code in codes if code[0] == letter])
            for choice in (
                SelectChoice(letter, f"{letter} {name}"),
                *(SelectChoice(code, f"{code} {title(code)}") for code in mine),
            )
        ]
        self.competency.choices = [ANY, *grouped]
        self.kind.choices = _choices({each.kind: format.kind(each.kind) for each in known})
        self.level.choices = _choices({each.level: format.level(each.level) for each in known})
        self.language.choices = _choices({language(each): language(each) for each in known})

    def found(self, known: Sequence[Challenge], without: Collection[str]) -> list[Challenge]:
        """What matches of the challenges that count, but those of some slugs."""
        return [
            each for each in known if not each.practice and each.slug not in without and self._matches(each)
        ]

    def _matches(self, each: Challenge) -> bool:
        words = (self.text.data or "").lower().split()
        about = f"{each.title} {each.summary} {each.slug}".lower()
        wanted = self.competency.data or ""
        return (
            all(word in about for word in words)
            and any(code.startswith(wanted) for code in each.competencies)
            and self.kind.data in ("", each.kind)
            and self.level.data in ("", each.level)
            and self.language.data in ("", language(each))
            and (self.at_most.data is None or each.minutes <= self.at_most.data)
        )


def language(challenge: Challenge) -> str:
    """That of the statement."""
    return str(challenge.spec.get("language", "en"))


def _choices(found: dict[str, str]) -> list[SelectChoice]:
    return [ANY, *(SelectChoice(value, words) for value, words in sorted(found.items()))]
