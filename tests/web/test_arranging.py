"""The page on which the files of a keepsake are put in order, described and exchanged."""

import re
from urllib.parse import unquote

from heartleaf.archive.checking import check_all
from heartleaf.archive.models import Upload
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.models import Keepsake, Media
from tests.cast import a_picture
from tests.vectors import dicom, films
from tests.web.tended import (
    MEANWHILE,
    SOFT_ONLY,
    a_file,
    a_frame,
    arrange_page,
    as_shown,
    card_of,
    frame_page,
    ids,
    listed_in,
    names,
    say,
    uncovered,
)


def test_keep_keeps_the_order_and_what_was_said(ada, jonas, hers, three):
    one, two, last = ids(three, ada)
    form = as_shown(ada, three, order=[last, one, two], face=two, **{f"{last}-alt": "the window"})

    answer = hers.post(arrange_page(three), form | {f"{one}-placeless": "on"}, follow=True)

    assert "Kept." in answer.content.decode()
    card = card_of(jonas, three)
    assert [one.alt for one in card.attachments] == ["the window", "his hat", ""]
    assert [one.placeless for one in card.attachments] == [False, True, False]
    assert (card.face, card.said) == (two, 2)


def test_later_moves_it_and_keeps_nothing_yet(ada, hers, three):
    one, two, last = ids(three, ada)
    form = as_shown(ada, three, move=f"later {one}", **{f"{two}-alt": "as Ada typed it"})

    page = hers.post(arrange_page(three), form).content.decode()

    assert re.findall(r'name="order" value="([^"]+)"', page) == [two, one, last]
    assert "as Ada typed it" in page
    assert "It is number 2 now" in page
    assert re.search(rf'value="later {one}"[^>]* autofocus', page)
    assert (ids(three, ada), card_of(ada, three).said) == ([one, two, last], 1)


def test_the_first_is_not_moved_before_itself_nor_what_is_not_there(ada, hers, three):
    for move in (f"earlier {ids(three, ada)[0]}", "later nothing", "nonsense"):
        page = hers.post(arrange_page(three), as_shown(ada, three, move=move)).content.decode()

        assert re.findall(r'name="order" value="([^"]+)"', page) == ids(three, ada)


def test_taken_out_and_another_in_its_place_and_more(ada, jonas, hers, three):
    one, two, _last = ids(three, ada)
    form = as_shown(ada, three, files=[a_file("four")])

    hers.post(arrange_page(three), form | {f"{two}-out": "on", f"{one}-instead": a_file("better")})

    assert names(jonas, three) == ["better.jpg", "three.jpg", "four.jpg"]
    assert card_of(jonas, three).attachments[0].alt == "his hat"
    assert not Upload.objects.exists()
    assert [problem for who in (ada, jonas) for problem in check_all(who).problems] == []


def test_a_film_that_is_added_with_its_still_belongs_to_it(ada, hers, three):
    files = [a_file("", "IMG_1.mov", films.film("mov")), a_file("", "IMG_1.jpg", a_picture("four"))]

    hers.post(arrange_page(three), as_shown(ada, three, files=files))

    film, still = card_of(ada, three).attachments[3:]
    assert (film.name, film.still) == ("IMG_1.mov", still.media)


def test_what_is_not_ticked_any_more_is_not_added(ada, hers, three):
    one, *_ = ids(three, ada)
    form = as_shown(ada, three, move=f"later {one}", files=[a_file("four"), a_file("five")])
    _four, five = listed_in(hers.post(arrange_page(three), form).content.decode())

    hers.post(arrange_page(three), as_shown(ada, three, uploads=[five]))

    assert names(ada, three) == ["one.jpg", "two.jpg", "three.jpg", "five.jpg"]


def test_what_another_window_kept_a_moment_ago_is_named_and_the_others_are_kept(
    ada, hers, three, given_a_picture, monkeypatch
):
    change = keeping.change

    def kept_a_moment_before(*asked, **how):
        monkeypatch.setattr(keeping, "change", change)
        given_a_picture(ada, circle="us", data=a_picture("four"))
        change(*asked, **how)

    monkeypatch.setattr(keeping, "change", kept_a_moment_before)
    form = as_shown(ada, three, files=[a_file("four"), a_file("five")])
    page = hers.post(arrange_page(three), form, follow=True).content.decode()

    assert "“four.jpg” is here already" in page
    assert names(ada, three)[3:] == ["five.jpg"]


