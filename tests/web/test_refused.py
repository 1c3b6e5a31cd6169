"""What cannot be kept as it was sent is not lost, and what is covered can be tended too."""

from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.drafting import drafts_of
from heartleaf.keepsakes.models import Keepsake

LETTER = {"title": "", "words": "Dear Rowan", "date": "", "circle": "only-me", "closing": ""}


def drafted(ada):
    return [words.fields["words"] for _row, words in drafts_of(ada)]


def test_a_letter_that_needs_another_look_is_a_draft(hers, ada):
    answer = hers.post("/keepsakes/new/", LETTER | {"closing": "until", "until": ""})

    assert answer.status_code == 422
    assert "is a draft" in answer.text
    assert drafted(ada) == ["Dear Rowan"]
    [(row, _words)] = drafts_of(ada)
    assert f'name="revision" value="{row.revision}"' in answer.text


def test_its_draft_takes_over_from_the_one_before(hers, ada):
    refused = LETTER | {"closing": "until", "until": ""}
    id = "6f9619ff-8b86-4d01-b42d-00c04fc964ff"
    hers.post(f"/drafts/{id}/", LETTER | {"words": "Dear", "who": ada.id, "revision": 0})

    hers.post("/keepsakes/new/", refused | {"draft": id, "revision": 1})

    assert drafted(ada) == ["Dear Rowan"]


def test_of_an_empty_letter_there_is_no_draft(hers, ada):
    hers.post("/keepsakes/new/", LETTER | {"words": " "})

    assert drafted(ada) == []


def test_a_day_that_has_come_already_closes_nothing_and_says_so(hers):
    hers.post("/keepsakes/new/", LETTER | {"closing": "until", "until": "2020-01-01"})

    assert "has come already" in hers.get("/timeline/").text


def test_a_covered_letter_can_be_put_into_the_bin_unseen(hers, ada, given_a_letter):
    letter = given_a_letter(ada, words="Not now", covered=True)

    page = hers.get(f"/keepsakes/{letter.id}/").text

    assert f"/keepsakes/{letter.id}/bin/" in page
    assert "Not now" not in page


def test_what_is_uncovered_for_a_moment_can_be_changed(hers, ada, given_a_letter):
    letter = given_a_letter(ada, words="Not now", covered=True)
    page = hers.post(f"/keepsakes/{letter.id}/uncovering/", follow=True)
    word = page.request["QUERY_STRING"]
    change = f"/keepsakes/{letter.id}/change/?{word}"
    assert change.replace("&", "&amp;") in page.text
    assert "Not now" in hers.get(change).text

    hers.post(change, LETTER | {"words": "Later", "covered": "on", "based_on": "1"})

    row = Keepsake.objects.get()
    assert open_card(row, ada.circle("only-me")).words == "Later"
    assert "Later" not in hers.get(f"/keepsakes/{letter.id}/").text
