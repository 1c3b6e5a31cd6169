"""The pages of books: what is chosen by looking, and that each is its maker's alone."""

import io
import zipfile

import pytest

from heartleaf.book import leafing, making
from heartleaf.book.looking import Wish, look
from heartleaf.book.plans import EPUB, plan_of, plans_of
from heartleaf.keepsakes.showing import Shelf
from heartleaf.web import book_making
from tests.book.choosing import a_plan, titles
from tests.cast import MILA, ROWAN

ADDRESSES = ["", "how/", "choosing/", "order/", "preview/", "book.epub", "taking-out/"]


@pytest.fixture(autouse=True)
def made_at_once(monkeypatch):
    """In these tests nothing goes on beside the request."""
    monkeypatch.setattr(
        book_making.making,
        "make",
        lambda person, plan, sort: making.make_now(person, plan.id, sort),
    )


def test_ada_begins_a_book_chooses_and_saves_it(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, title="Snow", words="It snowed.", circle="us")
    browser = browser_of(ada)
    form = browser.get("/books/new/").context["form"]
    typed = {"title": "Rowan", "paper": "a5", "chapters": "years", "circles": ["us"]}
    new = browser.get("/books/new/").context["new"]
    answer = browser.post("/books/new/", {**typed, "id": new})
    assert form["circles"].value() == ["us", "friends"]
    assert answer.url == f"/books/{new}/choosing/"
    page = browser.get(answer.url).content.decode()
    assert "Snow" in page
    assert "Whoever holds the book can read it." in page
    assert 'target="_blank" rel="noopener"><span>Look at it' in page
    browser.post(answer.url, {"here": [letter.id], "chosen": [letter.id], "do": "on"})
    assert titles(ada, plan_of(ada, new)) == ["Snow"]
    browser.post(f"/books/{new}/making/", {"sort": EPUB})
    assert "Save the EPUB" in browser.get(f"/books/{new}/").content.decode()
    saved = browser.get(f"/books/{new}/book.epub")
    assert saved["Content-Disposition"] == "attachment; filename*=UTF-8''Rowan.epub"
    with zipfile.ZipFile(io.BytesIO(b"".join(saved.streaming_content))) as book:
        assert b"It snowed." in book.read("EPUB/c001-001.xhtml")


def test_the_same_form_sent_twice_begins_one_book(ada, browser_of):
    typed = {"id": "3f1d51f2-7e37-4a3c-a3a8-6f2b3f1d51f2", "paper": "a5", "chapters": "one"}
    for _time in range(2):
        browser_of(ada).post("/books/new/", typed)
    assert len(plans_of(ada)) == 1


def test_anothers_book_is_not_there(ada, jonas, inge, browser_of):
    plan = a_plan(ada, title="Hers")
    for person in (jonas, inge):
        browser = browser_of(person)
        assert "Hers" not in browser.get("/books/").content.decode()
        for address in ADDRESSES:
            assert browser.get(f"/books/{plan.id}/{address}").status_code == 404
        assert browser.post(f"/books/{plan.id}/making/", {"sort": EPUB}).status_code != 302


def test_a_covered_letter_stays_covered_and_is_chosen_singly(ada, browser_of, given_a_letter):
    open_one = given_a_letter(ada, title="Open", words="Snow fell", circle="us")
    covered = given_a_letter(ada, title="Hidden", words="Rain fell", circle="us", covered=True)
    plan = a_plan(ada)
    browser, address = browser_of(ada), f"/books/{plan.id}/choosing/"
    page = browser.get(address).content.decode()
    assert "Snow fell" in page
    assert "Hidden" not in page
    assert "Rain fell" not in page
    assert "Covered. If you tick it, it is seen in the book." in page
    browser.post(address, {"do": "all"})
    assert titles(ada, plan_of(ada, plan.id)) == ["Open"]
    here = [open_one.id, covered.id]
    browser.post(address, {"here": here, "covered": [covered.id], "do": "on"})
    assert titles(ada, plan_of(ada, plan.id)) == ["Hidden"]
    for answer in ("no", "yes"):
        browser.post(f"/keepsakes/{covered.id}/cover/", {"cover": answer})
    assert titles(ada, plan_of(ada, plan.id)) == []


def test_she_looks_through_a_span_a_child_a_circle_and_a_sort(ada, given_a_letter, given_a_picture):
    old = given_a_letter(ada, title="Old", circle="us", date="1 May 2020", children=[MILA.id])
    new = given_a_letter(ada, title="New", circle="friends", date="12 May 2025")
    seen = given_a_picture(ada, circle="us", date="13 May 2025", children=[ROWAN.id])
    undated = given_a_letter(ada, title="Some day", circle="us")

    def found(**asked):
        with Shelf(ada) as shelf:
            shown = look(shelf, Wish(**asked), ["us", "friends"], None).shown
        return [one.keepsake.id for one in shown]

    assert found() == [old.id, new.id, seen.id, undated.id]
    assert found(first="2025-01-01") == [new.id, seen.id]
    assert found(first="2025-05-12", last="2025-05-12") == [new.id]
    assert found(last="2021-01-01") == [old.id]
    assert found(child=ROWAN.id) == [seen.id]
    assert found(circle="friends") == [new.id]
    assert found(circle="only-me") == []
    assert found(sort="pictures") == [seen.id]


