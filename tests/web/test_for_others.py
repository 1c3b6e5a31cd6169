"""Words for others: plain for anyone, her own for herself, and a letter by an act of hers."""

import re

from heartleaf.care.for_others.lines import EVERY_LINE
from heartleaf.care.for_others.sheet import ForOthers, change_for_others, for_others
from heartleaf.keepsakes.models import Keepsake, Notebook
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Sealed
from tests.web.hands import only_card

BROKEN = Sealed(b"age-encryption.org/v1\nbroken")
ALL = [line.id for line in EVERY_LINE]


def said(answer):
    return answer.content.decode()


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', said(answer))[1]


def make_hers(browser, **says):
    based_on = hidden(browser.get("/for-others/own/"), "based_on")
    form = {"based_on": based_on, "stands": ALL} | says
    return browser.post("/for-others/own/", form)


def test_the_plain_one_opens_for_anyone_and_says_nothing_of_a_family(ada, adas, browser_of):
    make_hers(adas, named="on", own="Own-Wort", ask="Ask-Wort")

    for browser in (browser_of(None), adas):
        page = said(browser.get("/for-others/plain/"))
        assert "What helps" in page
        assert "“At least …”" in page
        for word in ("Rowan", "Mila", "Ada", "Own-Wort", "Ask-Wort"):
            assert not re.search(rf"\b{word}\b", page)
    assert browser_of(None).get("/for-others/").status_code == 302


def test_she_makes_it_her_own(ada, adas):
    answer = make_hers(
        adas, named="on", own="One\n\nTwo", ask="What he looked like", stands=["name", "at-least"]
    )

    assert answer.status_code == 302
    page = said(adas.get("/for-others/"))
    assert "Say the name: Rowan." in page
    assert "What he looked like" in page
    assert "Go on inviting" not in page
    assert for_others(ada).own == ["One", "Two"]
    assert "hidden" not in for_others(ada).unknown


def test_the_other_parents_is_another(ada, jonas, adas, browser_of):
    make_hers(adas, own="Own-Wort")

    assert "Own-Wort" not in said(browser_of(jonas).get("/for-others/"))


def test_two_windows_lose_nothing(ada, adas):
    based_on = hidden(adas.get("/for-others/own/"), "based_on")
    make_hers(adas, own="First-Wort")

    form = {"based_on": based_on, "stands": ALL, "own": "Second-Wort"}
    answer = adas.post("/for-others/own/", form)

    assert answer.status_code == 409
    assert "First-Wort" in said(answer)
    assert "Second-Wort" in said(answer)
    adas.post("/for-others/own/", form | {"based_on": hidden(answer, "based_on")})
    assert for_others(ada).own == ["Second-Wort"]


def test_the_same_words_again_are_no_conflict(ada, adas):
    based_on = hidden(adas.get("/for-others/own/"), "based_on")

    for _twice in range(2):
        form = {"based_on": based_on, "stands": ALL, "own": "Own-Wort"}
        assert adas.post("/for-others/own/", form).status_code == 302


def test_sent_again_to_another_circle_or_with_other_words_it_is_kept_there_too(ada, adas):
    form = {"id": hidden(adas.get("/for-others/joining/"), "id")}

    for circle, own in (("only-me", ""), ("us", ""), ("us", "Own-Wort")):
        change_for_others(ada, lambda sheet, own=own: setattr(sheet, "own", [own] if own else []))
        adas.post("/for-others/joining/", form | {"circle": circle})

    there = Shelf(ada).page().entries
    kept = [(shown.circle.handle, "Own-Wort" in shown.card.words) for shown in there]
    assert sorted(kept) == [("only-me", False), ("us", False), ("us", True)]


def test_a_line_that_a_later_version_left_out_stays_left_out(ada, adas):
    change_for_others(ada, lambda own: own.left_out.append("of-later"))
    make_hers(adas, stands=ALL[1:])

    assert for_others(ada) == ForOthers(left_out=["of-later", ALL[0]])


def test_a_letter_is_made_of_it_once_and_leads_on_to_a_page_with_it_chosen(ada, adas):
    make_hers(adas, own="Own-Wort *as typed*")
    form = {"id": hidden(adas.get("/for-others/joining/"), "id"), "circle": "us", "page": ""}
    assert not Keepsake.objects.exists()

    for _twice in range(2):
        answer = adas.post("/for-others/joining/", form)

    [row] = Keepsake.objects.all()
    assert row.circle_id == ada.circle("us").id
    assert r"Own-Wort \*as typed\*" in only_card(ada).words
    assert f'value="{row.id}" checked' in said(adas.get(answer["Location"]))


def test_a_grandmother_makes_hers_and_has_no_page_by_link(inge, browser_of):
    hers = browser_of(inge)
    page = hers.get("/for-others/joining/")
    form = {"id": hidden(page, "id"), "circle": "only-me", "page": ""}

    assert "page by link" not in said(page)
    answer = hers.post("/for-others/joining/", form)
    assert answer["Location"].startswith("/keepsakes/")


def test_a_damaged_notebook_is_told_and_left_as_it_is(ada, adas):
    make_hers(adas, own="Own-Wort")
    Notebook.objects.update(sealed=BROKEN)

    page = said(adas.get("/for-others/"))
    assert "Your notebook cannot be read" in page
    assert "What helps" in page
    answer = adas.post("/for-others/own/", {"own": "Typed-Wort"})
    assert answer.status_code == 409
    assert "What you typed still stands here." in said(answer)
    assert "Typed-Wort" in said(answer)
    for path in ("/for-others/own/", "/for-others/joining/"):
        assert "Your notebook cannot be read." in said(adas.get(path))
    assert adas.post("/for-others/joining/", {"circle": "us"}).status_code == 409
    assert bytes(Notebook.objects.get().sealed) == bytes(BROKEN)
    assert not Keepsake.objects.exists()
