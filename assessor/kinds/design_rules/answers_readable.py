"""The reference and the samples are answers that a candidate could have given in the form."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.design import parse_answer, require_readable
from assessor.errors import InvalidInput
from assessor.packs.loader import Pack
from assessor.packs.verify import Evidence, Rule


def readable(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """The reference and every sample: its name, its text, and why it cannot be read, if so."""
    spec = pack.spec.model_dump(mode="json")
    texts = {"the reference": pack.reference, **{sample.path: sample.text for sample in pack.samples}}
    for name, text in texts.items():
        try:
            require_readable(text, spec)
        except InvalidInput as error:
            yield name, text, str(error)
        else:
            yield name, text, ""


def _problems(evidence: Evidence) -> Iterator[str]:
    for name, text, problem in readable(evidence.pack):
        if problem:
            yield f"{name}: {problem}"
        elif not parse_answer(text).text.strip():
            yield f"{name}: has no text, and raters need one"


RULE = Rule("The reference and every sample can be read as design answers", _problems)
