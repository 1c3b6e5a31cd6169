"""Looking at pages: each is loaded once, and seen as a phone shows it and as a desk in the dark."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.walks.houses import House
from tests.walks.walking import Window

# Sounds are waited for, as a rule is about them; the style sheet is read by no rule that runs.
AXE = """rules => axe.run({
    resultTypes: ['violations'], preload: {assets: ['media']},
    ...(rules ? {runOnly: {type: 'rule', values: rules}} : {}),
  }).then(found => found.violations)"""
# What another width or another light may change; all else a page says alike in both.
OF_THE_EYE = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# One page in so many is asked for everything on the desk too.
EVERYTHING_AGAIN = 4
IDS = re.compile(r"[0-9a-f-]{36}|\?.*")
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Half faded in, words are as pale as they are half there.
FADED_IN = "Promise.all(document.getAnimations().map((fade) => fade.finished.catch(() => 0)))"
# The narrowest phone, and a desk at 200 %.
NARROW = [(320, 568), (640, 430)]
WITHIN_REACH = """() => {
  const stops = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')];
  const quiet = document.querySelector('.rail-row [name=quiet]');
  return {
    stops: stops.filter(each => each.checkVisibility()).slice(0, 4)
      .map(each => each.innerText.trim()),
    quiet: quiet && Object.fromEntries(new FormData(quiet.form)),
  };
}"""


@dataclass(frozen=True)
class Stop:
    """What was seen of one page: its troubles, its first four stops for the Tab key, what its
    "Quiet" sends, and whether the browser may hold it."""

    path: str
    troubles: list[str]
    stops: list[str]
    quiet: dict[str, str]
    cache_control: str


def tour(person: Window, house: House, paths: list[str]) -> list[Stop]:
    """Each page is loaded once, whatever is to be seen of it."""
    return [stop_at(person, path.format(**house.what)) for path in paths]


def stop_at(person: Window, path: str) -> Stop:
    answer = person.page.goto(path)
    reach = person.page.evaluate(WITHIN_REACH)
    held = answer.headers.get("cache-control", "") if answer else ""
    return Stop(path, troubles_here(person), reach["stops"], reach["quiet"] or {}, held)


def troubles(person: Window, house: House, path: str) -> list[str]:
    person.go(path.format(**house.what))
    return troubles_here(person)


def troubles_here(person: Window) -> list[str]:
    """What axe finds on this page, small and light and then wide and dark, and at which widths
    something sticks out of it."""
    page, here = person.page, person.page.url.removeprefix(person.address)
    expect(page.locator("main, .closed").first).to_be_attached()
    page.evaluate(AXE_SCRIPT)
    found = [f"{here}: {each}" for each in [*asked_of_axe(page), *sticking_out(page)]]
    person.seen_as(width=1280, dark=True)
    rules = OF_THE_EYE if zlib.crc32(IDS.sub("", here).encode()) % EVERYTHING_AGAIN else None
    found += [f"{here}, wide and dark: {each}" for each in asked_of_axe(page, rules)]
    person.seen_as(width=360, dark=False)
    return found


def asked_of_axe(page: Page, rules: list[str] | None = None) -> list[str]:
    page.evaluate(FADED_IN)
    return [
        f"{each['id']}: {each['help']} ({node['html'][:120]})"
        for each in page.evaluate(AXE, rules)
        for node in each["nodes"][:3]
    ]


def sticking_out(page: Page) -> list[str]:
    found = []
    for width, height in NARROW:
        page.set_viewport_size({"width": width, "height": height})
        if (beyond := page.evaluate(STICKS_OUT)) > 0:
            found.append(f"{beyond} px stick out at {width} px")
    return found
