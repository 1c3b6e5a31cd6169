"""Pages by link: copies under a key of their own, all of them or none, and gone when it ends."""

import dataclasses
import datetime
import io

import pytest
import time_machine
from django.db import OperationalError
from PIL import Image

from heartleaf.archive.checking import check_all
from heartleaf.circle import copying, page_work, sharing
from heartleaf.circle.copies import open_copy, sweep_copies
from heartleaf.circle.gathering import take_out_parent
from heartleaf.circle.models import Copied, Page
from heartleaf.circle.opening_pages import (
    CodeNeeded,
    NoPage,
    link_identity,
    open_by_link,
    open_for_us,
)
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.page_work import make
from heartleaf.circle.sealing_anew import seal_all_anew
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.developing.plain_jpeg import plain_jpeg_size
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import CannotOpen, Identity, Link, unseal
from heartleaf.vault import VaultError
from tests.cast import a_picture
from tests.circle.holding import again
from tests.circle.paged import a_page, as_a_guest, copies_in_the_vault, link_of, row_of

SOON = datetime.timedelta(days=2)


def bytes_of(page, file):
    return b"".join(open_copy(file, page.identity))


def a_full_picture(size=(2400, 1800)):
    """As a phone gives it: with a place, a camera, a comment and a small picture of itself."""
    image, out = Image.open(io.BytesIO(a_picture("x", size))), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = "Camera of Ada", "Rowan in our garden"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 20.0, 0.0), 3: "W", 4: (6.0, 15.0, 0.0)})
    image.save(out, "JPEG", exif=exif, comment=b"Rowan", dpi=(300, 300))
    return out.getvalue()


def test_a_guest_sees_what_was_chosen_and_nothing_of_where_it_came_from(ada, given_a_picture):
    kept = given_a_picture(ada, data=a_full_picture(), title="His hand", words="So small.")
    page = as_a_guest(a_page(ada, kept))
    [piece] = page.content.shown
    assert (piece.title, piece.words, piece.date) == ("His hand", "So small.", "")
    [copy] = piece.copies
    assert copy.original is None
    for file in (copy.large, copy.small):
        data = bytes_of(page, file)
        assert plain_jpeg_size(data) == (file.width, file.height)  # and nothing else is in it
        assert b"Ada" not in data
        assert b"Rowan" not in data
    assert max(copy.large.width, copy.large.height) == 1600
    assert max(copy.small.width, copy.small.height) == 400


def test_a_title_with_a_childs_name_stays_at_home(ada, given_a_picture):
    shown = Shelf(ada).get(given_a_picture(ada, title="ROWAN asleep", date="12 May 2025").pk)
    piece = sharing.piece_of(shown, ada)
    assert (piece.title, piece.date) == ("", "")


def test_the_name_of_the_place_is_in_every_picture_if_it_is_wanted(ada, given_a_picture):
    kept = given_a_picture(ada)
    page = a_page(ada, kept)
    [before] = page.content.copies
    plain, ids = bytes_of(page, before.large), copies_in_the_vault()
    sharing.change_page(page, lambda said: setattr(said, "name_in_pictures", "Rowan’s place"))
    make(page, ada)
    [after] = page.content.copies
    named = bytes_of(page, after.large)
    assert darkest_change(plain, named) > 40
    assert plain_jpeg_size(named) == (after.large.width, after.large.height)
    assert not ids & copies_in_the_vault()  # those without it are gone


def darkest_change(one, other):
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    pairs = zip(first.tobytes(), second.tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs)


@pytest.mark.parametrize("ground", ["white", "black", "#7f7f7f", "#ffe9a8", "#102040"])
def test_a_name_can_be_read_on_any_ground_and_leaves_the_picture_be(ground):
    from heartleaf.circle.name_in_pictures import PictureMaker

    out = io.BytesIO()
    Image.new("RGB", (1200, 900), ground).save(out, "JPEG")
    data, width, height = PictureMaker("Rowan’s place").made(out.getvalue())
    image = Image.open(io.BytesIO(data)).convert("L")
    low, high = image.getextrema()
    assert high - low > 45
    changed = sum(image.histogram()[level] for level in range(low, high + 1))
    plain = max(image.histogram())
    assert plain > 0.94 * changed
    assert (width, height) == (1200, 900)


def test_the_pages_key_opens_its_copies_and_nothing_else(ada, given_a_picture):
    kept = given_a_picture(ada, circle="us")
    page = as_a_guest(a_page(ada, kept))
    names = list(vault().names())
    opened = {name for name in names if opens(vault().get(name), page.identity)}
    assert opened == {name for name in names if name.startswith("page/")}
    assert len(opened) == 2
    for circle in ada.circles.values():
        assert not opens(circle.circle.epochs.get().keyring, page.identity)
    assert not opens(kept.card, page.identity)
    assert not opens(row_of(page).content, link_of(page).identity)  # the link opens the key alone


