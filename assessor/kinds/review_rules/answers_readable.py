"""The reference and the samples are answers that a candidate could have given on the page."""

from __future__ import annotations

from collections.abc import Iterator

from assessor.domain.design import parse_answer
from assessor.kinds.design_rules.answers_readable import readable
from assessor.packs.verify import Evidence, Rule


def _problems(evidence: Evidence) -> Iterator[str]:
    pack = evidence.pack
    lengths = {file.path: len(pack.files[file.path].splitlines()) for file in pack.spec.file}
    for name, text, problem in readable(pack):
        if problem:
            yield f"{name}: {problem}"
            continue
        for comment in parse_answer(text).comments:
            if comment.line > lengths[comment.file]:
                yield f"{name}: {comment.file} has no line {comment.line}"
            if not comment.is_whole:
                yield f"{name}: the comment on {comment.file} line {comment.line} is not finished"


RULE = Rule("The reference and every sample can be read as reviews", _problems)
