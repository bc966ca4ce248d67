"""Markdown as safe HTML: no raw HTML in, nothing but plain formatting and our own drawings out."""

from __future__ import annotations

import html
import re
from functools import lru_cache

import nh3
from flask_babel import gettext
from markdown_it import MarkdownIt
from markupsafe import Markup

from assessor.web.diagrams import Unreadable, draw, parse

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}}
_REACHED = {tag: {"tabindex": "0"} for tag in ("pre", "table")}
"""What is wider than the page scrolls within itself, which a keyboard must be able to do."""


_TITLE = re.compile(r"\A\s*# [^\n]*\n")


@lru_cache(maxsize=1000)
def render(text: str) -> Markup:
    """HTML of a Markdown text without its title: the page has its own. Other headings start at level 2."""
    return _safe(_TITLE.sub("", text))


def _safe(text: str) -> Markup:
    page = _PARSER.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    schemes = {"http", "https", "mailto"}
    clean = nh3.clean(
        page,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values=_REACHED,
        url_schemes=schemes,
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


_DIAGRAM = re.compile(r'<pre tabindex="0"><code class="language-mermaid">(.*?)</code></pre>', re.DOTALL)


def render_design(text: str) -> Markup:
    """HTML of a design answer: with its title, and fences with "mermaid" drawn; their text stays below the picture."""
    return Markup(_DIAGRAM.sub(lambda found: _drawn(found[1]), _safe(text)))  # noqa: S704 - both parts are clean


def _drawn(escaped: str) -> Markup:
    source = html.unescape(escaped)
    try:
        picture = draw(parse(source), gettext("Diagram; its text is below it"))
    except Unreadable as problem:
        picture = Markup('<p class="diagram-problem">{}</p>').format(str(problem))
    return Markup(
        '<figure class="drawn"><div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>'
        '<details><summary>{}</summary><pre tabindex="0"><code>{}</code></pre></details></figure>'
    ).format(gettext("Diagram"), picture, gettext("The diagram as text"), source)
