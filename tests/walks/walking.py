"""Heartleaf as a person walks through it: by the words they see, never by how a page is built.

When words on the page change, this is the one place to mend.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Locator, Page, Request, expect

PASSPHRASE = "seven small boats upon the river"
PATIENCE = 45_000
"""Milliseconds; tired cores are forgiven: the first look at Today grows the whole tree."""
expect.set_options(timeout=PATIENCE)

HEIGHTS = {360: 740, 1280: 860}
# The browser says this of every answer above 399, ours on purpose among them.
EXPECTED = re.compile(r"status of (404|409|422)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED")


STATES = re.compile("Kept|Another window|only on this page")


class Window:
    """A browser window of its own: own cookies, own size, own wishes."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        width: int = 1280,
        height: int = 0,
        dark: bool = False,
        script: bool = True,
        still: bool = False,
    ) -> None:
        self.address, self.script = address, script
        self.complaints: list[str] = []
        self._wires: dict[Page, CDPSession] = {}
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height or HEIGHTS[width]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce" if still else "no-preference",
            has_touch=width < 900,
            timezone_id="Europe/Dublin",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", self._heard)
        self.context.on("request", self._asked)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.tab()

    def tab(self) -> Page:
        """Another tab; it becomes the one that is looked at."""
        self.page = self.context.new_page()
        return self.page

    def seen_as(self, *, width: int, dark: bool) -> None:
        """The same page on another screen: how wide, touched or not, light or dark."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        if self.page not in self._wires:  # what it was told holds only as long as it is there
            self._wires[self.page] = self.context.new_cdp_session(self.page)
        touch = {"enabled": width < 900}
        self._wires[self.page].send("Emulation.setTouchEmulationEnabled", touch)

    def close(self) -> None:
        self.context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in {urlsplit(self.address).netloc, ""}:
            self.complaints.append(f"asked another host: {request.url}")

    # ── Looking ─────────────────────────────────────────────────────────────────────────────

    def go(self, path: str = "/") -> Page:
        self.page.goto(path)
        return self.page

    def reads(self, words: str | re.Pattern[str]) -> None:
        """It says so somewhere on the page, to be seen."""
        found = self.page.locator("body").get_by_text(words).locator("visible=true")
        expect(found.first).to_be_visible(timeout=PATIENCE)

    def is_titled(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def link(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        exact = isinstance(words, str)
        return (within or self.page.locator("body")).get_by_role("link", name=words, exact=exact)

    def button(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        exact = isinstance(words, str)
        return (within or self.page.locator("body")).get_by_role("button", name=words, exact=exact)

    def press(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.page.wait_for_load_state()  # a person is slower than a script that is on its way
        self.button(words, within).click()

    def follow(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.link(words, within).first.click()

    def field(self, label: str) -> Locator:
        """A field by its label; what it is folded away in is unfolded."""
        found = self.page.get_by_label(label, exact=True)
        for fold in found.locator("xpath=ancestor::details[not(@open)]/summary").all():
            fold.click()
        return found

    def fill(self, label: str, words: str) -> None:
        self.field(label).fill(words)

    def choose(self, question: str, answer: str) -> None:
        group = self.page.get_by_role("group", name=question)
        group.get_by_role("radio", name=answer, exact=True).check()

    def places(self) -> Locator:
        return self.page.get_by_role("navigation", name="Places")

    def rail(self) -> Locator:
        return self.page.get_by_role("navigation", name="Within reach")

    def to(self, place: str) -> None:
        """Today, Timeline, Tree or More; from a page without them by the way back."""
        if not self.places().count():
            self.go("/")
        self.follow(place, self.places())

    # ── Within reach ────────────────────────────────────────────────────────────────────────

    def close_the_screen(self) -> None:
        self.press("Close the screen", self.rail())

    def open_again(self) -> None:
        self.follow("Open again")
        self.press("Open")

    def be_quiet(self) -> None:
        self.press("Quiet", self.rail())
        self.reads("Quiet, until you end it.")

    def end_quiet(self) -> None:
        self.press("End quiet", self.rail())

    # ── The first evening ───────────────────────────────────────────────────────────────────

    def name_the_place(self, name: str) -> None:
        self.fill("The name", name)
        self.press("Go on")

    def choose_a_way_in(self, name: str, email: str, passphrase: str) -> None:
        self.fill("What shall we call you?", name)
        self.fill("Your e-mail address", email)
        self.fill("A passphrase", passphrase)
        if self.script:
            self.press("Show it")
            expect(self.field("A passphrase")).to_have_attribute("type", "text")
        self.press("Begin")

    def name_a_child(self, name: str, **more: str) -> None:
        self.fill("Name", name)
        for label, words in more.items():
            self.fill(label.capitalize(), words)
        self.press("Keep, and go on")

    def sheet(self) -> bytes:
        """The PDF behind the link, as the browser's own tab gets it."""
        address = self.link("Open the sheet").get_attribute("href") or ""
        answer = self.context.request.get(f"{self.address}{address}")
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    def ask_for_the_sheet(self, passphrase: str = PASSPHRASE) -> None:
        """As someone who has been here for a while."""
        self.fill("Your passphrase", passphrase)
        self.press(re.compile("Make the sheet|Show it once more"))

    def type_the_key_back(self, part: str) -> None:
        self.fill("The last row of the key", part)
        self.press("This is what it says")

    # ── In and out ──────────────────────────────────────────────────────────────────────────

    def sign_in(self, email: str = "ada@example.org", passphrase: str = PASSPHRASE) -> Window:
        if urlsplit(self.page.url).path != "/sign-in/":
            self.go("/sign-in/")
        self.fill("Your e-mail address", email)
        self.fill("Passphrase", passphrase)
        self.press("Open")
        return self

    def step_in(self) -> None:
        """Into the sample, as the first of its parents."""
        self.button(re.compile("^Step in as")).first.click()
        expect(self.places()).to_be_visible()

    def sign_out(self) -> None:
        self.to("More")
        self.follow("Settings")
        self.press("Sign out")

    # ── Letters ─────────────────────────────────────────────────────────────────────────────

    def begin_a_letter(self) -> None:
        self.to("Today")
        self.follow(re.compile("Write to"))

    def title(self) -> Locator:
        return self.page.get_by_label("Title", exact=True)

    def letter(self) -> Locator:
        return self.page.get_by_label("Your letter", exact=True)

    def kept_state(self) -> Locator:
        return self.page.get_by_role("status").filter(has_text=STATES)

    def is_kept(self) -> None:
        """The words on the page are on the server now."""
        expect(self.kept_state()).to_have_text(re.compile(r"Kept(, just now)?\s*$"))

    def keep(self) -> None:
        self.press("Keep")

    def not_yet_until_a_day(self) -> None:
        """Touch "Not yet", and leave it open until which day."""
        self.page.get_by_text("Not yet", exact=True).locator("visible=true").click()
        expect(self.page.get_by_role("radio", name=re.compile("until a day"))).to_be_checked()

    def find(self, words: str) -> None:
        """By typing; without script, by the button."""
        self.to("More")
        self.follow("Search")
        field = self.page.get_by_label("What you remember of it")
        field.press_sequentially(words, delay=20)
        if not self.script:
            self.press("Look")

    # ── Bringing in ─────────────────────────────────────────────────────────────────────────

    def bring_in(self, files: list[Path] | None = None, folder: Path | None = None) -> None:
        self.to("More")
        self.follow("Bring in")
        if folder:
            self.page.get_by_label("Or a whole folder").set_input_files(folder)
        if files:
            self.page.get_by_label("Choose files, or lay them here").set_input_files(files)
        self.press("Bring them in")
        self.page.wait_for_url("**/imports/*/")

    def come_back_to_what_comes_in(self) -> None:
        """In another tab, the first one being closed."""
        self.page.close()
        self.tab()
        self.go("/bring-in/")
        self.follow("What came last")

    def until_all_is_in(self) -> None:
        arrived, again = self.link("Open the tray"), self.link("Look again")
        while not self.script and not arrived.count():
            self.page.wait_for_timeout(300)
            if again.count():
                again.click()
        expect(arrived).to_be_visible(timeout=60_000)

    def open_the_tray(self) -> None:
        self.to("More")
        self.follow("The tray")

    def month(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=name)

    def tiles(self, month: str) -> Locator:
        return self.month(month).get_by_role("checkbox")

    def tick(self, tile: Locator) -> None:
        """Touch the tile, which is its checkbox's label."""
        tile.locator("xpath=ancestor::label").click()
        expect(tile).to_be_checked()

    def keep_chosen(self, circle: str) -> None:
        self.choose("Who may open what you keep", circle)
        self.chosen_is_kept_by().click()

    def chosen_is_kept_by(self) -> Locator:
        return self.button(re.compile("^Keep in"))

    def keep_month(self, name: str, circle: str) -> None:
        self.choose("Who may open what you keep", circle)
        self.press(re.compile("^Keep the month"), self.month(name))

    # ── Covers ──────────────────────────────────────────────────────────────────────────────

    def pictures(self) -> Locator:
        return self.page.get_by_role("main").locator("img")

    def original(self) -> Locator:
        for fold in self.page.locator("details.tend:not([open]) > summary").all():
            fold.click()
        return self.link(re.compile("original file"))

    def a_cover_to_lift(self) -> Locator:
        """In a list: the word beside a covered picture."""
        return self.link(re.compile("^Uncover: Photograph"))

    def shows(self, view: str) -> None:
        """The first picture here is this view: "cover", "small" or "large"."""
        expect(self.pictures().first).to_have_attribute("src", re.compile(f"/{view}\\.jpg"))
