"""A message in the browser: asked for by a tap, shown without a word of anyone."""

import base64
import json
import re

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
KEY = base64.urlsafe_b64encode(b"\x04" + b"k" * 64).rstrip(b"=").decode()
ENDPOINT = "https://fcm.googleapis.com/fcm/send/of-this-test"
# No company can be reached here; all else is the browser's own.
NO_COMPANY = f"""
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async (how) => {{
  if (!how.userVisibleOnly || how.applicationServerKey.length !== 65) throw new Error();
  return {{ endpoint: "{ENDPOINT}" }};
}};
"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
SHOWN = """async () => {
  const ours = await navigator.serviceWorker.ready;
  const all = await ours.getNotifications();
  return all.length ? all.map(({ title, body, data, icon }) => [title, body, data, icon]) : null;
}"""
ASK = "Tell me in this browser"


@pytest.fixture
def at_the_push_piece(filled, window):
    """Jonas, where the piece for push stands on the settings page."""

    def go(*, may=True, reached=True, **how):
        jonas = window(filled, **how).sign_in("jonas@example.org")
        if may:
            jonas.context.grant_permissions(["notifications"], origin=filled.address)
        if reached:
            jonas.context.add_init_script(NO_COMPANY)

        def with_piece(route):
            answer = route.fetch()
            token = TOKEN.search(answer.text())[1]
            told = {"push_key": KEY, "browsers": [], "csrf_token": token}
            piece = render_to_string("care/push.html", told)
            route.fulfill(response=answer, body=answer.text().replace("</main>", f"{piece}</main>"))

        jonas.page.route("**/settings/", with_piece)
        jonas.go("/settings/")
        return jonas

    return go


def test_nothing_is_asked_before_a_tap(at_the_push_piece):
    jonas = at_the_push_piece()

    expect(jonas.button(ASK)).to_be_visible()
    assert (
        jonas.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")
        == 0
    )


def test_a_tap_tells_the_server_and_it_says_so(at_the_push_piece):
    jonas = at_the_push_piece(width=360)

    with jonas.page.expect_request("**/settings/push/") as asked:
        jonas.press(ASK)

    assert ENDPOINT in asked.value.post_data
    jonas.reads("This browser will tell you.")


def test_a_push_shows_one_neutral_sentence(at_the_push_piece):
    jonas = at_the_push_piece()
    jonas.press(ASK)
    jonas.reads("This browser will tell you.")
    line = jonas.context.new_cdp_session(jonas.page)
    found = []
    updated = "ServiceWorker.workerRegistrationUpdated"
    line.on(updated, lambda told: found.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    jonas.page.wait_for_timeout(300)
    ours = next(one for one in found if not one["isDeleted"])

    line.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": jonas.address, "registrationId": ours["registrationId"], "data": ""},
    )

    shown = jonas.page.wait_for_function(SHOWN).json_value()
    [[title, body, data, icon]] = shown
    assert (title, body, data) == ("Something you asked to be told of", "", None)
    assert re.search(r"/assets/leaf-\w+\.svg$", icon), json.dumps(shown)


def test_a_browser_that_was_told_no_is_said_so_in_words(at_the_push_piece):
    jonas = at_the_push_piece(may=False)
    jonas.context.clear_permissions()
    jonas.page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")

    jonas.press(ASK)

    jonas.reads("This browser was told not to show messages.")


def test_a_company_that_cannot_be_reached_is_said_so_in_words(at_the_push_piece):
    jonas = at_the_push_piece(reached=False)
    jonas.page.evaluate(
        """() => {
          PushManager.prototype.subscribe = async () => { throw new Error(); };
        }"""
    )

    jonas.press(ASK)

    jonas.reads("This browser could not be reached by its company just now.")


def test_without_script_it_says_what_is_needed(at_the_push_piece):
    jonas = at_the_push_piece(script=False)

    jonas.reads("This browser takes no messages.")
    expect(jonas.button(ASK)).to_have_count(0)


def test_signing_out_says_which_browser_it_is(at_the_push_piece):
    jonas = at_the_push_piece(reached=False)
    jonas.context.add_init_script(
        f"""
        PushManager.prototype.getSubscription = async () => ({{ endpoint: "{ENDPOINT}" }});
        navigator.serviceWorker.getRegistration = async () => ({{
          pushManager: PushManager.prototype,
        }});
        """
    )
    jonas.go("/settings/")
    expect(jonas.page.locator("form[data-leaves] [name=browser]").first).to_have_value(ENDPOINT)

    with jonas.page.expect_request("**/sign-out/") as asked:
        jonas.page.locator("form[action='/sign-out/'] button").first.click()

    assert "browser=https" in asked.value.post_data
