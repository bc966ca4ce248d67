"""A person without a mouse: Tab leads to everything, and whoever is there sees it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

MOST_STOPS = 80
"""So many elements nobody walks through to get anywhere on a page."""

_WATCH = """
window.keyboardOnly = {pointer: 0, seen: null, look: ""};
for (const kind of ["pointerdown", "mousedown", "touchstart"]) {
  addEventListener(kind, () => { window.keyboardOnly.pointer += 1; }, true);
}
"""

# What shows the focus may be drawn on the element, on what it lies in, or on a pseudo-element of those. So the looks of
# all of them are compared between an element that has the focus and the same element once it has lost it.
_ARRIVE = """() => {
  const drawn = ["boxShadow", "outlineStyle", "borderColor", "backgroundColor", "color", "content", "left", "top"];
  const look = (element) => {
    const parts = [];
    for (let each = element, up = 0; each && up < 6; each = each.parentElement, up += 1) {
      for (const pseudo of [null, "::before", "::after"]) {
        const style = getComputedStyle(each, pseudo);
        parts.push(drawn.map((name) => style[name]).join(" "));
      }
    }
    return parts.join("|");
  };
  const problems = [];
  const {seen, look: before} = window.keyboardOnly;
  if (seen && seen.isConnected && seen !== document.activeElement && !seen.contains(document.activeElement)
      && look(seen) === before) {
    problems.push(`its focus cannot be seen: ${seen.outerHTML.slice(0, 200)}`);
  }
  const here = document.activeElement;
  if (!here || here === document.body) { window.keyboardOnly.seen = null; return problems; }
  const box = here.getBoundingClientRect();
  const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const at = (x, y) => [left + x * (right - left), top + y * (bottom - top)];
  const spots = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => at(x, y)));
  const covered = spots.every(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return !there || !(here.contains(there) || there.contains(here));
  });
  if (right <= left || bottom <= top || covered) problems.push(`it is out of sight: ${here.outerHTML.slice(0, 200)}`);
  window.keyboardOnly.seen = here;
  window.keyboardOnly.look = look(here);
  return problems;
}"""


@dataclass
class Keyboard:
    """All that may be done with a page here; there is no mouse."""

    page: Page

    def __post_init__(self) -> None:
        self.page.context.add_init_script(_WATCH)

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        self.page.keyboard.insert_text(text)

    def to(self, target: Locator, step: str = "Tab") -> Locator:
        """Tab (out of the editor: Esc, Tab) until the target has the focus, which is in sight at every stop."""
        for _ in range(MOST_STOPS):
            if self.is_at(target):
                return target
            if self.is_at(self.page.get_by_role("textbox", name="SQL editor")):
                self.press("Escape")
            self.press(step)
            problems = self.page.evaluate(_ARRIVE)
            assert problems == [], f"{self.page.url}: {problems}"
        raise AssertionError(f"{step} never leads to {target} on {self.page.url}; it ends at {self.where()}")

    def use(self, target: Locator, key: str = "Enter", step: str = "Tab") -> None:
        """Go there and press a key."""
        self.to(target, step)
        self.press(key)

    def is_at(self, target: Locator) -> bool:
        """Whether the target has the focus."""
        return target.count() == 1 and bool(target.evaluate("element => element === document.activeElement"))

    def where(self) -> str:
        """What has the focus now."""
        return str(self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    def touched_nothing(self) -> bool:
        """Whether this page saw no pointer."""
        return self.page.evaluate("window.keyboardOnly.pointer") == 0
