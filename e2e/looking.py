"""Looks at a page as people do: by day and by night, on a desk and on a phone, and with a screen reader's needs."""

from pathlib import Path
from typing import Any, cast

from playwright.sync_api import Page
from running import REPOSITORY

OUT = Path(__file__).parent / "out"
AXE = REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE, NARROWEST = 1280, 375, 360
HEIGHT = 800

_RUN_AXE = """
async () => {
  const { violations } = await axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  const words = (node) => `${node.html.slice(0, 160)} — ${node.any[0]?.message ?? ''}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(words).join(' | ')}`);
}
"""
_STILL = """
() => Promise.race([
  Promise.all(document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().iterations !== Infinity)
    .map((animation) => animation.finished.catch(() => undefined))),
  new Promise((resolve) => setTimeout(resolve, 2000)),
])
"""
_WIDER = """
() => {
  const room = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= room ? null :
    [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1)
      .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(' | ') || 'something';
}
"""


class Look:
    """Looks at one page after the other and remembers what is wrong with them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        OUT.mkdir(exist_ok=True)

    def at(self, name: str) -> None:
        """Looks at what stands there now, in both schemes and widths, and leaves the page as it was: light and wide."""
        for width in (WIDE, PHONE):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            for scheme in ("dark", "light"):
                self._wear(scheme)
                self.page.screenshot(path=OUT / f"{name}-{scheme}-{width}.png")
                self.faults += [f"{name}, {scheme}, {width} px: {fault}" for fault in self._axe()]
        self.page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        wider = self.page.evaluate(_WIDER)
        if wider:
            self.faults.append(f"{name}: wider than {NARROWEST} px: {wider}")
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def _wear(self, scheme: str) -> None:
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        self.page.wait_for_timeout(60)
        self.page.evaluate(_STILL)

    def _axe(self) -> list[str]:
        # The policy of the page lets no script in; what the browser's own tools evaluate is not a script of the page.
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return cast("list[str]", cast("Any", self.page.evaluate(_RUN_AXE)))