def opens(sealed, *keys):
    try:
        unseal(sealed, *keys)
    except CannotOpen:
        return False
    return True


def test_a_stranger_and_a_grandmother_have_no_way_to_it(ada, inge, vera, given_a_letter):
    page = row_of(a_page(ada, given_a_letter(ada, words="Dear you")))
    for person in (inge, vera):
        keys = [person.identity, *(circle.identity() for circle in person.circles.values())]
        assert not opens(page.identity, *keys)
    with pytest.raises(NoPage):
        open_by_link(Link.new())


def test_both_parents_open_it(ada, jonas, given_a_letter):
    page = a_page(ada, given_a_letter(ada, words="Dear you"))
    assert open_for_us(row_of(page), jonas.circle("us")).content.secret == page.content.secret


def test_a_page_leads_nobody_anywhere_before_it_is_opened(ada, given_a_letter):
    page = a_page(ada, given_a_letter(ada, words="Dear you"), is_open=False)
    with pytest.raises(NoPage):
        as_a_guest(page)


def test_with_a_code_the_link_alone_opens_nothing(ada, given_a_letter):
    page = a_page(ada, given_a_letter(ada, words="Dear you"))
    sharing.set_code(page, ada.circle("us"), "two  herons")
    link = link_of(page)
    for key in (None, link_identity(link, "three herons")):
        with pytest.raises(CodeNeeded):
            open_by_link(link, key)
    assert open_by_link(link, link_identity(link, "two herons")).content.code == "two herons"
    assert open_for_us(row_of(page), ada.circle("us")).content.code == "two herons"
    sharing.set_code(page, ada.circle("us"), "")
    assert open_by_link(link).id == page.id


def test_a_new_link_leaves_the_old_one_without_a_page(ada, given_a_letter):
    page = a_page(ada, given_a_letter(ada, words="Dear you"))
    old = link_of(page)
    sharing.set_code(page, ada.circle("us"), "", new_link=True)
    with pytest.raises(NoPage):
        open_by_link(old)
    assert as_a_guest(page).id == page.id


def begun(ada):
    return sharing.begin_page(ada, PageContent())


def with_a_code(ada):
    page = begun(ada)
    sharing.set_code(page, ada.circle("us"), "two herons")
    return page


@pytest.mark.parametrize("act", [begun, with_a_code])
def test_a_page_made_while_a_parent_leaves_opens_for_who_stays(ada, jonas, monkeypatch, act):
    real, waited = sharing.hold, []

    def he_was_first(circle):
        if not waited:
            waited.append(take_out_parent(again(jonas), jonas.id))
        real(circle)

    monkeypatch.setattr(sharing, "hold", he_was_first)
    page = act(ada)
    assert seal_all_anew(again(ada).circle("us"))  # and the former key is gone
    assert open_for_us(row_of(page), again(ada).circle("us")).content.secret
    assert waited


def test_taken_down_the_key_goes_and_every_copy(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada))
    guests, before = as_a_guest(page), set(vault().names())
    sharing.take_down(row_of(page))
    assert not Page.objects.exists()
    assert not Copied.objects.exists()
    assert not copies_in_the_vault()
    assert {name for name in before if not name.startswith("page/")} == set(vault().names())
    with pytest.raises(VaultError):
        bytes_of(guests, next(guests.content.copies).large)


def test_it_ends_by_itself_when_its_day_has_come(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada))
    ends = datetime.datetime.now(datetime.UTC) + SOON
    sharing.change_page(page, lambda said: None, ends_at=ends)
    with time_machine.travel(ends - datetime.timedelta(minutes=1)):
        sharing.end_pages(datetime.datetime.now(datetime.UTC))
        assert as_a_guest(page).id == page.id
    with time_machine.travel(ends):
        with pytest.raises(NoPage):  # before the clock has been there, too
            as_a_guest(page)
        sharing.end_pages(datetime.datetime.now(datetime.UTC))
    assert not Page.objects.exists()
    assert not copies_in_the_vault()


def test_what_is_taken_off_is_destroyed_and_the_rest_stays(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada, title="one"), given_a_picture(ada, title="two"))
    gone, stays = page.content.pieces
    sharing.change_page(page, lambda said: said.pieces.pop(0))
    assert copies_in_the_vault() == {file.id for copy in stays.copies for file in copy.files}
    assert [piece.id for piece in page.content.pieces] == [stays.id]
    assert gone.id not in row_of(page).content.decode("latin-1")


