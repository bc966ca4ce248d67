"""What lower layers say in English, in the reader's language: errors, and sentences about runs and sessions.

The lower layers know no languages. Errors carry a template and its values; the sandbox and the broker say whole
sentences, which are listed here (a test holds the list complete) and found again in what they said.
"""

from __future__ import annotations

import re
from functools import cache

from flask_babel import gettext, ngettext

from assessor.errors import AssessorError
from assessor.web.languages import ENGLISH, locale


def mark(text: str) -> str:
    """Let a text be collected for translators; it stays what it is."""
    return text


KNOWN: tuple[str, ...] = (
    mark("COPY ... TO STDOUT ran, but its output is not shown here; select the rows instead."),
    mark("The text changed client_encoding; results are read as UTF-8 and may show replacement characters."),
    mark("The connection to PostgreSQL was lost: the server ran out of memory, crashed or was restarted."),
    mark(
        "PostgreSQL lost this session without a word: most likely the statement ran out of memory, at the memory "
        "limit of your server. The server is back in a moment, with all that was committed."
    ),
    mark(
        "The connection to PostgreSQL was lost: another session of your server crashed or ran out of memory, and "
        "that ends all of them. The server is back in a moment, with all that was committed."
    ),
    mark("Its session does not end; the server is being restarted."),
    mark("Stopped after %(seconds)s seconds, the time limit of one run."),
    mark("A row of the result is larger than %(size)s MB, too large to show."),
    mark("The text contains a NUL character, which PostgreSQL cannot take."),
    mark("The text contains half a surrogate pair, which PostgreSQL cannot take."),
    mark("The text left a transaction open; it was rolled back."),
    mark(
        "Settings or a password given to your role (ALTER ROLE) were taken back: they last for no other run."
    ),
    mark(
        "Other runs of yours are still at work, and a server takes a few at a time: wait for them, then run this "
        "again."
    ),
    mark("You cancelled it; it did not stop by itself, so its session was ended."),
    mark("PostgreSQL ended the session: the server was restarted, put to sleep or replaced."),
    mark("PostgreSQL ended the session: its server was shut down, or pg_terminate_backend() was called."),
    mark("Another session of your server crashed or ran out of memory, and that ended all of them."),
    mark("PostgreSQL ended the session, whose transaction was left idle for too long."),
    mark("PostgreSQL ended the session, which was idle for too long."),
    mark("EXPLAIN ANALYZE ran the statement: what it changes is changed."),
    mark("The plan is too large to show."),
    mark("There is nothing to explain."),
    mark("Select one statement: a plan is of one at a time."),
    mark("This is an EXPLAIN already: run it as it is."),
    mark(
        "PostgreSQL has no plan for %(word)s: it explains SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES, EXECUTE, "
        "DECLARE, CREATE TABLE ... AS and CREATE MATERIALIZED VIEW."
    ),
    mark(
        "The process that keeps sessions open was lost while this ran. Whether it was committed is not known."
    ),
    mark("The process that keeps sessions open was stopped."),
    mark("The process that keeps sessions open was restarted."),
    mark("The server was replaced by a fresh one."),
    mark("A server keeps %(count)s sessions at a time, and this one was idle for the longest time."),
    mark("You ended the session."),
    mark("It was not used for %(minutes)s minutes."),
    mark("It was closed."),
    mark("Its open transaction and temporary tables are gone; your text is safe."),
    mark("PostgreSQL said:"),
    mark("PostgreSQL could not be reached:"),
)
_ROWS = re.compile(r"(\d+) rows")
_SUMMARIES = (mark("nothing returned"), mark("a plan"))
_RELATIONS = (
    mark("table"),
    mark("view"),
    mark("materialized view"),
    mark("partitioned table"),
    mark("foreign table"),
)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Matches the template with any short value in the place of each of its parameters."""
    return re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>\\S{1,20})", re.escape(template)))


def translated(text: str) -> str:
    """A text with each known sentence in it in the reader's language; what PostgreSQL said stays as it is."""
    if not text or locale() == ENGLISH:
        return text
    for template in sorted(KNOWN, key=len, reverse=True):
        if found := _pattern(template).search(text):
            text = text.replace(found[0], gettext(template, **found.groupdict()))
    return text


def told(error: AssessorError) -> str:
    """What an error says, in the reader's language."""
    return translated(str(gettext(error.template, **error.values)))


def run_summary(text: str) -> str:
    """The line of a run in the history."""
    if rows := _ROWS.fullmatch(text):
        return str(ngettext("%(num)s row", "%(num)s rows", int(rows[1])))
    return str(gettext(text)) if text in _SUMMARIES else translated(text)


def relation(kind: str) -> str:
    """What a relation is: a table, a view ..."""
    return str(gettext(kind)) if kind in _RELATIONS else kind
