"""A word that occurs nowhere else, put into everything that can be said about a candidate; and where it is heard."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from assessor.domain.attempt import Attempt
from assessor.domain.concern import ConcernKind
from assessor.domain.deciding import Step
from assessor.domain.outcomes import CheckOutcome, GradingResult, Provenance, Verdict
from assessor.domain.people import Role
from assessor.domain.review import Rating
from assessor.mail.post import PostOffice
from assessor.services.comment import comment
from assessor.services.decide import decide, open_evidence
from assessor.services.decide_contest import decide_contest, look_again
from assessor.services.erase_candidate import lift_hold, place_hold
from assessor.services.extend_time import extend_time
from assessor.services.finish_attempt import finish_attempt
from assessor.services.give_consent import give_consent
from assessor.services.grade_submission import grade_submission
from assessor.services.import_invitations import read_import
from assessor.services.invite_candidate import invite_candidate
from assessor.services.run_statement import run_statement
from assessor.services.save_draft import save_draft
from assessor.services.send_mails import send_mails
from assessor.services.settle_attempt import settle_attempt
from assessor.services.share_scorecard import count_view, share_scorecard
from assessor.services.start_attempt import start_attempt
from assessor.services.submit_answer import submit_answer
from assessor.services.tell_staff import ask_for_accommodation, contest
from assessor.storage.queries import answers, attempts, concerns, gradings
from tests.inbox import inbox
from tests.integration.concerns import SAME, someone
from tests.integration.designs import CRITERIA, a_reviewer, design_world, reviewed
from tests.integration.designs import SLUG as DESIGN
from tests.integration.mail.conftest import to
from tests.integration.webhooks import an_admin, an_endpoint
from tests.integration.world import CHALLENGES, World

CANARY = "Zephyrcanary"
NAME = f"{CANARY} Bird"
EMAIL = f"{CANARY}@mail.example"
TEXT = f"select '{CANARY}'"


@dataclass
class Song:
    """One person: an answer in SQL that was graded, contested and decided about, and a design that people scored."""

    world: World
    candidate_ids: list[UUID] = field(default_factory=list)
    attempt_ids: list[UUID] = field(default_factory=list)

    @property
    def candidate_id(self) -> UUID:
        """One of those under which the person is known."""
        return self.candidate_ids[0]

    def invite(self, world: World) -> UUID:
        """An attempt whose clock runs."""
        with world.application.work() as work:
            made = invite_candidate(work, world.manager, world.assessment.id, NAME, EMAIL, external_id=CANARY)
        attempt_id = made.attempt.id
        with world.application.work() as work:
            ask_for_accommodation(work, attempt_id, f"{CANARY} needs a break")
            give_consent(work, attempt_id)
        world.provision(attempt_id)
        with world.application.work() as work:
            started = start_attempt(work, attempt_id)
            extend_time(work, world.manager, attempt_id, 5, f"{CANARY} was disturbed")
        self.keep(started)
        return attempt_id

    def keep(self, attempt: Attempt) -> None:
        """An attempt is the person's."""
        self.candidate_ids.append(attempt.candidate_id)
        self.attempt_ids.append(attempt.id)

    def write(self) -> UUID:
        """All that a candidate writes, and a list of people with their name in the name of its file."""
        work_of, attempt_id = self.world.application.work, self.invite(self.world)
        with work_of() as work:
            read_import(
                work, self.world.manager, self.world.assessment.id,
                f"name,email\n{CANARY},{EMAIL}\n".encode(), source=f"{CANARY}.csv",
            )  # fmt: skip
        for revision, text in enumerate((TEXT, f"{TEXT} as sang")):
            with work_of() as work:
                save_draft(work, attempt_id, CHALLENGES[0], text, revision)
        with work_of() as work:
            run_statement(work, attempt_id, CHALLENGES[0], f"select {CANARY}")
        with work_of() as work:
            submit_answer(work, attempt_id, CHALLENGES[0], TEXT, "key")
            save_draft(work, attempt_id, CHALLENGES[1], f"-- {CANARY}", 0)
            finish_attempt(work, attempt_id)
        return attempt_id

    def mail(self) -> None:
        """An invitation whose mail is refused in words that name the person."""
        with self.world.application.work() as work:
            made = invite_candidate(
                work, self.world.manager, self.world.assessment.id, NAME, EMAIL, send=True
            )
        self.keep(made.attempt)
        journal = Path(self.world.application.settings.home) / "mail.journal"
        with inbox() as box:
            box.refuse[EMAIL] = [f"550 5.1.1 <{EMAIL}> sings elsewhere"]
            send_mails(self.world.application.work, PostOffice(to(box), journal))

    def judge(self, attempt_id: UUID) -> None:
        """All that graders and staff add."""
        work_of, world = self.world.application.work, self.world
        with work_of() as work:
            for submission in answers.submissions(work.session, attempt_id):
                grading = gradings.request(work.session, submission.id, "test", 2)
                gradings.finish(work.session, grading, _evidence(), work.now())
            settle_attempt(work, attempts.get(work.session, attempt_id))
        with work_of() as work:
            contest(work, attempt_id, f"{CANARY} is right")
            sent = concerns.of_attempt(work.session, attempt_id)
            told = next(each.id for each in sent if each.kind is ConcernKind.CONTEST)
            concerns.keep_shadow(work.session, told, SAME)
        with work_of() as work:
            look_again(work, someone(world, Role.REVIEWER), told, f"{CANARY} is wrong", should_change=False)
        with work_of() as work:
            decide_contest(work, world.manager, told, f"No, {CANARY}", changed=False)
            comment(work, world.manager, attempt_id, "", f"@recruiter, {CANARY} sings")
            open_evidence(work, world.manager, attempt_id)
        with work_of() as work:
            decide(work, world.manager, attempt_id, Step.ACCEPTED, f"{CANARY} sings best")
            hold = place_hold(
                work, an_admin(world), self.candidate_id, attempt_id, f"A lawsuit about {CANARY}"
            )
            lift_hold(work, an_admin(world), self.candidate_id, hold)
            token = share_scorecard(work, world.manager, attempt_id, 7, blind=False)
        with work_of() as work:
            count_view(work, token)

    def design(self) -> None:
        """Another attempt of the same person, scored by somebody who quotes it."""
        world = design_world(self.world)
        attempt_id = self.invite(world)
        with world.application.work() as work:
            submission = submit_answer(work, attempt_id, DESIGN, f"# {CANARY}", uuid4().hex)
            grading = gradings.request(work.session, submission.id, "test", 2)
            finish_attempt(work, attempt_id)
        grade_submission(world.application.work, world.application.provider(), grading)
        reviewed(world, a_reviewer(world), {name: Rating(2, f"As {CANARY} says") for name in CRITERIA})


