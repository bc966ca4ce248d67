"""What every page has to bear: axe-core, light and dark, zoom, a narrow window, no motion; and its picture."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, Literal, Protocol

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from tests.e2e.pages import SIZES

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NOT_OURS = {"exclude": [[".plan-picture"]]}
"""What pev2 draws: its colours have too little contrast and its bars no names. The table of the plan tells the same."""

COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome depends on colours."""

ZOOMED: list[ViewportSize] = [
    {"width": 720, "height": 450},
    {"width": 390, "height": 844},
    {"width": 320, "height": 640},
]
"""A window of 1440 by 900 at 200 percent, a telephone, and what WCAG 1.4.10 asks for."""

COLOURS_KEPT = 128
"""In a picture."""

PICTURED: list[tuple[str, ViewportSize]] = [
    ("1440x900", SIZES["1440x900"]),
    ("1024x768", {"width": 1024, "height": 768}),
    ("390x844", SIZES["390x844"]),
]

STAFF = ("/staff/", "/account", "/password/", "/api/")

Scheme = Literal["light", "dark"]


class Look(Protocol):
    """What the fixture `look` gives."""

    def __call__(self, page: Page, name: str, at: str = "body") -> None: ...


_CUT_OFF = """() => {
  const cut = [];
  for (const each of document.querySelectorAll("body *")) {
    const style = getComputedStyle(each);
    if (each.closest("svg, input, .cm-editor, .visually-hidden") || style.clipPath !== "none") continue;
    if (!each.checkVisibility()) continue;
    const hides = (way) => way === "hidden" || way === "clip";
    const wide = hides(style.overflowX) && style.textOverflow !== "ellipsis" && each.scrollWidth > each.clientWidth + 1;
    const high = hides(style.overflowY) && each.scrollHeight > each.clientHeight + 1;
    // A table may scroll in a region of its own (WCAG 1.4.10).
    const sideways = each.matches(".panel:not(.scroll), dialog") && each.scrollWidth > each.clientWidth + 1;
    if (wide || high || sideways) cut.push(each.outerHTML.slice(0, 160));
  }
  return cut;
}"""


def check(page: Page) -> None:
    """Nothing is found in light and in dark, nothing sticks out or is cut off when zoomed, nothing moves."""
    page.evaluate(AXE.read_text())
    for scheme, size, rules in (
        ("light", "1440x900", WCAG),
        ("dark", "1440x900", COLOURS),
        ("dark", "390x844", WCAG),
        ("light", "390x844", COLOURS),
    ):
        _show(page, scheme, SIZES[size])
        _run_axe(page, rules, f"{page.url} at {size} in {scheme}")
    for zoomed in ZOOMED:
        page.set_viewport_size(zoomed)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} at {zoomed} is {wide} pixels too wide"
        cut_off = page.evaluate(_CUT_OFF)
        assert cut_off == [], f"{page.url} at {zoomed} cuts off {cut_off}"
    moving = page.evaluate(
        "document.getAnimations().map((each) => each.animationName ?? each.transitionProperty)"
    )
    assert moving == [], f"{page.url} moves"
    _show(page, "light", SIZES["1440x900"])


def shoot(page: Page, name: str, at: str = "body") -> None:
    """The page as pictures, scrolled to `at` (a selector), if ASSESSOR_SCREENSHOTS names a folder for them.

    They are called NAME-SIZE.webp and NAME-dark-SIZE.webp. Pages of staff are pictured in the first size alone.
    """
    folder = os.environ.get("ASSESSOR_SCREENSHOTS")
    if not folder:
        return
    for scheme, infix in (("light", ""), ("dark", "-dark")):
        for size, viewport in PICTURED[:1] if any(each in page.url for each in STAFF) else PICTURED:
            _show(page, scheme, viewport)
            page.evaluate("at => document.querySelector(at).scrollIntoView()", at)
            (Path(folder) / f"{name}{infix}-{size}.webp").write_bytes(_picture(page))
    _show(page, "light", SIZES["1440x900"])


def _picture(page: Page) -> bytes:
    # Text in few colours, kept exactly, is smaller than what WebP makes of photographs, and stays sharp.
    taken = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # The median cut leaves the colours of wide areas as they are; Pillow's other ways shift them.
    few = taken.quantize(COLOURS_KEPT, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture = io.BytesIO()
    few.convert("RGB").save(picture, "WEBP", lossless=True)
    return picture.getvalue()


def _show(page: Page, scheme: str, size: ViewportSize) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size(size)


def _run_axe(page: Page, rules: list[str], where: str) -> None:
    kind = "rule" if rules is COLOURS else "tag"
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": {"type": kind, "values": rules}}
    found = page.evaluate("([what, options]) => axe.run(what, options)", [NOT_OURS, options])["violations"]
    assert [(v["id"], [node["html"][:160] for node in v["nodes"]][:4]) for v in found] == [], where
