"""Words that were typed into an open page are kept, whatever became of their letter meanwhile."""

import uuid

import pytest

from heartleaf.keepsakes import keeping, media
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.models import Draft, Keepsake, Media
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import seal
from tests.web.test_writing import a_letter_form, typed_by

OWN = "Your words are a letter of their own now."
BOTH = "Both are kept"


@pytest.fixture
def letter(ada, jonas, given_a_letter):
    return given_a_letter(ada, words="ours", circle="us")


def change(browser, letter, **says):
    form = a_letter_form(circle="us", based_on="1", words="as Ada typed it")
    return browser.post(f"/keepsakes/{letter.id}/change/", form | says, follow=True)


def says(person, **shelf):
    return sorted(shown.card.words for shown in Shelf(person, **shelf).page().entries)


# ── What may become of a letter while its page is open ──────────────────────────────────────


def covered_by_jonas(letter, ada, jonas):
    card = open_card(letter, jonas.circle("us"))
    card.covered = True
    keeping.change(letter, jonas.circle("us"), card)


def covered_by_ada_for_herself(letter, ada, jonas):
    ada.change_own(lambda own: own.covers.update({str(letter.id): True}))


def put_in_the_bin(letter, ada, jonas):
    keeping.put_in_bin(letter)


def gone_for_good(letter, ada, jonas):
    keeping.destroy(letter)


def closed_until_a_day(letter, ada, jonas):
    card = open_card(letter, jonas.circle("us"))
    card.until = "2199-01-01"
    keeping.change(letter, jonas.circle("us"), card)


def damaged(letter, ada, jonas):
    Keepsake.objects.update(card=seal(b"not a card", ada.identity.recipient))


def elsewhere(letter, ada, jonas):
    keeping.move(letter, jonas.circle("us"), jonas.circle("only-me"))


BECAME = [
    covered_by_jonas,
    covered_by_ada_for_herself,
    put_in_the_bin,
    gone_for_good,
    closed_until_a_day,
    damaged,
    elsewhere,
]


@pytest.mark.parametrize("became", BECAME)
def test_whatever_became_of_a_letter_the_words_typed_for_it_are_kept(
    adas, ada, jonas, letter, became
):
    became(letter, ada, jonas)

    answer = change(adas, letter)

    assert answer.status_code == 200
    assert OWN in answer.content.decode()
    assert "as Ada typed it" in says(ada)


@pytest.mark.parametrize("became", BECAME)
def test_its_draft_goes_on_as_a_letter_of_its_own(adas, ada, jonas, letter, became):
    draft = uuid.uuid4()
    typed = typed_by(ada, words="as Ada typed it", circle="us", keepsake=str(letter.id))
    adas.post(f"/drafts/{draft}/", typed | {"based_on": "1", "revision": "0"})
    became(letter, ada, jonas)

    page = adas.get(f"/keepsakes/new/?draft={draft}").content.decode()

    assert 'action="/keepsakes/new/"' in page
    assert "“Keep” makes them a letter of their own" in page
    assert "as Ada typed it" in page


@pytest.mark.parametrize("became", [covered_by_jonas, covered_by_ada_for_herself])
def test_what_is_typed_for_a_covered_letter_is_covered_too(adas, ada, jonas, letter, became):
    became(letter, ada, jonas)

    page = change(adas, letter).content.decode()

    assert "as Ada typed it" not in page
    own = Shelf(ada).page().entries
    assert [shown.is_covered for shown in own] == [True, True]


def test_a_mistake_in_the_form_loses_nothing_where_the_letter_is_gone(adas, letter):
    keeping.destroy(letter)

    answer = change(adas, letter, date="31 April 2025")

    assert answer.status_code == 422
    assert "as Ada typed it" in answer.content.decode()
    assert 'action="/keepsakes/new/"' in answer.content.decode()


def test_no_words_for_a_letter_that_is_gone_are_no_letter(adas, letter):
    keeping.destroy(letter)

    answer = change(adas, letter, words=" ")

    assert (answer.status_code, Keepsake.objects.count()) == (422, 0)
    assert "Nothing is written here yet" in answer.content.decode()


