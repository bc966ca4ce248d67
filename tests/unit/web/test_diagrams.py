"""Diagrams are drawn from their text; what is not understood is told with its line."""

import re
from xml.etree import ElementTree

import pytest

from assessor.web.diagrams import Unreadable, draw, parse
from assessor.web.diagrams.layout import lay_out

ENTITIES = """erDiagram
    TENANT ||--o{ CUSTOMER : has
    CUSTOMER }o..|| ROOM : "books in"
    %% a remark
    TENANT {
        int tenant_id PK
        numeric(10,2) limit "per month"
    }
"""
FLOW = """flowchart LR
    app[Application] --> pool(Pooler) -->|writes| pg[(PostgreSQL)]
    pg -.-> standby{Standby}
    standby ==> app
    app --- app2
"""


def test_entities():
    found = parse(ENTITIES)
    assert list(found.boxes) == ["TENANT", "CUSTOMER", "ROOM"]
    assert found.boxes["TENANT"].rows == ["tenant_id int PK", "limit numeric(10,2) (per month)"]
    one, other = found.links
    assert (one.source, one.target, one.label, one.tail, one.head, one.style) == (
        "TENANT", "CUSTOMER", "has", "one", "many", "line",
    )  # fmt: skip
    assert (other.tail, other.head, other.label, other.style) == ("many", "one", "books in", "dotted")


def test_boxes_and_arrows():
    found = parse(FLOW)
    assert found.across
    assert {box.name: (box.label, box.shape) for box in found.boxes.values()} == {
        "app": ("Application", "box"),
        "pool": ("Pooler", "round"),
        "pg": ("PostgreSQL", "store"),
        "standby": ("Standby", "choice"),
        "app2": ("app2", "box"),
    }
    assert [(link.source, link.target, link.label, link.style) for link in found.links] == [
        ("app", "pool", "", "arrow"),
        ("pool", "pg", "writes", "arrow"),
        ("pg", "standby", "", "dotted"),
        ("standby", "app", "", "thick"),
        ("app", "app2", "", "line"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("sequenceDiagram\n a->>b: x", "begins with flowchart"),
        ("flowchart LR\n a[A] -->", "Line 2 ends with an arrow to nothing"),
        ("flowchart LR\n\n a b", "Line 3 cannot be drawn"),
        ("flowchart LR\n <script>", "Line 2 cannot be drawn"),
        ("erDiagram\n A has B", "Line 2 cannot be drawn"),
        ("erDiagram\n A {\n int id PK", "A has no end"),
        ("erDiagram\n A {\n ???\n }", "Line 3 is no column"),
        ("flowchart LR", "1 to 60 boxes"),
        ("flowchart LR\n" + "\n".join(f"a{n}" for n in range(61)), "1 to 60 boxes"),
    ],
)
def test_what_cannot_be_drawn_is_told(text, told):
    with pytest.raises(Unreadable, match=re.escape(told)):
        parse(text)


@pytest.mark.parametrize("text", [ENTITIES, FLOW, "flowchart TD\n a --> b --> c --> a\n a --> a"])
def test_no_two_boxes_lie_over_each_other(text):
    layout = lay_out(parse(text))
    places = list(layout.places.values())
    for number, one in enumerate(places):
        assert 0 <= one.x <= layout.width - one.width
        assert 0 <= one.y <= layout.height - one.height
        for other in places[number + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or above


def test_the_picture_is_plain_and_escaped():
    picture = draw(parse('flowchart LR\n a["<img onerror=x>"] -->|"<b>"| b'), 'A "label" <i>')
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own drawing, whose escaping is what is tested
    assert root.attrib["aria-label"] == 'A "label" <i>'
    tags = {element.tag for element in root.iter()}
    assert tags <= {"svg", "rect", "path", "text"}
    assert not any(
        name.startswith("on") or name == "style" for element in root.iter() for name in element.attrib
    )
    assert "<img onerror=x>" in [element.text for element in root.iter("text")]
