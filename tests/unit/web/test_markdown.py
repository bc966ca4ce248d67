"""Markdown becomes safe HTML."""

import pytest

from assessor.web.markdown import render


def test_the_title_is_left_out_because_the_page_has_its_own():
    assert "<h1>" not in render("# Title\n\nText\n\n# Part")
    assert "Title" not in render("# Title\n\nText")
    assert "<h2>Part</h2>" in render("# Title\n\nText\n\n# Part")


def test_tables_and_code_survive():
    html = render("# T\n\n| a | b |\n|---|---|\n| `x` | **y** |\n\n```sql\nSELECT 1 < 2;\n```\n")
    assert "<td><strong>y</strong></td>" in html
    assert "<code>x</code>" in html
    assert "SELECT 1 &lt; 2;" in html


def test_what_may_scroll_is_reached_by_keyboard():
    html = str(render("    SELECT 1\n\n| a |\n|---|\n| x |\n"))
    assert '<pre tabindex="0">' in html
    assert '<table tabindex="0">' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<p style="color:red">x</p>',
    ],
)
def test_nothing_active_comes_through(text):
    html = str(render(text))
    for active in ("<script", "<img", 'href="javascript', 'href="data', "<p style"):
        assert active not in html
