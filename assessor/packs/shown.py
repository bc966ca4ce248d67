"""What of the spec a candidate reads below the statement: the interleavings that are visible."""

from __future__ import annotations

from assessor.packs.spec import ChallengeSpec, Interleaving

_HEAD = """

### Sessions that will meet

This is played with your answer, and more like it: each column is a session, each row the moment at which it takes its
next step. Two tabs of the editor are two sessions.
"""


def in_markdown(spec: ChallengeSpec) -> str:
    """Each visible interleaving with its first order, as tables; empty if there are none."""
    tables = [_table(each) for each in spec.interleaving if each.visible]
    return "\n".join([_HEAD, *tables]) if tables else ""


def _table(one: Interleaving) -> str:
    names = list(one.sessions)
    left = {name: iter(steps) for name, (_, steps) in one.sessions.items()}
    rows = [names, ["---"] * len(names)]
    for name in one.orders()[0]:
        step = " ".join(next(left[name]).split()).replace("|", "\\|")
        rows.append([f"`{step}`" if name == each else "" for each in names])
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"When {one.shows}:\n\n{lines}\n"
