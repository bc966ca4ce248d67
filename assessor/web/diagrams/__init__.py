"""Diagrams drawn from text: a small part of Mermaid's flowchart and erDiagram, as SVG without scripts and styles.

The text stays beside the picture: it is what somebody wrote, and what a screen reader reads.
"""

from assessor.web.diagrams.parse import Diagram, Unreadable, parse
from assessor.web.diagrams.svg import draw

__all__ = ["Diagram", "Unreadable", "draw", "parse"]