def test_a_long_list_is_walked_and_keeps_what_was_ticked(ada, browser_of, given_a_letter):
    kept = [given_a_letter(ada, title=f"Letter {n}", circle="us") for n in range(50)]
    plan = a_plan(ada)
    browser, address = browser_of(ada), f"/books/{plan.id}/choosing/"
    page = browser.get(address)
    onward = page.context["onward"]
    answer = browser.post(
        address, {"here": [kept[0].id], "chosen": [kept[0].id], "do": "later", "after": onward}
    )
    assert [row[0].title for row in browser.get(answer.url).context["rows"]] == [
        "Letter 48",
        "Letter 49",
    ]
    assert plan_of(ada, plan.id).chosen == [str(kept[0].id)]


def test_order_captions_and_cover_are_kept(ada, browser_of, given_a_letter, given_a_picture):
    letter = given_a_letter(ada, title="First", circle="us", date="1 May 2025")
    picture = given_a_picture(ada, title="Last", circle="us", date="2 May 2025")
    plan = a_plan(ada, letter, picture)
    browser, address = browser_of(ada), f"/books/{plan.id}/order/"
    said = {f"caption-{picture.id}": "In May", "cover": picture.id}
    browser.post(address, {**said, "move": f"earlier {picture.id}"})
    kept = plan_of(ada, plan.id)
    assert titles(ada, kept) == ["Last", "First"]
    assert (kept.captions, kept.cover) == ({str(picture.id): "In May"}, str(picture.id))
    browser.post(address, {"by_day": "yes", "cover": ""})
    kept = plan_of(ada, plan.id)
    assert (titles(ada, kept), kept.cover) == (["First", "Last"], "")


def test_a_step_in_the_order_is_one_that_is_seen(ada, browser_of, given_a_letter):
    _mila, rowan, mila_too = kept = [
        given_a_letter(ada, title=title, circle="us", date=f"{day} May 2025", children=[child.id])
        for day, (title, child) in enumerate([("A", MILA), ("B", ROWAN), ("C", MILA)], 1)
    ]
    plan = a_plan(ada, *kept, chapters="children")
    browser, address = browser_of(ada), f"/books/{plan.id}/order/"
    rows = browser.get(address).context["rows"]
    assert [row.entry.title for row in rows] == ["B", "A", "C"]
    browser.post(address, {"move": f"earlier {mila_too.id}"})
    assert titles(ada, plan_of(ada, plan.id)) == ["B", "C", "A"]
    browser.post(address, {"move": f"later {rowan.id}"})
    assert titles(ada, plan_of(ada, plan.id)) == ["B", "C", "A"]


def test_what_is_left_out_is_said_without_a_count(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, circle="us", covered=True)
    plan = a_plan(ada, letter)
    browser = browser_of(ada)
    assert "As things are now it is left out" in browser.get(f"/books/{plan.id}/order/").text
    browser.post(f"/books/{plan.id}/making/", {"sort": EPUB})
    assert "Some of what you chose is not in it" in browser.get(f"/books/{plan.id}/").text


def test_a_book_taken_out_takes_its_files_with_it(ada, browser_of, given_a_letter):
    plan = a_plan(ada, given_a_letter(ada, circle="us"))
    browser = browser_of(ada)
    browser.post(f"/books/{plan.id}/making/", {"sort": EPUB})
    (made,) = plan_of(ada, plan.id).made
    browser.post(f"/books/{plan.id}/taking-out/")
    assert plans_of(ada) == []
    assert not making.resting.is_there(made)


def test_the_first_pages_are_looked_at_before_the_whole(
    ada, browser_of, given_a_letter, monkeypatch
):
    monkeypatch.setattr(book_making, "FIRST_PAGES", 2)
    plan = a_plan(ada, given_a_letter(ada, words="It snowed \ue000", circle="us"), title="Rowan")
    browser, address = browser_of(ada), f"/books/{plan.id}/preview/"
    assert "data:" not in browser.get(address).text
    page = browser.post(address)
    assert page.context["spreads"][0][0][1].startswith("data:image/jpeg;base64,")
    assert "No font here has these: \ue000" in page.text
    assert "data:" in page["Content-Security-Policy"]
    with leafing._one_at_a_time:
        assert "Ask again in a minute." in browser.post(address).text
