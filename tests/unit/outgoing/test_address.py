"""Addresses that others chose: only public ones are asked, whatever they are wrapped in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from assessor.errors import InvalidInput
from assessor.outgoing import address, post
from assessor.outgoing.address import NotPublic, parse, resolve

# ruff: noqa: S104 - an address to be refused, and none to listen on
PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:1::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(NotPublic):
        parse(f"https://{host}/")


@pytest.mark.parametrize("found", PRIVATE)
def test_a_name_that_leads_there_is_refused_also_beside_a_public_one(
    monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    entries = [(0, 0, 0, "", (each.strip("[]"), 443)) for each in ("93.184.216.34", found)]
    monkeypatch.setattr(address.socket, "getaddrinfo", lambda *_, **__: entries)
    with pytest.raises(NotPublic):
        resolve(parse("https://hooks.example/"))


@pytest.mark.parametrize("spelt", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_other_spellings_of_this_machine_are_refused(spelt: str) -> None:
    with pytest.raises(InvalidInput):
        resolve(parse(f"https://{spelt}/"))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/", "ftp://hooks.example/", "https://", "https:///x", "https://a:b@hooks.example/",
        "https://hooks.example/#x", "https://hooks.example:99999/", "https://hooks.example/ x", "https://hö.example/",
        "https://[::1", "javascript:alert(1)", "https://hooks.example/" + "x" * 2_000, "https://hooks.example/\r\nX: y",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        parse(url)


def test_the_checked_address_is_connected_to_and_the_name_not_asked_twice(
    monkeypatch: pytest.MonkeyPatch, listening: Callable[[bytes], int]
) -> None:
    """A name that is public when it is looked at and this machine when it is used is used once only."""
    port = listening(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    asked = []

    def rebinding(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(address.socket, "getaddrinfo", rebinding)
    answer = post.send(f"http://hooks.example:{port}/", b"{}", {}, loopback=True)
    assert (answer.status, answer.text) == (200, "ok")
    assert [host for host in asked if host == "hooks.example"] == ["hooks.example"]


def test_redirects_are_not_followed(listening: Callable[[bytes], int]) -> None:
    port = listening(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    answer = post.send(f"http://127.0.0.1:{port}/", b"{}", {}, loopback=True)
    assert (answer.status, answer.accepted) == (302, False)


def test_an_endless_answer_is_cut(listening: Callable[[bytes], int]) -> None:
    port = listening(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000)
    answer = post.send(f"http://127.0.0.1:{port}/", b"{}", {}, loopback=True)
    assert len(answer.text) == post.MAX_ANSWER


def test_who_answers_too_slowly_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, listening: Callable[[bytes], int]
) -> None:
    monkeypatch.setattr(post, "WHOLE_SECONDS", 0.2)
    port = listening(b"HTTP/1.1 200 OK\r\n")
    answer = post.send(f"http://127.0.0.1:{port}/", b"{}", {}, loopback=True)
    assert (answer.status, answer.accepted) == (0, False)


@pytest.fixture
def listening(request: pytest.FixtureRequest) -> Callable[[bytes], int]:
    """listening(answer): the port of a server that says this once and then nothing, keeping the connection."""

    def start(answer: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        request.addfinalizer(server.close)
        over = threading.Event()
        request.addfinalizer(over.set)

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                try:
                    connection.sendall(answer)
                except OSError:
                    return
                over.wait(10 if answer.endswith(b"OK\r\n") else 0)

        threading.Thread(target=serve, daemon=True).start()
        return int(server.getsockname()[1])

    return start