def test_two_parents_at_once_write_over_nothing(ada, jonas, given_a_letter):
    page = a_page(ada, given_a_letter(ada, words="Dear you"))
    his = open_for_us(row_of(page), jonas.circle("us"))
    seen = page.page.revision
    sharing.change_page(page, lambda said: setattr(said, "title", "Hers"), based_on=seen)
    with pytest.raises(ChangedMeanwhile):
        sharing.change_page(his, lambda said: setattr(said, "title", "His"), based_on=seen)
    assert as_a_guest(page).content.title == "Hers"


def test_making_copies_disturbs_nobody_who_is_writing(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada), is_open=False)
    new = sharing.piece_of(Shelf(ada).get(given_a_picture(ada, title="another").pk), ada)
    sharing.change_page(page, lambda said: said.pieces.append(new))
    seen = page.page.revision
    make(page, ada)
    sharing.change_page(page, lambda said: setattr(said, "title", "For you"), based_on=seen)
    assert [len(piece.copies) for piece in page.content.shown] == [1, 1]


def test_guests_see_nothing_of_a_piece_before_all_its_copies_are_made(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada))
    new = sharing.piece_of(Shelf(ada).get(given_a_picture(ada, title="another").pk), ada)
    sharing.change_page(page, lambda said: said.pieces.append(new))
    assert len(as_a_guest(page).content.shown) == 1
    make(page, ada)
    assert len(as_a_guest(page).content.shown) == 2


@pytest.mark.parametrize("after", range(1, 5))
def test_a_crash_leaves_no_half_page_and_no_bytes_for_ever(
    ada, given_a_picture, monkeypatch, after
):
    chosen = [given_a_picture(ada, title=str(n)) for n in range(2)]
    shown = Shelf(ada).several(one.pk for one in chosen)
    content = PageContent(pieces=[sharing.piece_of(one, ada) for one in shown])
    page = sharing.begin_page(ada, content)
    sharing.open_to_guests(page)
    real, made = copying.store_copy, []

    def breaks(*args, **kwargs):
        made.append(real(*args, **kwargs))
        if len(made) == after:
            raise KeyboardInterrupt
        return made[-1]

    monkeypatch.setattr(copying, "store_copy", breaks)
    monkeypatch.setattr(page_work, "discard_copies", lambda ids: None)  # no time for that either
    monkeypatch.setattr(copying, "discard_copies", lambda ids: None)
    with pytest.raises(KeyboardInterrupt):
        make(page, ada)
    assert as_a_guest(page).content.shown == []
    assert copies_in_the_vault()
    monkeypatch.undo()
    sweep_copies(datetime.datetime.now(datetime.UTC) + SOON)
    assert not copies_in_the_vault()
    make(open_for_us(row_of(page), ada.circle("us")), ada)
    assert len(as_a_guest(page).content.shown) == 2


def test_a_crash_while_it_is_taken_down_leaves_nothing_for_ever(ada, given_a_picture, monkeypatch):
    page = a_page(ada, given_a_picture(ada))
    monkeypatch.setattr(sharing, "discard_copies", lambda ids: None)
    sharing.take_down(row_of(page))
    with pytest.raises(NoPage):
        as_a_guest(page)
    sweep_copies(datetime.datetime.now(datetime.UTC) + SOON)
    assert not copies_in_the_vault()


def test_a_fault_after_it_was_kept_takes_no_copy_off_the_page(ada, given_a_picture, monkeypatch):
    page = a_page(ada, given_a_picture(ada), is_open=False)
    sharing.change_page(page, lambda said: setattr(said, "name_in_pictures", "Rowan’s place"))

    def gone_away(ids):
        raise OperationalError

    monkeypatch.setattr(sharing, "discard_copies", gone_away)
    with pytest.raises(OperationalError):
        make(page, ada)
    [copy] = open_for_us(row_of(page), ada.circle("us")).content.copies
    assert bytes_of(page, copy.large)
    monkeypatch.undo()
    sweep_copies(datetime.datetime.now(datetime.UTC) + SOON)
    assert copies_in_the_vault() == {copy.large.id, copy.small.id}


def test_the_clock_takes_no_copy_that_a_page_holds(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada))
    sweep_copies(datetime.datetime.now(datetime.UTC) + SOON)
    assert bytes_of(page, next(page.content.copies).large)


