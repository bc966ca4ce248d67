"""A design answer as pages take it apart."""

from __future__ import annotations

from assessor.domain.design import DesignAnswer, parse_answer
from assessor.errors import InvalidInput


def parts(text: str) -> DesignAnswer:
    """The parts of a text; what cannot be read is shown as it is."""
    try:
        return parse_answer(text)
    except InvalidInput:
        return DesignAnswer(text)