def test_a_draft_of_something_that_is_no_id_opens_all_the_same(adas, ada):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, keepsake="that one", revision="0"))

    assert "Dear Rowan" in adas.get(f"/keepsakes/new/?draft={draft}").content.decode()


# ── Both are kept ───────────────────────────────────────────────────────────────────────────


def test_of_words_that_were_brought_in_both_are_kept_too(ada, jonas, browser_of, given_a_letter):
    letter = given_a_letter(ada, words="ours", circle="us", origin="instagram/1")
    change(browser_of(ada), letter)

    answer = change(browser_of(jonas), letter, words="as Jonas typed it")

    assert BOTH in answer.content.decode()
    assert says(ada) == ["as Ada typed it", "as Jonas typed it"]
    copy = next(s.card for s in Shelf(ada).page().entries if s.card.words == "as Jonas typed it")
    assert (copy.author, copy.origin) == (str(jonas.id), "")


def test_the_second_copy_of_a_pictures_words_is_a_letter(adas, ada, jonas, given_a_picture):
    picture = given_a_picture(ada, circle="us", title="His hat")
    covered = open_card(picture, ada.circle("us"))
    keeping.change(picture, ada.circle("us"), covered)

    answer = change(adas, picture)

    assert BOTH in answer.content.decode()
    kinds = {(s.card.kind, len(s.card.attachments)) for s in Shelf(ada).page().entries}
    assert kinds == {("picture", 1), ("letter", 0)}


def test_a_second_copy_that_is_not_yet_is_told_of_on_today(adas, ada, jonas, letter):
    covered = open_card(letter, ada.circle("us"))
    keeping.change(letter, ada.circle("us"), covered)

    answer = change(adas, letter, closing="until", until="2199-01-01")

    assert answer.redirect_chain[-1][0] == "/"
    assert BOTH in answer.content.decode()


# ── The circle ──────────────────────────────────────────────────────────────────────────────


def test_when_a_letter_is_narrowed_jonas_never_has_the_new_words(
    adas, ada, jonas, letter, monkeypatch
):
    def fails(*_):
        raise keeping.VaultError("The disk is full.")

    monkeypatch.setattr(keeping, "_move_rows", fails)

    change(adas, letter, circle="only-me")

    assert says(jonas) == ["ours"]


def test_narrowing_a_letter_that_was_changed_meanwhile_keeps_both(adas, ada, jonas, letter):
    card = open_card(letter, jonas.circle("us"))
    card.words = "as Jonas has it"
    keeping.change(letter, jonas.circle("us"), card)

    answer = change(adas, letter, circle="only-me")

    assert BOTH in answer.content.decode()
    assert says(ada) == ["as Ada typed it", "as Jonas has it"]
    assert says(jonas) == ["as Jonas has it"]


def test_a_picture_whose_file_is_damaged_stays_where_it_is_and_the_words_on_the_page(
    adas, ada, jonas, given_a_picture
):
    picture = given_a_picture(ada, circle="us", title="His hat")
    other = seal(b"something else", ada.identity.recipient)
    media.vault().put(media.original_name(Media.objects.get().id, 0), other)

    answer = change(adas, picture, circle="only-me")

    assert answer.status_code == 422
    assert "has to stay where it is" in answer.content.decode()
    assert "as Ada typed it" in answer.content.decode()
    assert [shown.card.title for shown in Shelf(jonas).page().entries] == ["His hat"]


# ── Sent twice ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "closed",
    [{"closing": "until", "until": "2199-01-01"}, {"closing": "asked"}, {"covered": "on"}],
)
def test_a_letter_that_is_not_yet_is_kept_once_too(adas, closed):
    form = a_letter_form(draft=str(uuid.uuid4()), **closed)

    for _ in range(2):
        adas.post("/keepsakes/new/", form)

    assert Keepsake.objects.count() == 1


def test_another_day_in_an_old_form_is_another_letter(adas):
    form = a_letter_form(draft=str(uuid.uuid4()))

    adas.post("/keepsakes/new/", form)
    adas.post("/keepsakes/new/", form | {"date": "13 May 2025"})

    assert Keepsake.objects.count() == 2


