"""Addresses, names, messages."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from uuid import uuid4

import pytest

from assessor.errors import InvalidInput
from assessor.mail.address import for_server, normal, require_name
from assessor.mail.letter import from_line, to_line
from assessor.mail.message import letter
from assessor.mail.server import MailServer
from assessor.mail.template import Filled

SERVER = MailServer("mail.example", "Ours, Ltd <hiring@ours.example>", reply_to="people@ours.example")
FILLED = Filled("Grüße {x}", "Plain\n.dot\n" + "long " * 300 + "\n", "<p>HTML</p>")
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "written", "utf8"),
    [
        ("ada@MAIL.example", "ada@mail.example", False),
        ("ada@bücher.example", "ada@xn--bcher-kva.example", False),
        ("josé@mail.example", "josé@mail.example", True),
    ],
)
def test_addresses_as_a_server_gets_them(address, written, utf8):
    assert for_server(address) == (written, utf8)


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "a@b@c.example", "a@mail.example\nBcc: x@y.example", "a b@c.example"]
)
def test_what_is_no_address(address):
    with pytest.raises(InvalidInput, match="no e-mail address"):
        normal(address)


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\x00b", "a\u2028b", "x" * 201])
def test_names_that_are_none(name):
    with pytest.raises(InvalidInput):
        require_name(name)


@pytest.mark.parametrize(
    "name", ["Ada", "Example, Ada", 'Ada "A" <x>', "用户", "Ада", "\u202eAda", "a" * 200]
)
def test_the_message_has_both_parts_and_one_recipient(name):
    made = letter(SERVER, mail_id := uuid4(), name, "ada@mail.example", FILLED, NOW)
    assert all(len(line) <= 998 for line in made.content.split(b"\r\n"))
    assert b"\n" not in made.content.replace(b"\r\n", b"")
    assert made.content.isascii()
    read = message_from_bytes(made.content, policy=default)
    assert read["Subject"] == FILLED.subject
    assert read["To"].addresses[0].display_name == name
    assert [each.addr_spec for each in read["To"].addresses] == ["ada@mail.example"]
    assert read["Message-ID"] == f"<{mail_id}@ours.example>"
    assert read["Reply-To"] == "people@ours.example"
    assert read["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read.get_body(("plain",)).get_content().splitlines()[:2] == ["Plain", ".dot"]


def test_letters_travel_to_the_courier_unchanged():
    made = letter(SERVER, uuid4(), "Ada", "josé@mail.example", FILLED, NOW)
    assert made.needs_utf8
    assert from_line(to_line(made)) == made


def test_no_header_can_be_smuggled_in():
    with pytest.raises(ValueError, match="Header"):
        letter(SERVER, uuid4(), "Ada", "a@mail.example", Filled("x\r\nBcc: y@z.example", "", ""), NOW)


def test_the_password_is_in_no_repr():
    assert "hush" not in repr(MailServer("mail.example", "a@b.example", password="hush"))