def test_an_ultrasound_that_jonas_can_see_already_is_to_be_looked_over_at_once(ada, hers, three):
    files = [a_file("", "scan.dcm", dicom.plain(dicom.screen()))]

    answer = hers.post(arrange_page(three), as_shown(ada, three, files=files))

    assert answer.headers["Location"] == frame_page(three, ada, 3)
    page = hers.get(answer.headers["Location"]).content.decode()
    assert "Kept. Please look the ultrasound over now: a name may be in it." in page


def test_what_cannot_be_kept_is_named_and_the_others_are_kept(ada, hers, three, given_a_picture):
    given_a_picture(ada, circle="us", data=a_picture("elsewhere"))
    files = [a_file("", "notes.xyz", b"\0\1\2"), a_file("elsewhere"), a_file("five"), a_file("one")]

    page = hers.post(arrange_page(three), as_shown(ada, three, files=files), follow=True)

    said = page.content.decode()
    assert "“notes.xyz” was not kept: it is not a kind of file that is known here." in said
    assert "“elsewhere.jpg”, “one.jpg” are here already" in said
    assert names(ada, three) == ["one.jpg", "two.jpg", "three.jpg", "five.jpg"]
    assert not Media.objects.filter(keepsake=None).exists()
    assert not Upload.objects.exists()


