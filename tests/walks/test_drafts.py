"""Words that were typed stay: the tab may die, the line may go, another window may be open."""

import re

import pytest
from playwright.sync_api import expect

ELSEWHERE = re.compile("Another window has written on")
AWAY = re.compile("Kept on this device")


@pytest.fixture
def jonas(filled, window):
    """Jonas has no draft when he begins, and leaves none."""
    jonas = window(filled).sign_in("jonas@example.org")
    yield jonas
    lets_every_draft_go(jonas)


def test_words_survive_a_killed_tab(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Half a sentence")
    jonas.is_kept()
    jonas.page.close()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Half a sentence")


def test_words_typed_a_moment_ago_survive_going_back(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("And then the")
    jonas.follow("Today")

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("And then the")


def test_words_typed_while_the_server_is_away_are_kept_here_and_then_there(jonas, filled):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Before")
    jonas.is_kept()
    filled.close()
    jonas.letter().press_sequentially(", meanwhile")
    expect(jonas.kept_state()).to_have_text(AWAY)
    filled.open()
    jonas.is_kept()
    jonas.page.close()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Before, meanwhile")


def test_words_typed_while_the_server_is_away_survive_the_tab_too(jonas, filled):
    jonas.begin_a_letter()
    filled.close()
    jonas.letter().press_sequentially("Only this device knows")
    expect(jonas.kept_state()).to_have_text(AWAY)
    jonas.page.close()
    filled.open()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Only this device knows")


def test_words_held_on_a_shared_device_wait_for_who_typed_them(jonas):
    holds(jonas, "Only Jonas typed this")
    jonas.context.clear_cookies()  # his session is over
    ada, sent = jonas.sign_in("ada@example.org"), drafts_sent(jonas)
    ada.reads("Good")
    ada.page.wait_for_load_state("networkidle")
    assert (sent, ada.link("Go on writing").count()) == ([], 1)  # hers, as before
    ada.sign_out()

    jonas.sign_in("jonas@example.org")
    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Only Jonas typed this")


def test_what_is_held_is_sent_before_jonas_goes(jonas):
    holds(jonas, "Just before going", leave_it_open=True)
    jonas.to("More")
    the_line_is_back(jonas)

    jonas.press("Sign out")

    jonas.reads("Closed. Everything is as you left it.")
    assert held_here(jonas) == 0
    jonas.sign_in("jonas@example.org")
    goes_on_writing(jonas)
    expect(jonas.letter()).to_have_value("Just before going")


def test_jonas_is_told_when_what_is_held_cannot_be_sent_and_may_let_it_go(jonas):
    holds(jonas, "On this device only", leave_it_open=True)
    jonas.to("More")

    jonas.press("Sign out")
    jonas.reads("Some of your words are on this device only.")
    assert held_here(jonas) == 1

    jonas.press("Sign out, and let them go")
    jonas.reads("Closed. Everything is as you left it.")
    assert held_here(jonas) == 0
    the_line_is_back(jonas)
    jonas.sign_in("jonas@example.org")


def test_a_letter_sent_into_a_line_that_is_down_is_not_lost(jonas, filled):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Kept, I thought")
    jonas.is_kept()
    jonas.letter().press_sequentially(", and a last word")
    filled.close()
    jonas.keep()
    jonas.page.close()
    filled.open()
    jonas.tab().goto("/")

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Kept, I thought, and a last word")


def test_a_letter_that_is_kept_is_held_no_longer(jonas):
    jonas.begin_a_letter()
    jonas.letter().fill("From the harbour.")
    jonas.keep()
    jonas.reads("From the harbour.")

    assert held_here(jonas) == 0
    assert every_draft(jonas) == set()


def test_the_last_words_of_a_long_letter_survive_going_back(jonas):
    """A browser refuses to send so many when a page is left."""
    jonas.begin_a_letter()
    jonas.letter().fill("On and on. " * 8_000)
    jonas.follow("Today")
    expect(jonas.link("Go on writing")).to_be_visible()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("On and on. " * 8_000)
    assert len(every_draft(jonas)) == 1


def test_words_on_their_way_survive_going_back(jonas):
    """Whether they arrived is not known when the page is left."""
    jonas.begin_a_letter()
    jonas.page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    jonas.letter().press_sequentially("Just now")
    jonas.page.wait_for_timeout(2_000)
    jonas.follow("Today")
    jonas.reads("Good")

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Just now")


def test_a_draft_that_is_let_go_takes_its_last_words_along(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Not this")
    jonas.is_kept()
    goes_on_writing(jonas)
    jonas.letter().press_sequentially("Nor that. ")
    jonas.press("Let the draft go")
    jonas.reads("The draft is gone.")

    assert every_draft(jonas) == set()


def test_where_the_device_has_no_room_the_page_does_not_say_that_they_are_kept(jonas):
    jonas.begin_a_letter()
    jonas.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    jonas.context.route("**/drafts/**", lambda route: route.abort("internetdisconnected"))
    jonas.letter().press_sequentially("No room")
    expect(jonas.kept_state()).to_have_text(re.compile("only on this page"))

    the_line_is_back(jonas)

    jonas.is_kept()


def test_what_was_held_is_sent_and_what_is_typed_meanwhile_stays_on_the_page(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Before")
    jonas.is_kept()
    address = f"/keepsakes/new/?draft={jonas.page.locator('[name=draft]').get_attribute('value')}"
    jonas.context.route("**/drafts/**", lambda route: route.abort("internetdisconnected"))
    jonas.letter().press_sequentially(", away")
    expect(jonas.kept_state()).to_have_text(AWAY)
    jonas.page.close()
    the_line_is_back(jonas)
    slow = []
    jonas.context.route("**/drafts/**", lambda one: slow.append(one), times=1)

    jonas.tab()
    jonas.go(address)
    jonas.letter().press("Control+End")
    jonas.letter().press_sequentially(", and meanwhile")
    slow[0].continue_()
    jonas.page.wait_for_timeout(3_000)

    expect(jonas.letter()).to_have_value("Before, and meanwhile")


def test_keep_says_that_it_is_at_work_and_is_there_again_when_the_page_comes_back(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Once")
    jonas.page.evaluate("addEventListener('submit', (event) => event.preventDefault())")

    jonas.keep()

    expect(jonas.button("Keeping…")).to_have_attribute("aria-disabled", "true")
    jonas.page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(jonas.button("Keep")).not_to_have_attribute("aria-disabled", "true")


def test_words_survive_the_screen_being_closed_in_the_middle(jonas):
    jonas.begin_a_letter()
    jonas.letter().press_sequentially("Someone is coming")
    jonas.close_the_screen()
    jonas.open_again()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Someone is coming")


def test_of_two_windows_each_keeps_its_own_words(jonas):
    first, second = two_windows(jonas, "Together")
    first.keyboard.type(" in the first")
    jonas.page = first
    jonas.is_kept()
    second.keyboard.type(" in the second")
    jonas.page = second
    expect(jonas.kept_state()).to_have_text(ELSEWHERE)
    jonas.keep()
    jonas.reads("Together in the second")
    first.close()

    goes_on_writing(jonas)

    expect(jonas.letter()).to_have_value("Together in the first")


def test_of_two_windows_the_second_may_be_killed(jonas):
    first, second = two_windows(jonas, "Together")
    first.keyboard.type(" in the first")
    jonas.page = first
    jonas.is_kept()
    second.keyboard.type(" in the second")
    jonas.page = second
    expect(jonas.kept_state()).to_have_text(ELSEWHERE)
    second.wait_for_timeout(3_000)
    for page in (first, second):
        page.close()

    assert every_draft(jonas) == {"Together in the first", "Together in the second"}


def test_a_letter_changed_in_two_windows_is_kept_twice(jonas):
    jonas.begin_a_letter()
    jonas.title().fill("To the harbour")
    jonas.letter().fill("At first.")
    jonas.keep()
    jonas.follow("Change")
    here, address = jonas.page, jonas.page.url
    jonas.tab().goto(address)
    jonas.letter().fill("In the other window.")
    jonas.keep()
    jonas.reads("In the other window.")
    jonas.page = here
    jonas.letter().fill("In this window.")

    jonas.keep()

    jonas.reads(re.compile("Both are kept"))
    jonas.reads("In this window.")
    jonas.find("in the other window")
    jonas.reads(re.compile("In the other window"))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def holds(jonas, words, leave_it_open=False):
    """Jonas types while the line is away, and closes the tab or leaves the page."""
    jonas.begin_a_letter()
    jonas.context.route("**/drafts/**", lambda route: route.abort("internetdisconnected"))
    jonas.letter().press_sequentially(words)
    expect(jonas.kept_state()).to_have_text(AWAY)
    if leave_it_open:
        return
    jonas.page.close()
    the_line_is_back(jonas)
    jonas.tab()


def the_line_is_back(jonas):
    jonas.context.unroute("**/drafts/**")


def drafts_sent(window):
    """The addresses of what is sent from now on, as it is sent."""
    sent = []
    window.context.on("request", lambda one: sent.append(one.url) if "/drafts/" in one.url else 0)
    return sent


def held_here(window):
    return window.page.evaluate("Object.keys(localStorage).length")


def two_windows(jonas, words):
    """The same draft in two tabs, each with its cursor at the end."""
    jonas.begin_a_letter()
    jonas.letter().press_sequentially(words)
    jonas.is_kept()
    jonas.page.close()
    goes_on_writing(jonas)
    first, address = jonas.page, jonas.page.url
    second = jonas.tab()
    second.goto(address)
    for page in (first, second):
        jonas.page = page
        jonas.letter().press("Control+End")
    return first, second


def goes_on_writing(jonas):
    """In a new tab, from Today."""
    jonas.tab()
    jonas.go("/")
    jonas.follow("Go on writing")
    expect(jonas.letter()).to_be_visible()


def every_draft(jonas):
    """The words of each draft, which goes as it is read."""
    found = set()
    jonas.tab()
    jonas.go("/")
    while jonas.link("Go on writing").count():
        jonas.follow("Go on writing")
        found.add(jonas.letter().input_value())
        jonas.press("Let the draft go")
        jonas.reads("The draft is gone.")
    return found


lets_every_draft_go = every_draft
