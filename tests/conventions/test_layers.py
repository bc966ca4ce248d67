"""A layer that is not enforced does not exist, and neither does a contract that nothing can break."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in CONFIG["contracts"]}

# (contract, file that breaks it, what it imports)
VIOLATIONS = [
    ("layers", "assessor/domain/attempt.py", "import assessor.services"),
    ("layers", "assessor/services/violation.py", "import assessor.web"),
    ("layers", "assessor/services/violation.py", "import assessor.jobs"),
    ("layers", "assessor/web/violation.py", "import assessor.jobs"),
    ("layers", "assessor/jobs/violation.py", "import assessor.web"),
    ("layers", "assessor/web/violation.py", "import assessor.bootstrap"),
    ("layers", "assessor/packs/violation.py", "import assessor.kinds"),
    ("layers", "assessor/grading/violation.py", "import assessor.kinds"),
    ("layers", "assessor/grading/violation.py", "import assessor.storage"),
    ("layers", "assessor/without_a_layer.py", "import json"),
    ("sandbox-alone", "sandbox/violation.py", "import assessor.errors"),
    ("web-without-tables", "assessor/web/violation.py", "import assessor.storage.tables"),
    ("storage-keeps", "assessor/storage/violation.py", "import assessor.grading"),
    ("storage-keeps", "assessor/storage/violation.py", "import assessor.packs"),
    ("layers", "assessor/broker/violation.py", "import assessor.storage"),
    ("broker-keeps-sessions", "assessor/broker/violation.py", "import assessor.packs"),
    ("broker-keeps-sessions", "assessor/broker/violation.py", "import sandbox.provider"),
    ("layers", "assessor/mail/violation.py", "import assessor.packs"),
    ("mail-hands-over", "assessor/mail/violation.py", "import assessor.storage"),
    ("flask-at-the-edge", "assessor/services/violation.py", "import flask"),
    ("flask-at-the-edge", "assessor/jobs/violation.py", "from flask_login import current_user"),
    ("docker-in-one-place", "assessor/services/violation.py", "import docker"),
    ("docker-in-one-place", "sandbox/violation.py", "from docker.errors import NotFound"),
    ("sqlalchemy-in-storage", "assessor/web/violation.py", "from sqlalchemy.orm import Session"),
    ("sqlalchemy-in-storage", "assessor/services/violation.py", "import alembic"),
    ("one-wiring", "assessor/services/violation.py", "import sandbox.docker_provider"),
    ("one-wiring", "assessor/worker.py", "import sandbox.process_provider"),
    ("one-wiring", "assessor/cli/violation.py", "import sandbox.memory_provider"),
    ("pure-domain", "assessor/domain/violation.py", "import pydantic"),
    ("pure-domain", "assessor/errors.py", "import psycopg"),
]


def lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", script]
    return subprocess.run(
        [*command, "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files of the project, to be spoilt."""
    folder = tmp_path_factory.mktemp("layers")
    for package in CONFIG["root_packages"]:
        others = shutil.ignore_patterns("__pycache__", "static", "frontend", "image")
        shutil.copytree(ROOT / package, folder / package, ignore=others)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_contract_holds() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_can_be_broken() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "file", "line"), VIOLATIONS, ids=lambda value: value.replace("/", "."))
def test_a_violation_is_found(copy: Path, contract: str, file: str, line: str) -> None:
    spoilt = copy / file
    before = spoilt.read_text() if spoilt.exists() else None
    assert spoilt.parent.is_dir()
    try:
        spoilt.write_text(f"{before or ''}\n{line}\n")
        result = lint_imports(copy, "--contract", contract)
    finally:
        if before is None:
            spoilt.unlink()
        else:
            spoilt.write_text(before)
    assert result.returncode == 1, result.stdout + result.stderr
    # The report is wrapped wherever it happens to be 80 columns wide.
    said = "".join(result.stdout.split())
    assert "".join(CONTRACTS[contract]["name"].split()) + "BROKEN" in said


def test_contracts_are_sentences() -> None:
    for contract in CONTRACTS.values():
        assert len(contract["name"].split()) >= 5, contract["name"]


def test_the_pure_domain_knows_every_dependency() -> None:
    """A new dependency is forbidden in the domain from its first day."""
    imported = {"argon2-cffi": "argon2", "markdown-it-py": "markdown_it", "psycopg[binary,pool]": "psycopg"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [requirement.split(">=")[0] for requirement in project["dependencies"]]
    modules = {imported.get(name, name.replace("-", "_")) for name in names}
    assert modules <= set(CONTRACTS["pure-domain"]["forbidden_modules"])