def test_a_letter_put_in_the_bin_and_sent_again_is_kept_again(adas):
    form = a_letter_form(draft=str(uuid.uuid4()))
    adas.post("/keepsakes/new/", form)
    keeping.put_in_bin(Keepsake.objects.get())

    adas.post("/keepsakes/new/", form)

    assert Keepsake.objects.filter(binned_at=None).count() == 1


@pytest.mark.parametrize("circle", ["us", "only-me"])
def test_a_change_that_was_sent_twice_is_one_change(adas, ada, letter, circle):
    answers = [change(adas, letter, circle=circle) for _ in range(2)]

    assert [BOTH in answer.content.decode() for answer in answers] == [False, False]
    assert says(ada) == ["as Ada typed it"]
    assert Keepsake.objects.get().revision == 2


def test_words_that_became_a_letter_of_their_own_do_so_once(adas, letter):
    keeping.destroy(letter)
    draft = str(uuid.uuid4())

    for _ in range(2):
        change(adas, letter, draft=draft)

    assert Keepsake.objects.count() == 1


# ── Drafts that come late ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("revision", ["0", "1"])
def test_a_draft_that_comes_after_its_letter_was_kept_is_not_there_again(adas, ada, revision):
    draft = uuid.uuid4()
    form = typed_by(ada, draft=str(draft), revision=revision)
    if revision == "1":
        adas.post(f"/drafts/{draft}/", form | {"revision": "0"})
    adas.post("/keepsakes/new/", form)

    late = adas.post(f"/drafts/{draft}/", form)

    assert (late.status_code, Draft.objects.count()) == (200, 0)


@pytest.mark.parametrize("circle", ["us", "only-me"])
def test_a_draft_that_comes_after_its_change_was_kept_is_not_there_again(adas, ada, letter, circle):
    form = typed_by(ada, words="as Ada typed it", circle=circle, keepsake=str(letter.id))
    form |= {"based_on": "1", "revision": "0"}
    change(adas, letter, circle=circle)

    late = adas.post(f"/drafts/{uuid.uuid4()}/", form)

    assert (late.status_code, Draft.objects.count()) == (200, 0)


@pytest.mark.parametrize("revision", ["0", "1"])
def test_other_words_after_the_letter_was_kept_are_given_a_draft_of_their_own(adas, ada, revision):
    draft = uuid.uuid4()
    form = typed_by(ada, draft=str(draft), revision=revision)
    adas.post("/keepsakes/new/", form)

    late = adas.post(f"/drafts/{draft}/", form | {"words": "and more"})

    assert (late.status_code, Draft.objects.count()) == (409, 0)
    adas.post(f"/drafts/{late.json()['draft']}/", form | {"words": "and more", "revision": "0"})
    assert Draft.objects.count() == 1


def test_words_typed_on_where_the_draft_was_let_go_are_given_one_of_their_own(adas, ada):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, revision="0"))
    adas.post(f"/drafts/{draft}/", {"discard": "yes"})

    late = adas.post(f"/drafts/{draft}/", typed_by(ada, words="and more", revision="1"))

    assert late.status_code == 409
    assert late.json()["draft"] != str(draft)


def test_the_same_words_sent_again_are_one_draft(adas, ada):
    draft = uuid.uuid4()
    answers = [adas.post(f"/drafts/{draft}/", typed_by(ada, revision="0")) for _ in range(2)]

    assert [answer.json() for answer in answers] == [{"revision": 1}] * 2


def test_the_last_words_of_a_page_that_is_left_are_kept_beside_those_of_another_window(adas, ada):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, revision="0"))
    adas.post(f"/drafts/{draft}/", typed_by(ada, words="newer", revision="1"))
    last = typed_by(ada, words="the last ones", revision="1", leaving="yes")

    answer = adas.post(f"/drafts/{draft}/", last)

    own = answer.json()["draft"]
    assert "the last ones" in adas.get(f"/keepsakes/new/?draft={own}").content.decode()
    assert "newer" in adas.get(f"/keepsakes/new/?draft={draft}").content.decode()
