"""Writing through the pages: drafts, versions, both copies, closing and covering."""

import uuid

from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.models import Draft, Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.gathering import leaves_of


def a_letter_form(**says):
    return {"words": "Dear Rowan", "circle": "only-me", "date": "12 May 2025", **says}


def typed_by(person, **says):
    """The form as the page sends it: it says whose it is."""
    return a_letter_form(who=str(person.id), **says)


def test_ada_keeps_a_letter_and_reads_it(adas, ada):
    answer = adas.post("/keepsakes/new/", a_letter_form(title="Rain"), follow=True)

    assert answer.status_code == 200
    assert "Dear Rowan" in answer.content.decode()
    assert Shelf(ada).page().entries[0].card.title == "Rain"


def test_a_letter_may_be_about_several_children(adas, ada):
    ids = [child.id for child in ada.facts.children]

    adas.post("/keepsakes/new/", a_letter_form(children=ids))

    assert Shelf(ada).page().entries[0].card.children == ids
    assert "Letter to Rowan, Mila" in adas.get("/timeline/").content.decode()


def test_a_date_that_cannot_be_read_loses_nothing(adas):
    answer = adas.post("/keepsakes/new/", a_letter_form(date="31 April 2025"))

    assert answer.status_code == 422
    assert "Dear Rowan" in answer.content.decode()
    assert not Keepsake.objects.exists()


def test_own_words_for_a_day_are_kept_as_they_are(adas, ada):
    adas.post("/keepsakes/new/", a_letter_form(date="the night it snowed"))

    assert Shelf(ada).page().entries[0].card.date_words == "the night it snowed"
    assert "the night it snowed" in adas.get("/timeline/").content.decode()


def test_a_cover_says_nothing_of_a_day_in_adas_own_words(
    adas, ada, given_a_letter, given_a_picture
):
    own = {"date_words": "the night he left us", "covered": True}
    letter, picture = given_a_letter(ada, **own), given_a_picture(ada, **own)
    given_a_picture(ada, place="tray", words="another", **own)
    keeping.put_in_bin(binned := given_a_letter(ada, **own))
    pages = [f"/keepsakes/{one.id}/" for one in (letter, picture, binned)]
    pages += [f"/keepsakes/{binned.id}/for-good/", "/search/?words=night"]
    pages += ["/timeline/", "/tree/", "/tree/list/", "/bin/", "/tray/"]

    said = {page: adas.get(page).content.decode() for page in pages}

    assert [page for page in pages if "the night he left us" in said[page]] == []
    telling = [page for page in pages if "its day is covered too" in said[page]]
    assert set(pages) - set(telling) == {"/tree/", "/tree/list/"}


def test_uncovered_the_day_is_in_adas_own_words_again(adas, ada, given_a_letter):
    letter = given_a_letter(ada, date_words="the night he left us", covered=True)

    shown = adas.post(f"/keepsakes/{letter.id}/uncovering/", follow=True).content.decode()

    assert "the night he left us" in shown


def test_at_twenty_weeks_stands_where_the_due_date_puts_it(adas, ada):
    ada.change_facts(lambda facts: setattr(facts.children[0], "due", "2025-10-01"))
    rowan = ada.facts.children[0].id

    adas.post("/keepsakes/new/", a_letter_form(date="at 20 weeks", children=[rowan]))

    assert Shelf(ada).page().entries[0].card.placed == "2025-05-14"


def test_a_covered_leaf_says_as_little_of_its_day_as_its_cover(adas, ada, jonas):
    own = {"date_words": "the night he left us", "placed": "2025-05-12"}
    letters = [
        keeping.keep(ada, ada.circle("us"), Card(**own, covered=covered))
        for covered in (False, True)
    ]

    def leaves(person):
        return [leaf.label for leaf in leaves_of(person, Shelf(person))]

    assert leaves(ada) == ["Letter, 2025", "Letter"]
    assert "its day is covered too" in adas.get("/timeline/").content.decode()
    ada.change_own(lambda own: own.covers.update({str(one.id): False for one in letters}))
    jonas.change_own(lambda own: own.covers.update({str(one.id): True for one in letters}))
    assert leaves(ada) == ["Letter, 2025", "Letter, 2025"]
    assert leaves(jonas) == ["Letter", "Letter"]


def test_a_letter_closed_until_a_day_asks_for_the_day(adas):
    answer = adas.post("/keepsakes/new/", a_letter_form(closing="until"))

    assert answer.status_code == 422


def test_a_draft_is_kept_as_it_is_typed_and_goes_on_later(adas, ada):
    draft = uuid.uuid4()
    first = adas.post(f"/drafts/{draft}/", typed_by(ada, words="Dear", revision="0"))
    second = adas.post(f"/drafts/{draft}/", typed_by(ada, words="Dear Row", revision="1"))

    assert (first.json(), second.json()) == ({"revision": 1}, {"revision": 2})
    assert "Dear Row" in adas.get(f"/keepsakes/new/?draft={draft}").content.decode()
    assert b"Dear Row" not in bytes(Draft.objects.get().words)


def test_a_draft_from_an_older_window_overwrites_nothing(adas, ada):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, revision="0"))
    adas.post(f"/drafts/{draft}/", typed_by(ada, words="newer", revision="1"))

    answer = adas.post(f"/drafts/{draft}/", typed_by(ada, words="older", revision="1"))

    assert answer.status_code == 409
    assert "newer" in adas.get(f"/keepsakes/new/?draft={draft}").content.decode()


def test_keeping_the_letter_lets_its_draft_go(adas, ada):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, revision="0"))
    assert Draft.objects.exists()

    adas.post("/keepsakes/new/", a_letter_form(draft=str(draft)))

    assert not Draft.objects.exists()


