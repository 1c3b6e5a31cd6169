"""Help now without a line: after one visit it opens, with all countries and nothing of hers."""

import re

import pytest
from playwright.sync_api import expect

KEPT = """async () => {
  const names = await caches.keys();
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map((request) => new URL(request.url).pathname);
}"""
TEXT = """async () => (await (await caches.match("/help-now/everywhere/")).text())"""
SCOPES = "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"


@pytest.fixture
def ada(filled, window):
    """Ada, who has opened help now once."""
    ada = window(filled, width=360).sign_in()
    ada.go("/help-now/")
    ada.reads(re.compile("A copy of this page, the same for everyone, stays on this device"))
    return ada


def test_it_opens_when_the_line_is_cut(ada):
    ada.context.set_offline(True)

    ada.go("/help-now/")
    ada.reads("the copy of")
    ada.page.get_by_label("Where you are").select_option("New Zealand")
    ada.press("Show")

    expect(ada.page.get_by_role("link", name=re.compile("Call 1737"))).to_be_visible()
    expect(ada.page.get_by_role("link", name=re.compile("Call 111"))).to_be_visible()
    expect(ada.page.get_by_label("Where you are")).to_have_value("NZ")
    assert ada.page.locator("[data-country]:visible").count() == 1
    assert ada.page.evaluate("document.styleSheets[0].cssRules.length") > 0


def test_only_that_page_stays_and_nothing_of_hers(ada, filled):
    kept = ada.page.evaluate(KEPT)

    assert kept[0] == "/help-now/everywhere/"
    assert all(path.startswith("/assets/") for path in kept[1:])
    assert not re.search("Rowan|Ada|csrf", ada.page.evaluate(TEXT))
    assert ada.page.evaluate(SCOPES) == [f"{filled.address}/help-now/"]
    ada.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        ada.go("/timeline/")
