"""Where boxes go: in layers along the links, each layer ordered by its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor.web.diagrams.parse import Box, Diagram

LETTER, LINE, PAD, GAP, STEP, MARGIN = 7.4, 19.0, 12.0, 34.0, 62.0, 14.0
"""Of the drawing, in its own units: a letter's width, a line's height, and the distances."""
_SWEEPS = 6


@dataclass
class Place:
    """A box's rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """The places by name, and the size of the whole."""

    places: Mapping[str, Place]
    width: float
    height: float


def lay_out(diagram: Diagram) -> Layout:
    """Place every box; nothing overlaps."""
    layers = _ordered(diagram, _layers(diagram))
    sizes = {name: _size(box) for name, box in diagram.boxes.items()}
    along, across = (0, 1) if diagram.across else (1, 0)
    breadths = [sum(sizes[n][across] for n in layer) + GAP * (len(layer) - 1) for layer in layers]
    places: dict[str, Place] = {}
    depth = MARGIN
    for layer, breadth in zip(layers, breadths, strict=True):
        thick = max(sizes[name][along] for name in layer)
        beside = MARGIN + (max(breadths) - breadth) / 2
        for name in layer:
            inset = depth + (thick - sizes[name][along]) / 2
            x, y = (inset, beside) if diagram.across else (beside, inset)
            places[name] = Place(x, y, *sizes[name])
            beside += sizes[name][across] + GAP
        depth += thick + (_room(diagram) if diagram.across else STEP)
    width = max(place.x + place.width for place in places.values()) + MARGIN
    height = max(place.y + place.height for place in places.values()) + MARGIN
    return Layout(places, width, height)


def _room(diagram: Diagram) -> float:
    """Between two layers side by side: the labels of links need it."""
    return max([STEP, *(len(link.label) * LETTER + 28 for link in diagram.links)])


def _size(box: Box) -> tuple[float, float]:
    longest = max(len(text) for text in (box.label, *box.rows))
    return longest * LETTER + 2 * PAD, LINE * (1 + len(box.rows)) + PAD + (PAD if box.rows else 4)


def _layers(diagram: Diagram) -> list[list[str]]:
    """Each box one layer behind the last that points to it; links that go back in the text's order do not count."""
    order = {name: number for number, name in enumerate(diagram.boxes)}
    depth = dict.fromkeys(order, 0)
    for name, number in order.items():
        for link in diagram.links:
            if link.source == name and order[link.target] > number:
                depth[link.target] = max(depth[link.target], depth[name] + 1)
    return [[name for name in order if depth[name] == level] for level in sorted(set(depth.values()))]


def _ordered(diagram: Diagram, layers: list[list[str]]) -> list[list[str]]:
    """Sort each layer by the mean place of its neighbours, down and up a few times."""
    near: dict[str, list[str]] = {name: [] for name in diagram.boxes}
    for link in diagram.links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    for _ in range(_SWEEPS):
        for layer in layers:
            at = {name: number / len(each) for each in layers for number, name in enumerate(each)}
            means = {n: sum(at[o] for o in near[n]) / len(near[n]) if near[n] else at[n] for n in layer}
            layer.sort(key=means.__getitem__)
    return layers
