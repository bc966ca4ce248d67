"""Boxes and lines as SVG. Colours come from classes of the pages' style sheet: no style attribute, no script."""

from __future__ import annotations

import math
from collections.abc import Iterator

from markupsafe import Markup

from assessor.web.diagrams.layout import LINE, PAD, Layout, Place, lay_out
from assessor.web.diagrams.parse import Box, Diagram, Link

Point = tuple[float, float]
_WORDS = {"one": "1", "maybe": "0..1", "some": "1..n", "many": "0..n"}


def draw(diagram: Diagram, label: str) -> Markup:
    """The picture; `label` is what it is called."""
    layout = lay_out(diagram)
    inner = Markup("").join([*_links(diagram, layout), *_boxes(diagram, layout)])
    box = f"0 0 {layout.width:.0f} {layout.height:.0f}"
    return Markup(
        '<svg class="diagram" viewBox="{}" width="{:.0f}" height="{:.0f}" role="img" aria-label="{}">{}</svg>'
    ).format(box, layout.width, layout.height, label, inner)


def _boxes(diagram: Diagram, layout: Layout) -> Iterator[Markup]:
    for name, box in diagram.boxes.items():
        yield from _box(box, layout.places[name])


def _box(box: Box, place: Place) -> Iterator[Markup]:
    radius = {"round": place.height / 2, "store": 12.0}.get(box.shape, 4.0)
    yield Markup(
        '<rect class="dg-box dg-{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="{:.1f}"/>'
    ).format(box.shape, place.x, place.y, place.width, place.height, radius)
    if not box.rows:
        yield _text("dg-name", place.centre[0], place.centre[1] + 5, box.label, "middle")
        return
    yield _text("dg-name", place.x + PAD, place.y + LINE, box.label, "start")
    yield Markup('<path class="dg-rule" d="M{:.1f} {:.1f}h{:.1f}"/>').format(
        place.x, place.y + LINE + 8, place.width
    )
    for number, row in enumerate(box.rows):
        yield _text("dg-row", place.x + PAD, place.y + LINE * (number + 2) + 8, row, "start")


def _links(diagram: Diagram, layout: Layout) -> Iterator[Markup]:
    for link in diagram.links:
        source, target = layout.places[link.source], layout.places[link.target]
        if source is not target:
            yield from _link(link, source, target)


def _link(link: Link, source: Place, target: Place) -> Iterator[Markup]:
    start, end = _border(source, target.centre), _border(target, source.centre)
    yield Markup('<path class="dg-link dg-{}" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(
        link.style, *start, *end
    )
    if link.style in ("arrow", "thick") or (link.style == "dotted" and not link.head):
        yield _arrow(start, end)
    for words, near, far in ((link.tail, start, end), (link.head, end, start)):
        if words:
            x, y = _along(near, far, 16)
            yield _text("dg-end", x + 4, y - 3, _WORDS[words], "start")
    if link.label:
        yield _text("dg-label", (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - 4, link.label, "middle")


def _arrow(start: Point, end: Point) -> Markup:
    turn = math.atan2(end[1] - start[1], end[0] - start[0])
    corners = [(end[0] - 10 * math.cos(turn + t), end[1] - 10 * math.sin(turn + t)) for t in (0.4, -0.4)]
    return Markup('<path class="dg-head" d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z"/>').format(
        *end, *corners[0], *corners[1]
    )


def _border(place: Place, towards: Point) -> Point:
    """Where the line from a box's middle leaves it."""
    x, y = place.centre
    across, down = towards[0] - x, towards[1] - y
    scales = [
        half / abs(step) for half, step in ((place.width / 2, across), (place.height / 2, down)) if step
    ]
    scale = min([1.0, *scales])
    return x + across * scale, y + down * scale


def _along(near: Point, far: Point, distance: float) -> Point:
    length = math.dist(near, far) or 1.0
    share = min(0.4, distance / length)
    return near[0] + (far[0] - near[0]) * share, near[1] + (far[1] - near[1]) * share


def _text(kind: str, x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        kind, x, y, anchor, words
    )
