"""A parent asks someone in on the pages: makes an invitation, hands it on, takes it back."""

import datetime
import re
import subprocess

import pytest

from heartleaf.circle.inviting import invitations, take_back
from heartleaf.circle.models import Invitation
from tests import needs

NEW = {"name": "Inge", "role": "adds", "circles": ["friends"], "words": "Come.", "days": "14"}


def text(answer):
    return answer.content.decode()


def test_ada_makes_an_invitation_and_sees_its_link(ada, adas):
    answer = adas.post("/invitations/new/", NEW, follow=True)

    [made] = invitations(ada)
    page = text(answer)
    assert f"http://testserver/invited/#{made.link.text}" in page
    assert "<svg" in page
    assert "For Inge" in page
    assert "Come." in page


def test_it_is_listed_until_it_is_taken_back(made, adas):
    assert "Inge" in text(adas.get("/invitations/"))

    answer = adas.post(f"/invitations/{made.id}/taking-back/", follow=True)

    assert "The link and the card open nothing now." in text(answer)
    assert not Invitation.objects.exists()


def test_taken_back_twice_it_is_not_there(made, adas):
    take_back(made.row)

    assert adas.post(f"/invitations/{made.id}/taking-back/").status_code == 404


def test_it_ends_with_its_last_day_where_ada_is(ada, adas):
    ada.change_own(lambda own: setattr(own, "zone", "Pacific/Auckland"))
    adas.post("/invitations/new/", NEW | {"days": "7"})

    [made] = invitations(ada)
    last = ada.today() + datetime.timedelta(days=7)
    assert made.asked.until == last.isoformat()
    assert made.row.ends_at.astimezone(ada.zone).date() == last + datetime.timedelta(days=1)


def test_a_parent_is_asked_into_everything_whatever_was_ticked(ada, adas):
    page = adas.post("/invitations/new/", NEW | {"role": "parent", "circles": []}, follow=True)

    assert "us, " in re.sub("</?bdi>", "", text(page))
    assert "stays closed" in text(page)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"circles": []}, "Please choose at least one"),
        ({"circles": ["only-me"]}, "only-me is not one"),
        ({"circles": ["us"]}, "us is not one"),
        ({"role": ""}, "Please choose one of these"),
        ({"role": "owner"}, "owner is not one"),
        ({"days": "4000"}, "4000 is not one"),
        ({"words": "a" * 10_000_000}, "more than a greeting has room for"),
    ],
)
def test_what_cannot_be_meant_is_said_and_what_was_typed_stays(adas, said, sentence):
    answer = adas.post("/invitations/new/", NEW | {"words": "Kept here"} | said)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert said.get("words", "Kept here") in text(answer)
    assert 'value="Inge"' in text(answer)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("nothing", ["\u200b\u200b", "\u202e", " \u2060 ", "\ufeff"])
def test_a_name_of_nothing_is_none(ada, adas, nothing):
    page = adas.post("/invitations/new/", NEW | {"name": nothing, "words": nothing}, follow=True)

    [made] = invitations(ada)
    assert (made.asked.name, made.asked.words) == ("", "")
    assert "An invitation" in text(page)


def test_a_name_cannot_turn_the_sentence_it_stands_in(ada, adas):
    adas.post("/invitations/new/", NEW | {"name": "Inge\u202egnp.exe"})

    assert invitations(ada)[0].asked.name == "Ingegnp.exe"


def test_what_looks_like_script_is_words(ada, adas, client):
    script = "<script>alert(1)</script>{{ x }}"
    page = adas.post("/invitations/new/", NEW | {"words": script, "name": script}, follow=True)
    client.post("/invited/", {"secret": invitations(ada)[0].link.text})

    for seen in (text(page), text(client.get("/invited/greeting/"))):
        assert "<script>alert" not in seen
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ x }}" in seen


@pytest.mark.parametrize("path", ["", "new/", "{id}/", "{id}/card.pdf"])
def test_nobody_but_a_parent_sees_an_invitation(made, inge, vera, browser_of, path):
    address = f"/invitations/{path.format(id=made.id)}"

    assert browser_of(inge).get(address).status_code == 404
    if "id" in path:
        assert browser_of(vera).get(address).status_code == 404
    assert made.link.text not in text(browser_of(vera).get(address))
    assert browser_of(None).get(address).status_code == 302


def test_inge_is_not_offered_to_ask_anyone_in(inge, adas, browser_of):
    assert "/invitations/" in text(adas.get("/more/"))
    assert "/invitations/" not in text(browser_of(inge).get("/more/"))
    assert browser_of(inge).post("/invitations/new/", NEW).status_code == 404


@pytest.mark.parametrize(
    "words",
    ["", "Come.", "a wide word " * 50, "W" * 600, "a\n\n\n" * 150, "שלום\u202e" * 9, "#$\\*_["],
)
def test_the_card_is_one_page_with_the_letters_whatever_the_greeting(ada, adas, words):
    adas.post("/invitations/new/", NEW | {"words": words})
    [made] = invitations(ada)
    answer = adas.get(f"/invitations/{made.id}/card.pdf")

    assert answer["Content-Type"] == "application/pdf"
    pages = words_of(answer.content).split("\f")
    assert len(pages) == 2  # the second is what follows the end of the first
    assert made.link.text.replace("-", "") in re.sub(r"\s", "", pages[0])
    assert "testserver/invited" in pages[0]
    if words == "#$\\*_[":
        assert words in pages[0]


def words_of(pdf):
    read = [needs.command("pdftotext"), "-layout", "-", "-"]
    return subprocess.run(read, input=pdf, capture_output=True, check=True).stdout.decode()


def test_a_second_tap_makes_no_second_invitation(ada, adas):
    once = NEW | {"id": "0f5a3c1e-8a34-4c7e-9a39-5b1f0c2d7e11"}
    for _ in range(2):
        assert adas.post("/invitations/new/", once).status_code == 302

    assert len(invitations(ada)) == 1


def test_nobody_takes_the_id_of_another_familys(made, vera, browser_of):
    answer = browser_of(vera).post("/invitations/new/", NEW | {"id": str(made.id)}, follow=True)

    assert answer.status_code == 404
    assert invitations(vera) == []
