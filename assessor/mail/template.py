"""Texts with variables: checked when they are saved, filled in when they are sent."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt

from assessor.domain.mail import MailKind
from assessor.errors import InvalidInput

VARIABLES = ("candidate_name", "assessment", "link", "expires", "duration", "organisation")
MAX_SUBJECT = 150
MAX_BODY = 10_000

_NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_BARE_LINK = re.compile(r"(?<![(<])\{link\}")
_PARSER = MarkdownIt("commonmark", {"html": False})
_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}


@dataclass(frozen=True)
class Template:
    """A subject and a body in Markdown, with variables in braces."""

    subject: str
    body: str


@dataclass(frozen=True)
class Filled:
    """What a candidate reads: the subject, and the text both plain and as HTML."""

    subject: str
    text: str
    html: str


def require_valid(template: Template) -> Template:
    """The template without blanks around it. Raises InvalidInput with every problem."""
    subject, body = template.subject.strip(), template.body.replace("\r\n", "\n").strip()
    problems = [*_subject_problems(subject), *_body_problems(body)]
    for where, text in (("subject", subject), ("text", body)):
        unknown = sorted({name for name in _NAME.findall(text) if name not in VARIABLES})
        problems += [f"{{{name}}} in the {where} is no variable. There are {_known()}." for name in unknown]
    if problems:
        raise InvalidInput(" ".join(problems))
    return Template(subject, body)


def _known() -> str:
    return ", ".join(f"{{{name}}}" for name in VARIABLES)


def _subject_problems(subject: str) -> list[str]:
    problems = []
    if not 1 <= len(subject) <= MAX_SUBJECT:
        problems.append(f"The subject has 1 to {MAX_SUBJECT} characters.")
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in subject):
        problems.append("The subject is one line without control characters.")
    if "{link}" in subject:
        problems.append("The link is secret: it belongs into the text, not into the subject.")
    return problems


def _body_problems(body: str) -> list[str]:
    problems = []
    if len(body) > MAX_BODY:
        problems.append(f"The text has at most {MAX_BODY} characters.")
    if "{link}" not in body:
        problems.append("The text must contain {link}: without it nobody can begin.")
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in body):
        problems.append("The text has control characters.")
    return problems


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """The texts with the values of all variables in them; what a value says is text and never markup."""
    return Filled(
        subject=_insert(template.subject, values),
        text=_insert(template.body, values) + "\n",
        html=_html(template.body, values),
    )


def _insert(text: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text)


def _html(body: str, values: Mapping[str, str]) -> str:
    """The link is put in before Markdown is read, since it may be a target; everything else after, escaped."""
    link = values["link"]
    linked = _BARE_LINK.sub(lambda _: f"<{link}>", body).replace("{link}", link)
    clean = nh3.clean(
        _PARSER.render(linked),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
    )
    return _NAME.sub(lambda found: html.escape(values.get(found[1], found[0])), clean)


DEFAULTS: Mapping[MailKind, Template] = {
    MailKind.INVITATION: Template(
        "Your invitation from {organisation}: {assessment}",
        """Hello {candidate_name},

{organisation} invites you to the assessment **{assessment}**.

[Open your invitation]({link})

- You have {duration} once you start. Reading the page and trying the practice costs no time.
- The link is yours alone and works until {expires}.
- All you need is a current browser.

If that link does not open, copy this address into your browser:

{link}
""",
    ),
    MailKind.REMINDER: Template(
        "Reminder: {assessment} is open until {expires}",
        """Hello {candidate_name},

your invitation from {organisation} to the assessment **{assessment}** is still open.

[Open your invitation]({link})

You have {duration} once you start. The link works until {expires}. If you have decided not to take part, you need
do nothing.

{link}
""",
    ),
}
"""What is sent while an organisation has written nothing of its own."""
