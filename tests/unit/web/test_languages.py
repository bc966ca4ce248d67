"""In a language in which every text is translated, no page says a word in English but what its authors wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessor import errors
from assessor.app import create_app
from assessor.domain.answers import SubmissionSource
from assessor.domain.attempt import AttemptState
from assessor.domain.rules import Aid, Counts, Navigation, Rules, Shared
from assessor.domain.sandboxes import Mishap
from assessor.errors import ConfigurationError
from assessor.services import view_attempt, view_challenge, view_record, view_scorecard
from assessor.services.view_attempt import ServerNews
from assessor.web import format, languages, mishaps, sentences
from assessor.web.candidate.receipts import receipt_text
from assessor.web.problems import describe
from tests.pseudo import LANGUAGE, missed, wide, write_pseudo
from tests.unit.web import fakes
from tests.unit.web.conftest import FakeApplication

HOME = f"/attempts/{fakes.attempt().id}/"
CONTENT = (
    "assessor", "Ada Example", "Ours", "Late invoices", "PostgreSQL developer", "Hello.",
    "Right", "Wrong", "Because.", "Robin", "Other", "Later.",
    "A report that has become too slow.", "Little work", "More time.", "It is right.", "SHA", "CSV",
    "ERROR 42601:",
)  # fmt: skip
"""What the made-up organisation, candidate and authors wrote, and names."""
NO_TEXT = {"script", "style", "code", "pre", "kbd", "time"}
SAID = ("title", "aria-label", "placeholder", "alt")
ALL_RULES = Rules(ai=Aid.LOGGED, resubmit=True, counts=Counts.BEST, break_minutes=20, shared=Shared.CHECKS)
FEW_RULES = Rules(ai=Aid.FORBIDDEN, resubmit=False, navigation=Navigation.FORWARD_ONLY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pseudo(tmp_path_factory.mktemp("translations"))


@pytest.fixture(scope="module")
def app(folder: Path) -> Flask:
    class Application(FakeApplication):
        settings = SimpleNamespace(**{**vars(FakeApplication.settings), "translations": folder})

    made = create_app(Application())  # type: ignore[arg-type]  # a fake that has what pages ask for
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = f"{LANGUAGE},en;q=0.5"
    return made


def words_of(page: str) -> str:
    """All that a person sees or hears."""
    found: list[str] = []

    def walk(node) -> None:
        if node.tag in NO_TEXT or "prose" in node.attrib.get("class", ""):
            return
        found.extend(node.attrib[name] for name in SAID if name in node.attrib)
        found.append(node.text or "")
        for child in node:
            walk(child) if isinstance(child.tag, str) else None
            found.append(child.tail or "")

    walk(html5lib.parse(page, namespaceHTMLElements=False))
    return " | ".join(text.strip() for text in found if text.strip())


def assert_translated(page: str) -> None:
    said = words_of(page)
    assert any(0xFF00 < ord(letter) < 0xFF5E for letter in said)
    left = missed(said, CONTENT)
    assert not left, [part for part in said.split(" | ") if missed(part, CONTENT)]


def a_view(state: AttemptState, rules: Rules, **changes):
    view = fakes.attempt_view(state, answered=changes.pop("answered", False), extra=changes.pop("extra", 0))
    return replace(view, assessment=replace(view.assessment, rules=rules), **changes)


@pytest.mark.parametrize("state", AttemptState)
@pytest.mark.parametrize("rules", [ALL_RULES, FEW_RULES])
@pytest.mark.parametrize("answered", [True, False])
def test_the_attempt_in_every_state(candidate_client, answers, state, rules, answered):
    answers(view_attempt, a_view(state, rules, answered=answered, extra=25 if answered else 0))
    page = candidate_client.get(HOME).text
    assert '<html lang="eo" dir="ltr">' in page
    assert_translated(page)


def test_an_attempt_with_nothing_to_tell(candidate_client, answers, monkeypatch):
    nothing = view_record.Record(received=(), told=(), events=(), results=None)
    monkeypatch.setattr(view_record, "view_record", lambda work, attempt_id: nothing)
    for state in AttemptState:
        answers(view_attempt, a_view(state, FEW_RULES, practice=None))
        assert_translated(candidate_client.get(HOME).text)


def test_a_break(candidate_client, answers):
    view = a_view(AttemptState.RUNNING, ALL_RULES)
    until = fakes.NOW + timedelta(minutes=5)
    answers(
        view_attempt,
        replace(view, attempt=replace(view.attempt, break_started_at=fakes.NOW, break_until=until)),
    )
    assert_translated(candidate_client.get(HOME).text)


@pytest.mark.parametrize("state", [AttemptState.READY, AttemptState.RUNNING])
@pytest.mark.parametrize("rules", [ALL_RULES, FEW_RULES])
def test_the_challenge(candidate_client, answers, state, rules):
    view = fakes.challenge_view(state)
    view = replace(view, assessment=replace(view.assessment, rules=rules))
    answers(view_challenge, view)
    assert_translated(candidate_client.get(f"{HOME}challenges/late-invoices").text)
    answers(view_challenge, replace(view, tables=(), runs=()))
    assert_translated(candidate_client.get(f"{HOME}challenges/late-invoices").text)


def test_a_challenge_with_a_time_of_its_own(candidate_client, answers, monkeypatch):
    def not_begun(*_args):
        raise errors.NotBegun()

    monkeypatch.setattr(view_challenge, "view_challenge", not_begun)
    answers(view_attempt, a_view(AttemptState.RUNNING, ALL_RULES))
    assert_translated(candidate_client.get(f"{HOME}challenges/late-invoices").text)


def test_forms_that_are_not_right(candidate_client, answers):
    answers(view_attempt, a_view(AttemptState.INVITED, ALL_RULES))
    for action in ("consent", "ask"):
        answer = candidate_client.post(HOME + action)
        assert answer.status_code == 400
        assert_translated(answer.text)
    assert_translated(candidate_client.post("/sign-in", data={}).text)


def test_the_pages_for_everybody(client):
    for url in ("/", "/sign-in", "/nowhere", "/i/unknown"):
        assert_translated(client.get(url).text)


def every_error(kind: type[errors.AssessorError]) -> list[type[errors.AssessorError]]:
    return [kind, *(each for below in kind.__subclasses__() for each in every_error(below))]


def test_every_error(app):
    with app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        for kind in every_error(errors.AssessorError):
            if kind.__init__ is errors.AssessorError.__init__ and kind.__module__ == "assessor.errors":
                problem = describe(kind())
                assert not missed(f"{problem.title} {problem.message}"), kind
        most = errors.InvalidInput("At most %(most)s signals can be sent at once.", most=5)
        assert describe(most).message == wide("At most 5 signals can be sent at once.")


def test_what_lower_layers_say(app):
    with app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        left = "Its session does not end; the server is being restarted."
        assert not missed(
            sentences.translated(f"Stopped after 10 seconds, the time limit of one run. {left}")
        )
        assert (
            sentences.translated('ERROR: relation "a" does not exist') == 'ERROR: relation "a" does not exist'
        )
        lost = (
            "The connection to PostgreSQL was lost: the server ran out of memory, crashed or was restarted."
        )
        assert missed(sentences.translated(f"{lost} PostgreSQL said: why")) == ["why"]
        assert sentences.run_summary("12 rows") == wide("12 rows")
        for rebuilt in (True, False):
            for mishap in Mishap:
                news = ServerNews("a", fakes.NOW, mishap, rebuilt, 12)
                assert not missed(mishaps.words(news)), mishap


def test_a_receipt(app):
    with app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        view = fakes.attempt_view(AttemptState.SUBMITTED)
        for source in SubmissionSource:
            received = view_record.Received(fakes.challenge(), fakes.submission("1", source))
            text = receipt_text(view, received)
            assert not missed(text, (*CONTENT, "BD", "ab" * 32)), text


def test_numbers_and_times_are_those_of_the_language(app):
    with app.test_request_context(headers={"Accept-Language": LANGUAGE}):
        assert format.number(1234.5) == "1\xa0234,5"
        assert format.duration(1240) == wide("1,24 s")
    assert format.number(1234.5) == "1,234.5"
    assert ">21 Nov 2026, 10:00 UTC</time>" in format.instant(fakes.NOW)


def test_the_scripts_get_their_words_once_and_for_ever(client, app):
    page = client.get("/").text
    url = page.split('<script defer src="')[1].split('"')[0]
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    known = json.loads(answer.text.removeprefix("globalThis.assessorWords=").removesuffix(";\n"))
    assert known["words"]["Saving…"] == wide("Saving…")
    assert known["words"]["%(count)s node"] == [wide("%(count)s node"), wide("%(count)s nodes")]
    assert known["forms"][:3] == "101"
    assert "Sign in" not in known["words"]
    assert client.get(url.replace(".js", "0.js")).status_code == 404
    assert "no-store" in client.get("/words/xx-0.js").headers["Cache-Control"]


@pytest.mark.parametrize("wanted", ["en-US,en;q=0.9", "fr", "", "*"])
def test_who_wants_another_language_reads_english_and_loads_no_catalogue(app, wanted):
    page = app.test_client().get("/", headers={"Accept-Language": wanted}).text
    assert '<html lang="en-GB" dir="ltr">' in page
    assert "/words/" not in page


def test_the_pages_of_staff_are_in_english_throughout(staff_client, answers):
    answers(view_scorecard, fakes.scorecard())
    page = staff_client.get(f"/staff/attempts/{fakes.attempt().id}").text
    assert '<html lang="en-GB"' in page
    assert not [letter for letter in page if 0xFF00 < ord(letter) < 0xFF5E]


def test_the_default_is_for_who_wants_what_there_is_not(folder):
    app = Flask(__name__)
    languages.init_app(app, folder, LANGUAGE)
    known = app.extensions["languages"]
    for wanted, chosen in (("fr", LANGUAGE), ("en-US", "en_GB"), ("eo-XX,en", LANGUAGE)):
        with app.test_request_context(headers={"Accept-Language": wanted}):
            assert str(known.choose()) == chosen


def test_a_language_that_is_not_there_is_said_plainly(folder, tmp_path):
    with pytest.raises(ConfigurationError, match="ASSESSOR_LANGUAGE"):
        languages.init_app(Flask(__name__), folder, "fr")
    (tmp_path / "de.po").write_text("no catalogue")
    with pytest.raises(ConfigurationError, match=r"de\.po is no translation"):
        languages.init_app(Flask(__name__), tmp_path)
