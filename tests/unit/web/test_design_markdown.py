"""What a candidate writes is shown with its drawings, and nothing else of it ever runs."""

import pytest
from flask import Flask
from flask_babel import Babel

from assessor.web.markdown import render, render_design

FENCE = "```mermaid\n{}\n```\n"


@pytest.fixture(autouse=True)
def _words():
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        yield


def test_a_diagram_stands_above_its_text():
    page = render_design("# Title\n\n" + FENCE.format("flowchart LR\n a --> b"))
    assert "<h2>Title</h2>" in page
    assert page.index("<svg") < page.index("<details>") < page.index("a --&gt; b")


def test_what_cannot_be_drawn_says_why_and_stays_readable():
    page = render_design(FENCE.format("flowchart LR\n a <script>alert(1)</script>"))
    assert "Line 2 cannot be drawn" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "text",
    [
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<svg onload="alert(1)"></svg>',
        "<style>*{}</style>",
    ],
)
def test_nothing_of_it_runs(text):
    page = render_design(text).lower()
    assert not any(bad in page for bad in ("<img", "<svg", "<style", 'href="javascript'))


def test_statements_are_shown_without_their_title():
    assert "Title" not in render("# Title\n\nText")