def sing(world: World) -> Song:
    """The word, everywhere; a webhook is told of it all."""
    an_endpoint(world)
    song = Song(world)
    song.judge(song.write())
    song.design()
    song.mail()
    return song


def _evidence() -> GradingResult:
    told = f'relation "{CANARY}" does not exist'
    outcome = CheckOutcome(
        "right", "Right", ("B1",), Verdict.FAILED, 0, 60, told, {"rows": [[CANARY]], "error": told}
    )
    return GradingResult(
        Verdict.FAILED, 0, (outcome,), Provenance("c0ffee", "1", "memory", "image", 180001), told, 1.0
    )


def sung(data: bytes) -> bool:
    """Whether the word is in bytes: as it is, as hexadecimal or Base64, also in the compressed streams of a PDF."""
    word = CANARY.lower().encode()
    spelt = (word, word.hex().encode(), base64.b64encode(CANARY.encode())[:12].lower())
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    return any(one in text.lower() for one in spelt for text in (data, *map(_inflated, streams)))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def heard(world: World) -> set[str]:
    """Where the word is: columns of the database, also the job queue's, and files of the data folder."""
    with psycopg.connect(world.application.database.dsn) as connection:
        columns = connection.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public'"
        ).fetchall()
        found = {
            f"{table}.{column}" for table, column, kind in columns if _holds(connection, table, column, kind)
        }
    home = Path(world.application.settings.home)
    return found | {str(path) for path in home.rglob("*") if path.is_file() and sung(path.read_bytes())}


def _holds(connection: psycopg.Connection, table: str, column: str, kind: str) -> bool:
    """Bytes are read as text, too: a serialised value has its words in it."""
    words = "encode({column}, 'escape')" if kind == "bytea" else "{column}::text"
    query = sql.SQL(f"select exists (select from {{table}} where {words} ilike %s)").format(
        table=sql.Identifier(table), column=sql.Identifier(column)
    )
    row = connection.execute(query, [f"%{CANARY}%"]).fetchone()
    return bool(row and row[0])
