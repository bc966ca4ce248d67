"""Every text is collected for translators, and every translation fits its text."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from assessor.web.sentences import KNOWN
from tests.pseudo import write_pseudo

ROOT = Path(__file__).parents[2]
POT = ROOT / "translations" / "assessor.pot"
TRANSLATIONS = sorted((ROOT / "translations").glob("*.po"))
SAID = re.compile(r"\b(?:say|sayMany)\(\s*(?P<text>\"(?:[^\"\\]|\\.)*\")?")
LOWER = [*(ROOT / "assessor" / "broker").glob("*.py"), *(ROOT / "sandbox" / "execution").glob("*.py")]
NOT_FOR_CANDIDATES = ("Another broker serves", "No answer", "COPY ... FROM STDIN")
"""What operators read, and what PostgreSQL puts into a message of its own."""


def catalogue(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, abort_invalid=True)


def test_the_template_is_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "made.pot"
    command = ["make", "--silent", "collect", f"POT={made}", f"BIN={Path(sys.executable).parent}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert made.read_text() == POT.read_text(), "run `make translations`"


def test_every_text_of_the_scripts_is_collected() -> None:
    """Babel reads TypeScript as JavaScript; what it stumbled over would be missing without a word."""
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(POT)}
    found = 0
    for file in (ROOT / "assessor" / "web" / "frontend").rglob("*.ts"):
        for match in SAID.finditer(file.read_text()):
            if file.name == "words.ts" and file.parent.name == "frontend":
                continue
            assert match["text"], f"{file.name}: say() takes a text, not a name: {match[0]}"
            assert ast.literal_eval(match["text"]) in known, file.name
            found += 1
    assert found > 150


def misfits(file: Path) -> list[str]:
    """Where a translation has other placeholders or another number of plural forms than its text."""
    return [
        f"{file.name}: {message.id!r}: {error}"
        for message, errors in catalogue(file).check()
        for error in errors
    ]


def test_every_translation_fits_its_text() -> None:
    assert [misfit for file in TRANSLATIONS for misfit in misfits(file)] == []


def test_a_translation_that_does_not_fit_is_found(tmp_path: Path) -> None:
    good = write_pseudo(tmp_path) / "eo.po"
    assert misfits(good) == []
    good.write_text(good.read_text().replace("%(minutes)s", "%(minuten)s", 1))
    assert len(misfits(good)) == 1


def sentences(file: Path) -> Iterator[str]:
    """What a module says in whole sentences, but for its docstrings; what is filled in is left out."""
    tree = ast.parse(file.read_text())
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            text = node.value.strip()
            if text[:1].isupper() and text.endswith(".") and len(text.split()) > 3:
                yield text


@pytest.mark.parametrize("file", LOWER, ids=lambda file: file.name)
def test_every_sentence_of_the_sandbox_and_the_broker_can_be_translated(file: Path) -> None:
    pieces = [piece.strip() for each in KNOWN for piece in re.split(r"%\(\w+\)s", each)]
    for sentence in sentences(file):
        if not sentence.startswith(NOT_FOR_CANDIDATES):
            assert sentence in pieces, f"{file.name}: list it in assessor/web/sentences.py"


def test_every_sentence_that_is_listed_is_said() -> None:
    said = "\n".join(
        node.value for file in LOWER for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )  # fmt: skip
    for known in KNOWN:
        # "a NUL character" and "half a surrogate pair" are filled in.
        pieces = re.split(r"%\(\w+\)s|a NUL character|half a surrogate pair", known)
        assert all(piece.strip() in said for piece in pieces), known


@pytest.mark.parametrize(
    "file", sorted((ROOT / "templates" / "components").glob("*.html")), ids=lambda file: file.name
)
def test_no_component_translates_while_it_is_imported(file: Path) -> None:
    """That happens once per process, in the language of whoever asks first."""
    outside = re.sub(r"{% macro .*?{%-? endmacro %}", "", file.read_text(), flags=re.DOTALL)
    assert "_(" not in outside
    assert "{% trans" not in outside
