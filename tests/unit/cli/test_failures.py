"""Whatever goes wrong is a sentence with what to do and an exit status, never a traceback."""

from __future__ import annotations

import errno
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.cli.main import main
from assessor.kinds import registry
from assessor.packs.new import new_pack


def run(
    *arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a command."""
    monkeypatch.setattr(sys, "argv", ["assessor", *arguments])
    status = 0
    try:
        main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return status, said.out, said.err


@pytest.fixture
def assessor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Run the command in this process, on a home of its own."""
    monkeypatch.setenv("ASSESSOR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *arguments: run(*arguments, monkeypatch=monkeypatch, capsys=capsys)


def test_help_names_every_command(assessor) -> None:
    status, out, _ = assessor("--help")
    assert status == 0
    for name in ("demo", "web", "worker", "sandbox", "pack", "database", "user"):
        assert name in out


def test_a_port_in_use_says_which_and_what_to_do(assessor) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = assessor("demo", "--port", str(port))
    assert status == 1
    assert f"Port {port} on 127.0.0.1 is in use. Choose another with --port" in err


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_is_refused(assessor, port: str) -> None:
    status, _, err = assessor("demo", "--port", port)
    assert status == 2
    assert "Invalid value for '--port'" in err


def test_bad_settings_are_all_named(assessor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESSOR_PORT", "many")
    monkeypatch.setenv("ASSESSOR_LOG_LEVEL", "loud")
    status, _, err = assessor("database", "migrate")
    assert status == 1
    assert "ASSESSOR_PORT" in err
    assert "ASSESSOR_LOG_LEVEL" in err


def test_a_database_that_does_not_answer_is_said(assessor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "host=/nowhere/at/all dbname=assessor connect_timeout=2")
    status, _, err = assessor("database", "migrate")
    assert status == 1
    assert "The application database does not answer" in err


def test_a_broken_pack_is_told_with_file_and_line(assessor, tmp_path: Path) -> None:
    folder = new_pack(tmp_path, "broken")
    spec = folder / "challenge.toml"
    spec.write_text(spec.read_text().replace("minutes", "minuets"))
    status, out, err = assessor("pack", "verify", str(folder))
    assert status == 1
    assert "broken/challenge.toml:" in err
    assert "minuets" in err
    assert "packs: 1 (0 ok, 1 not)" in out


def test_a_pack_that_is_not_there_is_said(assessor) -> None:
    status, _, err = assessor("pack", "verify", "no-such-pack")
    assert status == 1
    assert "There is no folder" in err


def test_packs_must_be_named_or_all_of_them(assessor) -> None:
    assert "Name packs, or say --all." in assessor("pack", "verify")[2]
    assert "Name packs, or say --all." in assessor("pack", "verify", "--all", "practice-orders")[2]


def test_a_new_pack_says_what_comes_next_and_is_never_overwritten(assessor, tmp_path: Path) -> None:
    status, out, _ = assessor("pack", "new", "my-pack", "--into", str(tmp_path))
    assert status == 0
    assert f"assessor pack verify {tmp_path / 'my-pack'}" in out
    status, _, err = assessor("pack", "new", "my-pack", "--into", str(tmp_path))
    assert status == 1
    assert "exists already" in err
    assert assessor("pack", "new", "Not A Slug", "--into", str(tmp_path))[0] == 1


def test_an_engine_that_does_not_answer_is_said_with_what_to_do(tmp_path: Path) -> None:
    # In a process of its own: the Docker SDK leaves its socket open where it cannot connect.
    nowhere = {"DOCKER_HOST": "unix:///nowhere/docker.sock", "ASSESSOR_PROVIDER": "docker"}
    command = [sys.executable, "-m", "assessor.cli", "sandbox", "ls"]
    environ = {**os.environ, **nowhere, "ASSESSOR_HOME": str(tmp_path)}
    ended = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "Docker Engine" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data"), "There is no disk space left (/data)"),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/data"),
            "Permission denied (/data). Set ASSESSOR_HOME",
        ),
        (KeyboardInterrupt(), "Stopped."),
    ],
)
def test_what_the_machine_refuses_reads_as_a_sentence(
    assessor, monkeypatch: pytest.MonkeyPatch, error: BaseException, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("assessor.cli.database.bootstrap", refuse)
    status, _, err = assessor("database", "migrate")
    assert status == (130 if isinstance(error, KeyboardInterrupt) else 1)
    assert words in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no file"),
        (b"", "is empty: there is no query in it"),
        (b" \n", "is empty: there is no query in it"),
        (b"\xff", "is no UTF-8 text"),
        (b"x" * 600_000, "is larger than 512 KiB"),
    ],
)
def test_a_query_that_cannot_be_read_is_said(
    assessor, tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "query.sql"
    if content is not None:
        file.write_bytes(content)
    status, out, err = assessor("pack", "explain", "practice-orders", str(file))
    assert (status, out) == (1, "")
    assert message in err


def test_a_folder_is_no_query(assessor, tmp_path: Path) -> None:
    status, _, err = assessor("pack", "explain", "practice-orders", str(tmp_path))
    assert status == 1
    assert "name the file that holds the query" in err


def test_explaining_in_a_pack_that_is_not_there_names_those_that_are(assessor) -> None:
    status, _, err = assessor("pack", "explain", "no-such-pack", "-")
    assert status == 1
    assert "There is no pack 'no-such-pack'. Name a folder or one of: " in err
    assert "practice-orders" in err


def test_a_query_may_come_from_standard_input(assessor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"  ")))
    status, _, err = assessor("pack", "explain", "practice-orders", "-")
    assert status == 1
    assert "standard input is empty" in err


def test_a_kind_without_datasets_cannot_be_explained(
    assessor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Talk:
        name = "design"

    monkeypatch.setattr(registry, "kind_of", lambda pack: Talk())
    monkeypatch.setenv("ASSESSOR_PROVIDER", "process")
    file = tmp_path / "query.sql"
    file.write_text("SELECT 1")
    status, _, err = assessor("pack", "explain", "practice-orders", str(file))
    assert status == 1
    assert "practice-orders is of kind design; only queries can be explained." in err
