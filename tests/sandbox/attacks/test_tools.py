"""PostgreSQL's own client programs run what a text or a database tells them: the platform uses none of them.

But on the machines of a fleet, which are their candidate's own: there they may run what they like anyway (ADR 0021).
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CLIENTS = ("psql", "pg_dump", "pg_dumpall", "pg_restore", "pg_basebackup", "vacuumdb", "reindexdb", "pgbench")


def sources():
    """Every file of ours whose commands run elsewhere than on a candidate's machines, with the strings in it."""
    ours = sorted([*ROOT.glob("assessor/**/*.py"), *ROOT.glob("sandbox/**/*.py")])
    for path in (each for each in ours if each.parent.name != "fleet"):
        tree = ast.parse(path.read_text())
        docs = {id(body[0].value) for body in bodies(tree) if body and isinstance(body[0], ast.Expr)}
        yield (
            path,
            [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
            ],
        )


def bodies(tree):
    return [node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)]


def mentions(words):
    """Strings in which a word stands alone, as it does in a command."""
    found = []
    for path, strings in sources():
        for text in strings:
            tokens = {token.rpartition("/")[2] for token in text.split()}
            found += [f"{path.name}: {word}" for word in words if word in tokens]
    return found


@pytest.mark.docker
@pytest.mark.parametrize(
    "command", [r"\! id", r"\copy item to '/tmp/x'", r"\o /tmp/x", "SELECT 1 \\g |id", r"\gexec"]
)
def test_attack_39_commands_of_psql(arena, command):
    """They are syntax errors, for no text is ever fed to psql."""
    arena.refused(command, sqlstate="42601")
    assert mentions(("psql",)) == []


@pytest.mark.docker
def test_attack_40_dumps(arena):
    """What a database says of itself is never replayed: nothing of ours dumps or restores a candidate's database."""
    assert mentions(CLIENTS) == []
    arena.holds('CREATE TABLE "x\n\\! touch /tmp/pwned\n" (a int); DROP TABLE "x\n\\! touch /tmp/pwned\n"')
    assert not Path("/tmp/pwned").exists()
