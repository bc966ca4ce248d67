"""SQL is highlighted without ever changing or unescaping it."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from assessor.web.sqltext import highlight


def text_of(marked: str) -> str:
    return html.unescape(re.sub(r"</?span[^>]*>", "", marked))


def test_tokens_are_marked():
    marked = highlight("SELECT 'it''s' AS \"a\", 1.5 -- why\nFROM t /* x */ WHERE b = $q$ y $q$")
    for kind in ("keyword", "string", "number", "comment", "name"):
        assert f'class="sql-{kind}"' in marked


def test_a_keyword_inside_a_string_is_no_keyword():
    assert "sql-keyword" not in highlight("'select from'")


def test_markup_is_escaped():
    assert "<script>" not in highlight("SELECT '<script>' -- <script>\n, <script>")


@given(st.text(alphabet=st.sampled_from("SELECT select 'a\"$-/*<>&1.5\n;q"), max_size=60))
def test_the_text_stays_what_it_was(text):
    assert text_of(highlight(text)) == text