def test_changed_by_jonas_meanwhile_nothing_typed_or_sent_is_lost(ada, jonas, hers, three):
    one, two, last = ids(three, ada)
    form = as_shown(ada, three, order=[two, one, last], files=[a_file("four")])
    changed = card_of(jonas, three)
    say(changed, "as Jonas has it")
    keeping.change(Keepsake.objects.get(pk=three.pk), jonas.circle("us"), changed)

    answer = hers.post(arrange_page(three), form | {f"{two}-alt": "as Ada typed it"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert MEANWHILE in page
    assert "as Ada typed it" in page
    assert '<span class="name" dir="auto">four.jpg</span>' in page
    assert not Media.objects.filter(keepsake=None).exists()
    again = form | {f"{two}-alt": "as Ada typed it", "based_on": 2, "files": []}
    hers.post(arrange_page(three), again | {"uploads": listed_in(page)})
    assert names(jonas, three) == ["two.jpg", "one.jpg", "three.jpg", "four.jpg"]
    assert not Upload.objects.exists()


def test_what_was_only_made_of_it_meanwhile_is_no_reason_to_refuse(
    ada, jonas, hers, three, monkeypatch
):
    change = keeping.change

    def amended_a_moment_before(keepsake, circle, card, **how):
        monkeypatch.setattr(keeping, "change", change)
        keeping.amend(Keepsake.objects.get(pk=three.pk), jonas.circle("us"), lambda card: None)
        change(keepsake, circle, card, **how)

    monkeypatch.setattr(keeping, "change", amended_a_moment_before)
    one, two, last = ids(three, ada)
    hers.post(arrange_page(three), as_shown(ada, three, order=[last, two, one]))

    assert ids(three, jonas) == [last, two, one]


def test_a_file_chosen_before_later_was_pressed_is_still_there(ada, hers, three):
    one, *_ = ids(three, ada)
    form = as_shown(ada, three, move=f"later {one}")
    sent = {"files": [a_file("four")], f"{one}-instead": a_file("better")}
    page = hers.post(arrange_page(three), form | sent).content.decode()

    hers.post(arrange_page(three), as_shown(ada, three, uploads=listed_in(page)))

    assert names(ada, three) == ["better.jpg", "two.jpg", "three.jpg", "four.jpg"]


def test_what_someone_else_sent_cannot_be_held(ada, jonas, hers, browser_of, three):
    one, *_ = ids(three, ada)
    form = as_shown(ada, three, move=f"later {one}", files=[a_file("four")])
    sent = listed_in(hers.post(arrange_page(three), form).content.decode())

    browser_of(jonas).post(arrange_page(three), as_shown(jonas, three, uploads=[*sent, "nonsense"]))

    assert len(names(jonas, three)) == 3
    assert Upload.objects.count() == 1


def test_the_last_one_stays_where_there_are_no_words(ada, hers, three):
    out = {f"{media}-out": "on" for media in ids(three, ada)}

    answer = hers.post(arrange_page(three), as_shown(ada, three, **out))

    assert answer.status_code == 422
    assert "put it in the bin" in answer.content.decode()
    assert len(names(ada, three)) == 3


def test_too_many_words_stay_on_the_page(ada, hers, three):
    one, *_ = ids(three, ada)

    answer = hers.post(arrange_page(three), as_shown(ada, three, **{f"{one}-alt": "w" * 501}))

    assert answer.status_code == 422
    assert "w" * 501 in answer.content.decode()


def test_a_covered_one_is_arranged_by_soft_pictures_and_without_words(ada, jonas, hers, covered):
    page = hers.get(arrange_page(covered)).content.decode()

    assert SOFT_ONLY in page
    for word in ("his hat", "Your hand", "one.jpg", "small.jpg", "large.jpg", "-alt"):
        assert word not in page, word
    one, two, last = ids(covered, ada)
    form = {"who": str(ada.id), "based_on": 1, "order": [two, one, last]}
    hers.post(arrange_page(covered), form)
    assert [one.alt for one in card_of(jonas, covered).attachments] == ["", "his hat", ""]


def test_uncovered_for_now_it_shows_small_pictures_until_it_is_left(ada, hers, covered):
    word = uncovered(hers, covered)

    page = hers.get(f"{arrange_page(covered)}?{word}").content.decode()

    assert "his hat" in page
    [small, *_] = re.findall(r'src="([^"]+/small.jpg[^"]*)"', page)
    assert hers.get(small.replace("&amp;", "&")).status_code == 200
    assert hers.get(small.partition("?")[0]).status_code == 404


def test_uncovered_for_now_it_stays_so_on_the_way_there_and_back(ada, hers, covered):
    word = uncovered(hers, covered)
    there = f"/keepsakes/{covered.id}/?{word}"
    page = hers.get(there).content.decode()

    assert f'href="{arrange_page(covered)}?{word}"' in page
    for number in range(3):
        framing = f"{frame_page(covered, ada, number)}?{word}"
        assert f'href="{framing}"' in page
        assert f'href="{there}"' in unquote(hers.get(framing).content.decode())
    arranged = hers.post(f"{arrange_page(covered)}?{word}", as_shown(ada, covered, face=""))
    assert unquote(arranged.headers["Location"]) == there
    framed = hers.post(f"{frame_page(covered, ada)}?{word}", a_frame(ada, top=20))
    assert unquote(framed.headers["Location"]) == there
    assert "large.jpg" in hers.get(there).content.decode()


def test_a_covered_one_leads_to_where_it_is_arranged_and_to_no_frame(hers, covered):
    page = hers.get(f"/keepsakes/{covered.id}/").content.decode()

    assert f'href="{arrange_page(covered)}"' in page
    assert "/frame/" not in page


def test_what_stands_for_the_others_is_chosen_by_soft_pictures_alone(hers, three):
    page = hers.get(arrange_page(three)).content.decode()

    fieldset = page.partition("Under the cover")[2].partition("</fieldset>")[0]
    assert fieldset.count("cover.jpg") == 3
    assert "small.jpg" not in fieldset


def test_put_in_the_bin_meanwhile_nothing_is_done(ada, hers, three):
    form = as_shown(ada, three, files=[a_file("four")])
    keeping.put_in_bin(three)

    answer = hers.post(arrange_page(three), form)

    assert answer.status_code == 409
    assert not Upload.objects.exists()
    assert hers.get(arrange_page(three)).status_code == 404


def test_what_one_person_arranged_is_not_kept_as_anothers(ada, jonas, hers, three):
    form = as_shown(jonas, three, files=[a_file("four")])

    assert hers.post(arrange_page(three), form).status_code == 403
    assert (len(names(ada, three)), Upload.objects.count()) == (3, 0)


def test_a_stranger_finds_neither_page(ada, vera, browser_of, three):
    stranger = browser_of(vera)
    for page in (arrange_page(three), frame_page(three, ada)):
        assert stranger.get(page).status_code == stranger.post(page).status_code == 404
    assert stranger.get(frame_page(three, ada).replace("frame/", "unframed.jpg")).status_code == 404


def test_a_letter_may_be_given_pictures(ada, jonas, hers, given_a_letter):
    letter = given_a_letter(ada, words="Dear Rowan", circle="us")

    hers.post(arrange_page(letter), as_shown(ada, letter, files=[a_file("four")]))

    card = card_of(jonas, letter)
    assert (card.kind, [one.name for one in card.attachments]) == ("letter", ["four.jpg"])
