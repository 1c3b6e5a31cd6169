"""Files on their way from a person's hands: the line may go, the page may go, the bytes are the
same. What Jonas keeps here is for him alone."""

import hashlib
import random
import re

import pytest
from playwright.sync_api import expect

from heartleaf.keepsakes.media import PART
from tests.cast import a_picture

CHOOSE = "Choose one, or several that belong together"
PARTS = re.compile(r"/uploads/[^/]+/\?offset=(\d+)$")
CARRY = """([what, name, bytes]) => {
  const carried = new DataTransfer(), on = document.querySelector("h1");
  carried.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
  const how = { bubbles: true, cancelable: true, dataTransfer: carried, clipboardData: carried };
  on.dispatchEvent(what === "paste" ? new ClipboardEvent(what, how) : new DragEvent(what, how));
}"""


@pytest.fixture
def jonas(filled, window):
    return at_the_form(window(filled, width=360).sign_in("jonas@example.org"))


def at_the_form(person):
    expect(person.places()).to_be_visible()
    person.go("/keepsakes/new/files/")
    return person


def a_long_picture(seed):
    """In three parts, and like no other."""
    return a_picture(str(seed)) + random.Random(seed).randbytes(2 * PART)


def choose(person, *files):
    payload = [{"name": n, "mimeType": "image/jpeg", "buffer": data} for n, data in files]
    person.page.get_by_label(CHOOSE).set_input_files(payload)


def line(person, name):
    return person.page.locator(".arrivals > li").filter(has_text=name)


def says(person, name, words):
    expect(line(person, name)).to_contain_text(words)


def names(person):
    return person.page.locator(".arrivals .name").all_inner_texts()


def keep(person):
    person.press("Keep")
    person.page.wait_for_url(re.compile(r"/keepsakes/[0-9a-f-]{36}/"))


def originals(person):
    """The SHA-256 of each original, as the browser saves it."""
    if person.button("Uncover").count():
        person.press("Uncover")
    links = person.page.locator("a[href*='/original']")
    expect(links.first).to_be_attached()
    addresses = [link.get_attribute("href") for link in links.all()]
    got = [person.context.request.get(f"{person.address}{each}") for each in addresses]
    return [hashlib.sha256(each.body()).hexdigest() for each in got]


def sha(data):
    return hashlib.sha256(data).hexdigest()


# ── On the way ──────────────────────────────────────────────────────────────────────────────


def test_a_line_that_is_cut_in_the_middle_changes_no_byte(jonas):
    data, seen = a_long_picture(1), []

    def cut(route):
        at = PARTS.search(route.request.url)[1]
        seen.append(at)
        if at == str(PART) and seen.count(at) == 1:
            route.abort("connectionrefused")  # it did not go
        elif at == str(2 * PART) and seen.count(at) == 1:
            route.fetch()  # it arrived, and its answer was lost
            route.abort("connectionrefused")
        else:
            route.continue_()

    jonas.page.route(PARTS, cut)
    choose(jonas, ("hat.jpg", data))
    says(jonas, "hat.jpg", "The line was lost")
    keep(jonas)

    assert seen == ["0", *[str(PART)] * 2, *[str(2 * PART)] * 2]
    assert originals(jonas) == [sha(data)]


def test_while_there_is_no_line_it_waits_and_goes_on_by_itself(jonas):
    data = a_long_picture(2)
    jonas.context.set_offline(True)
    choose(jonas, ("hat.jpg", data))
    says(jonas, "hat.jpg", "The line was lost")
    jonas.context.set_offline(False)

    says(jonas, "hat.jpg", "arrived")
    keep(jonas)
    assert originals(jonas) == [sha(data)]


def test_chosen_again_on_a_later_page_it_goes_on_where_it_stopped(jonas):
    data, asked = a_long_picture(3), []
    third = re.compile(rf"offset={2 * PART}$")
    jonas.page.route(third, lambda route: route.abort("connectionrefused"))
    choose(jonas, ("hat.jpg", data))
    says(jonas, "hat.jpg", "The line was lost")
    jonas.page.unroute_all(behavior="ignoreErrors")
    jonas.go("/keepsakes/new/files/")

    jonas.page.on("request", lambda each: asked.extend(PARTS.findall(each.url)))
    choose(jonas, ("hat.jpg", data))
    says(jonas, "hat.jpg", "arrived")
    keep(jonas)

    assert asked == [str(2 * PART)], "the two that had arrived do not come again"
    assert originals(jonas) == [sha(data)]