def test_taken_down_while_its_copies_are_made_nothing_is_left(ada, given_a_picture, monkeypatch):
    page = a_page(ada, is_open=False)
    new = sharing.piece_of(Shelf(ada).get(given_a_picture(ada).pk), ada)
    sharing.change_page(page, lambda said: said.pieces.append(new))
    real = page_work.change_page

    def too_late(*args, **kwargs):
        sharing.take_down(page.page)
        return real(*args, **kwargs)

    monkeypatch.setattr(page_work, "change_page", too_late)
    with pytest.raises(ChangedMeanwhile):
        make(page, ada)
    assert not copies_in_the_vault()
    assert not Copied.objects.exists()


def test_what_was_closed_meanwhile_does_not_come_onto_the_page(ada, given_a_picture):
    kept = given_a_picture(ada, title="His hand")
    piece = sharing.piece_of(Shelf(ada).get(kept.pk), ada)
    page = sharing.begin_page(ada, PageContent(pieces=[piece]))
    shown = Shelf(ada).get(kept.pk)
    keeping.change(
        shown.keepsake, shown.circle, dataclasses.replace(shown.card, until="2199-01-01")
    )
    make(page, ada)
    sharing.open_to_guests(page)
    assert as_a_guest(page).content.shown == []
    assert [one.gone for one in page.content.pieces] == [True]


def test_originals_come_only_when_asked_for_and_go_when_they_are_not(ada, given_a_picture):
    original = a_full_picture((800, 600))
    page = a_page(ada, given_a_picture(ada, data=original))
    sharing.change_page(page, lambda said: sharing.give_originals(said, True))
    make(page, ada)
    [copy] = as_a_guest(page).content.copies
    assert bytes_of(page, copy.original) == original
    assert copy.ending == "jpeg"
    sharing.change_page(page, lambda said: sharing.give_originals(said, False))
    assert copy.original.id not in copies_in_the_vault()
    assert not page.content.to_make


def test_an_original_without_its_place_is_copied_without_its_place(ada, given_a_picture):
    kept = given_a_picture(ada, data=a_full_picture((800, 600)))
    shown = Shelf(ada).get(kept.pk)
    card = dataclasses.replace(shown.card)
    card.attachments = [dataclasses.replace(one, placeless=True) for one in card.attachments]
    keeping.change(shown.keepsake, shown.circle, card)
    page = a_page(ada, kept, originals=True)
    [copy] = page.content.copies
    exif = Image.open(io.BytesIO(bytes_of(page, copy.original))).getexif()
    assert not exif.get_ifd(0x8825)


def test_a_page_may_be_words_alone(ada):
    page = a_page(ada, title="For Rowan", asks=["Light a candle at seven"])
    guest = as_a_guest(page)
    assert (guest.content.title, guest.content.asks) == ("For Rowan", ["Light a candle at seven"])
    assert not copies_in_the_vault()


def test_only_a_parent_begins_a_page(inge):
    with pytest.raises(KeyError):
        sharing.begin_page(inge, PageContent())


def many(ada, given_a_picture, number):
    chosen = [given_a_picture(ada, title=f"picture {n}") for n in range(number)]
    page = a_page(ada, *chosen)
    guest = as_a_guest(page)
    assert len(guest.content.shown) == number
    assert len(copies_in_the_vault()) == 2 * number == Copied.objects.filter(page=page.page).count()
    ids = [file.id for copy in guest.content.copies for file in copy.files]
    assert len(set(ids)) == len(ids)


def test_forty_pictures_come_onto_one_page(ada, given_a_picture):
    many(ada, given_a_picture, 40)


@pytest.mark.slow
def test_three_hundred_pictures_come_onto_one_page(ada, given_a_picture):
    many(ada, given_a_picture, 300)


def test_check_names_a_copy_that_is_missing_exchanged_or_foreign(ada, given_a_picture):
    page = a_page(ada, given_a_picture(ada, title="one"), given_a_picture(ada, title="two"))
    assert check_all(ada).problems == []
    first, second = (copy.large.id for copy in page.content.copies)
    vault().remove(f"page/{first}/0.age")
    assert f"Missing in the vault: page/{first}/0.age" in check_all().problems
    vault().put(f"page/{first}/0.age", vault().get(f"page/{second}/0.age"))
    assert [told for told in check_all(ada).problems if first in told]
    foreign = Copied.objects.create(page=page.page)
    said = f"The copy {foreign.pk} is none of the page {page.id}."
    assert [told for told in check_all(ada).problems if told.endswith(said)]


def test_a_page_says_nothing_readable_to_a_thief(ada, given_a_letter):
    row = row_of(a_page(ada, given_a_letter(ada, words="Dear you"), title="For Rowan"))
    told = repr([getattr(row, field.attname) for field in Page._meta.fields])
    for said in ("Rowan", "Dear you", Identity.generate().secret[:12]):
        assert said not in told
