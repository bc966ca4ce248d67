from __future__ import annotations

import json
import os
import stat
import tempfile
import threading
from pathlib import Path

import pytest

from sandbox import disk, scram
from sandbox.docker_provider import debian_base
from sandbox.errors import NeverReady, NoDiskSpace, ProviderUnavailable, StartFailed
from sandbox.postgres.configuration import read_settings
from sandbox.postgres.identity import Identity, obstacle
from sandbox.provider import SandboxHandle, SeedScript, Template, TemplateDatabase
from sandbox.readiness import wait_until_ready
from sandbox.sqltext import line_at, statement_starts


def test_statements_begin_where_they_do() -> None:
    text = "-- a;\nSELECT ';';\n/* ; */ DO $x$ ; $x$;\nSELECT e'\\';' || \"a;b\""
    assert [line_at(text, start) for start in statement_starts(text)] == [2, 3, 4]


@pytest.mark.parametrize("text", ["", " ;; ", "-- only", "/* never ends"])
def test_a_text_without_statements_has_no_beginnings(text: str) -> None:
    assert statement_starts(text) == []


def test_a_verifier_is_of_scram_and_salted() -> None:
    first, second = scram.verifier("secret"), scram.verifier("secret")
    assert first.startswith("SCRAM-SHA-256$4096:")
    assert first != second
    assert scram.new_password() != scram.new_password()


def test_the_key_of_a_template_is_its_content_not_its_label() -> None:
    def template(sql: str, label: str) -> Template:
        return Template((TemplateDatabase("d", (SeedScript("s", sql),)),), label)

    assert template("SELECT 1", "a").key == template("SELECT 1", "b").key
    assert template("SELECT 1", "a").key != template("SELECT 2", "a").key


def test_a_handle_survives_json_and_hides_its_secrets() -> None:
    handle = SandboxHandle("id", "p", "dsn-secret", "platform-secret", 180007, "image", "key", {"a": "b"})
    assert SandboxHandle.from_json(json.loads(json.dumps(handle.to_json()))) == handle
    assert "secret" not in repr(handle)


def test_a_short_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    short = Path(tempfile.gettempdir()) / f"sbx{os.getpid()}"
    try:
        assert disk.short_folder(short, room=12) == short
        assert stat.S_IMODE(short.stat().st_mode) == 0o711
    finally:
        short.rmdir()


def test_a_long_folder_gets_a_stable_substitute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long = tmp_path / ("x" * 100)
    substitute = disk.short_folder(long)
    assert substitute == disk.short_folder(long)
    assert substitute.parent == tmp_path
    assert not long.exists()


def test_a_substitute_that_somebody_planted_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    long, other = tmp_path / ("x" * 100), tmp_path / "other"
    other.mkdir()
    substitute = disk.short_folder(long)
    substitute.rmdir()
    substitute.symlink_to(other)
    with pytest.raises(StartFailed, match="belongs to somebody else"):
        disk.short_folder(long)


def test_free_disk_is_asked_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    disk.require_free(tmp_path / "not" / "yet", 0, "A test")
    with pytest.raises(NoDiskSpace, match="A test needs 1000000000 MB"):
        disk.require_free(tmp_path / "not" / "yet", 10**9, "A test")


def test_a_private_file_is_private_and_replaced_as_a_whole(tmp_path: Path) -> None:
    for text in ("one", "two"):
        disk.write_private(tmp_path / "secret", text)
    assert (tmp_path / "secret").read_text() == "two"
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_lock_is_exclusive_between_threads(tmp_path: Path) -> None:
    got = threading.Event()

    def take() -> None:
        with disk.locked(tmp_path / "lock"):
            got.set()

    with disk.locked(tmp_path / "lock"):
        thread = threading.Thread(target=take)
        thread.start()
        assert not got.wait(0.05)
    thread.join()
    assert got.is_set()


def test_the_first_folder_in_the_way_is_named(tmp_path: Path) -> None:
    somebody = Identity(uid=os.geteuid() + 70_000, gid=os.getegid() + 70_000, switch=True)
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            closed = folder
    closed.chmod(closed.stat().st_mode & ~stat.S_IXOTH & 0o7777)
    found = obstacle(tmp_path / "closed" / "inner", somebody)
    assert found is not None
    assert not found.stat().st_mode & stat.S_IXOTH
    assert obstacle(Path("/"), somebody) is None


def test_settings_are_read_from_the_image_by_version() -> None:
    assert read_settings(16)["jit"] == "off"
    assert read_settings(16)["timezone"] == "UTC"
    assert "allow_alter_system" not in read_settings(16)
    assert read_settings(17)["allow_alter_system"] == "off"
    assert "io_method" not in read_settings(17)
    assert read_settings(18)["io_method"] == "sync"


def test_waiting_ends_with_never_ready_or_with_what_life_says() -> None:
    with pytest.raises(NeverReady, match="did not answer within"):
        wait_until_ready("host=/nonexistent dbname=x", 0.05, lambda: None)

    def dead() -> None:
        raise StartFailed("it died")

    with pytest.raises(StartFailed, match="it died"):
        wait_until_ready("host=/nonexistent dbname=x", 30, dead)


class TestMirrors:
    @pytest.fixture
    def apt(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        folder = tmp_path / "sources.list.d"
        folder.mkdir()
        monkeypatch.setattr(debian_base, "APT", tmp_path)
        return folder

    def test_they_are_those_of_this_machines_apt(self, apt: Path) -> None:
        text = "# http://old.test/debian\nURIs: http://a.test/x/debian\n\nURIs: http://a.test/x/debian-security\n"
        (apt / "debian.sources").write_text(text)
        (apt / "other.list").write_text("deb https://b.test/apt main x\n")
        assert debian_base._mirrors() == ("http://a.test/x/debian", "http://a.test/x/debian-security")

    def test_the_one_line_format_is_read_too(self, apt: Path) -> None:
        (apt.parent / "sources.list").write_text("deb http://a.test/debian bookworm main\n")
        assert debian_base._mirrors() == ("http://a.test/debian", "http://a.test/debian-security")

    def test_a_machine_without_debian_is_explained(self, apt: Path) -> None:
        with pytest.raises(ProviderUnavailable, match="names no Debian mirror"):
            debian_base._mirrors()