def test_keep_waits_for_what_is_on_its_way_and_sends_no_byte_twice(jonas):
    held = []
    jonas.page.route(PARTS, lambda route: held.append(route))
    choose(jonas, *[(f"{n}.jpg", a_picture(f"waits {n}")) for n in range(2)])
    jonas.press("Keep")
    jonas.button(re.compile("Keeping… 2 still on the way")).wait_for()

    with jonas.page.expect_request(re.compile("/keepsakes/new/files/$")) as posted:
        jonas.page.unroute(PARTS)  # what was held goes on
    jonas.page.wait_for_url(re.compile(r"/keepsakes/[0-9a-f-]{36}/"))
    form = posted.value.post_data_buffer
    assert len(form) < 10_000
    assert form.count(b'name="uploads"') == 2


# ── The list ────────────────────────────────────────────────────────────────────────────────


def test_what_is_chosen_laid_pasted_and_taken_comes_into_one_list(jonas):
    choose(jonas, ("chosen.jpg", a_picture("chosen")))
    for what, name in (("drop", "laid.jpg"), ("paste", "image.jpg")):
        jonas.page.evaluate(CARRY, [what, name, list(a_picture(what))])
    taken = {"name": "taken.jpg", "mimeType": "image/jpeg", "buffer": a_picture("taken")}
    jonas.page.get_by_label("Take one now").set_input_files(taken)

    says(jonas, "taken.jpg", "arrived")
    assert names(jonas)[:2] == ["chosen.jpg", "laid.jpg"]
    assert re.fullmatch(r"Pasted, \d+ \w+ \d{4}\.jpg", names(jonas)[2])
    assert names(jonas)[3] == "taken.jpg"


def test_a_file_chosen_twice_is_on_the_list_once(jonas, tmp_path):
    (tmp_path / "twice.jpg").write_bytes(a_picture("twice"))
    for _ in range(2):
        jonas.page.get_by_label(CHOOSE).set_input_files(tmp_path / "twice.jpg")

    says(jonas, "twice.jpg", "arrived")
    assert names(jonas) == ["twice.jpg"]


def test_what_is_taken_off_the_list_is_not_kept(jonas):
    choose(jonas, ("kept.jpg", a_picture("stays")), ("off.jpg", a_picture("goes")))
    says(jonas, "off.jpg", "arrived")
    with jonas.page.expect_response(re.compile("given-up/$")):
        jonas.press("Take it off the list: off.jpg")

    assert names(jonas) == ["kept.jpg"]
    keep(jonas)
    assert originals(jonas) == [sha(a_picture("stays"))]


def test_a_fault_in_the_form_costs_no_second_choosing(jonas):
    choose(jonas, ("a.jpg", a_picture("fault a")), ("b.jpg", a_picture("fault b")))
    jonas.not_yet_until_a_day()
    jonas.press("Keep")
    jonas.reads("and so is what you chose")

    says(jonas, "a.jpg", "arrived")
    assert names(jonas) == ["a.jpg", "b.jpg"]
    jonas.press("Take it off the list: b.jpg")
    jonas.choose("When it may be seen", "Any time")
    keep(jonas)
    assert originals(jonas) == [sha(a_picture("fault a"))]


def test_what_was_sent_and_not_kept_is_offered_on_the_next_page(jonas):
    choose(jonas, ("left.jpg", a_picture("left")))
    says(jonas, "left.jpg", "arrived")
    jonas.go("/keepsakes/new/thing/")

    jonas.reads("What you sent before is still here, and not kept yet.")
    jonas.follow("Put it into this form")
    says(jonas, "left.jpg", "arrived")
    jonas.fill("What it is", "What was left")
    keep(jonas)
    assert sha(a_picture("left")) in originals(jonas)


def test_without_script_the_form_brings_them_itself(filled, window):
    jonas = at_the_form(window(filled, script=False).sign_in("jonas@example.org"))
    choose(jonas, ("a.jpg", a_picture("without script")))
    jonas.choose("Who may open it", "only me")

    keep(jonas)
    assert originals(jonas) == [sha(a_picture("without script"))]