def test_a_letter_that_was_sent_twice_is_kept_once(adas):
    form = a_letter_form(draft=str(uuid.uuid4()))

    first, second = (adas.post("/keepsakes/new/", form) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Keepsake.objects.count() == 1


def test_other_words_in_an_old_form_are_another_letter(adas):
    form = a_letter_form(draft=str(uuid.uuid4()))

    adas.post("/keepsakes/new/", form)
    adas.post("/keepsakes/new/", {**form, "words": "and then"})

    assert Keepsake.objects.count() == 2


def test_jonas_cannot_open_adas_draft(adas, ada, jonas, browser_of):
    draft = uuid.uuid4()
    adas.post(f"/drafts/{draft}/", typed_by(ada, words="mine", revision="0"))

    his = browser_of(jonas)

    assert "mine" not in his.get(f"/keepsakes/new/?draft={draft}").content.decode()
    assert his.post(f"/drafts/{draft}/", typed_by(jonas, revision="1")).status_code == 409


def test_what_ada_typed_never_becomes_a_draft_of_jonas(ada, jonas, browser_of):
    his, address = browser_of(jonas), f"/drafts/{uuid.uuid4()}/"

    assert his.post(address, typed_by(ada)).status_code == 403
    assert his.post(address, a_letter_form()).status_code == 403  # and it does not say whose it is
    assert not Draft.objects.exists()


def test_what_ada_typed_is_never_kept_as_jonas_letter(ada, jonas, browser_of, given_a_letter):
    his, letter = browser_of(jonas), given_a_letter(ada, circle="us", words="ours")

    new = his.post("/keepsakes/new/", typed_by(ada))
    change = his.post(f"/keepsakes/{letter.id}/change/", typed_by(ada, based_on="1"))

    assert (new.status_code, change.status_code) == (403, 403)
    assert "Someone else has signed in" in new.content.decode()
    assert [shown.card.words for shown in Shelf(jonas).page().entries] == ["ours"]


def test_when_both_parents_write_at_once_both_letters_stay(
    adas, ada, jonas, browser_of, given_a_letter
):
    letter = given_a_letter(ada, words="ours", circle="us")
    change = f"/keepsakes/{letter.id}/change/"
    form = a_letter_form(circle="us", based_on="1")

    adas.post(change, {**form, "words": "as Ada has it"})
    browser_of(jonas).post(change, {**form, "words": "as Jonas has it"})

    kept = [shown.card.words for shown in Shelf(ada).page().entries]
    assert sorted(kept) == ["as Ada has it", "as Jonas has it"]


def test_an_earlier_version_can_be_read_again(adas, ada, given_a_letter):
    letter = given_a_letter(ada, words="first words")
    adas.post(f"/keepsakes/{letter.id}/change/", a_letter_form(words="second", based_on="1"))

    assert "first words" in adas.get(f"/keepsakes/{letter.id}/versions/1/").content.decode()


def test_a_letter_given_to_us_reaches_jonas(adas, ada, jonas, browser_of, given_a_letter):
    letter = given_a_letter(ada, words="for both")

    adas.post(
        f"/keepsakes/{letter.id}/change/",
        a_letter_form(words="for both", circle="us", based_on="1"),
    )

    assert browser_of(jonas).get(f"/keepsakes/{letter.id}/").status_code == 200


def test_what_is_not_yet_comes_out_only_when_asked(adas, ada):
    adas.post("/keepsakes/new/", a_letter_form(closing="until", until="2199-01-01"))
    letter = Keepsake.objects.get()
    adas.get("/")  # where she is told, once, that it is kept
    assert adas.get(f"/keepsakes/{letter.id}/").status_code == 404
    assert str(letter.id) not in adas.get("/waiting/").content.decode()

    asked = adas.post("/waiting/").content.decode()
    assert str(letter.id) in asked
    assert "Dear Rowan" not in asked

    adas.post("/waiting/", {"bring-out": str(letter.id)})
    assert "Dear Rowan" in adas.get(f"/keepsakes/{letter.id}/").content.decode()


def test_jonas_cannot_bring_out_what_ada_closed_until_a_day(ada, jonas, browser_of, given_a_letter):
    letter = given_a_letter(ada, circle="us", words="later", until="2199-01-01")
    his = browser_of(jonas)

    assert str(letter.id) not in his.post("/waiting/").content.decode()
    his.post("/waiting/", {"bring-out": str(letter.id)})
    assert his.get(f"/keepsakes/{letter.id}/").status_code == 404


def test_uncovering_is_for_this_moment_and_this_page(adas, ada, given_a_letter):
    letter = given_a_letter(ada, words="under the cover", covered=True)
    page = f"/keepsakes/{letter.id}/"
    assert "under the cover" not in adas.get(page).content.decode()

    shown = adas.post(f"{page}uncovering/", follow=True).content.decode()

    assert "under the cover" in shown
    assert "under the cover" not in adas.get(page).content.decode()
    assert "under the cover" not in adas.get("/timeline/").content.decode()


def test_leaving_it_uncovered_holds_for_ada_and_not_for_jonas(
    adas, ada, jonas, browser_of, given_a_letter
):
    letter = given_a_letter(ada, words="ours", circle="us", covered=True)
    page = f"/keepsakes/{letter.id}/"

    adas.post(f"{page}cover/", {"cover": "no"})

    assert "ours" in adas.get(page).content.decode()
    assert "ours" not in browser_of(jonas).get(page).content.decode()


def test_words_with_markup_can_do_nothing_but_be_read(adas, ada, given_a_letter):
    letter = given_a_letter(
        ada, words="*soft* <script>alert(1)</script> [x](javascript:alert(1)) ![i](//e.g/a)"
    )

    page = adas.get(f"/keepsakes/{letter.id}/").content.decode()

    assert "<em>soft</em>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page
