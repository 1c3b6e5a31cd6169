"""How much comes over the wire for the first page, and what a browser may hold on to."""

import pytest

from tests.walks.addresses import OUTSIDE

KB = 1024
HEAD = "document.querySelectorAll('link[rel=stylesheet], style').length"
BLOCKING = "document.querySelectorAll('script:not([defer]):not([async]):not([type=module])').length"


@pytest.fixture
def ada(filled, window):
    ada = window(filled).sign_in()
    ada.reads("Just look")
    return ada


def test_the_first_view_of_today_is_light(ada):
    """Page, style and script, as they arrive: packed, with their headers."""
    arrived = weighed(ada, "/")

    print({path: size for path, size in arrived.items() if "/keepsakes/" not in path})
    assert sum(arrived.values()) < 60 * KB


def test_one_stylesheet_and_no_script_that_blocks(ada):
    ada.go("/")

    assert ada.page.evaluate(HEAD) == 1
    assert ada.page.evaluate(BLOCKING) == 0


def test_only_what_says_nothing_of_the_family_may_be_held_by_the_browser(seen, ada, filled):
    held = {path: stop.cache_control for path, stop in seen.items()}
    held |= {path: cache_control(ada, path) for path in OUTSIDE.values()}
    ada.go(f"/keepsakes/{filled.what['picture']}/")
    for each in (ada.pictures().first, ada.original()):
        path = each.get_attribute("src") or each.get_attribute("href")
        held[path] = cache_control(ada, path)

    assert {path: said for path, said in held.items() if "no-store" not in said} == {}


def test_style_and_script_are_fetched_once(ada):
    ada.go("/")
    assets = [ada.page.locator("link[rel=stylesheet]").get_attribute("href")]
    assets += [ada.page.locator("script[src]").get_attribute("src")]

    assert all("immutable" in cache_control(ada, path) for path in assets)


def weighed(person, path):
    """Bytes over the wire for each address that a first visit asks for."""
    wire = person.context.new_cdp_session(person.page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    names, sizes = {}, {}
    wire.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
    )
    person.page.goto(path, wait_until="networkidle")
    wire.detach()
    # What the page before had begun to ask for may still be arriving.
    return {names[id]["url"]: size for id, size in sizes.items() if id in names}


def cache_control(person, path):
    got = person.context.request.get(f"{person.address}{path}", max_redirects=0)
    return got.headers.get("cache-control", "")
