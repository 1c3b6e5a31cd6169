"""What lies in the letterbox: who can open it, who is shown it, and what becomes of it."""

import datetime
import io
import wave

import pytest
from django.utils import timezone

from heartleaf.circle import letterbox, letting_in, notes_anew
from heartleaf.circle.letterbox import LeftAlready, OpenNote, TakenMeanwhile
from heartleaf.circle.models import Block, Copied, Note
from heartleaf.circle.sealing_anew import seal_all_anew
from heartleaf.family.models import Epoch
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.sealing import CannotOpen, Identity, SealingError, seal, unseal
from tests.cast import a_picture
from tests.circle.holding import again
from tests.circle.leaving import a_note, a_page, opened, read_first_by
from tests.vectors import films

PICTURE = ("shore.jpg", [a_picture("the shore")])
# ── Who can open it ─────────────────────────────────────────────────────────────────────────


def at_rest(note):
    yield note.words
    for name in vault().names(f"note/{note.pk}"):
        yield vault().get(name)


def test_both_parents_open_what_a_guest_left_and_nobody_else_does(ada, jonas, inge, vera):
    page, link = a_page(ada)
    note = a_note(page, [PICTURE], name="Vera")
    for parent in (ada, jonas):
        assert [one.words.name for one in letterbox.waiting(parent)] == ["Vera"]
    strangers = [
        inge.identity,
        vera.identity,
        ada.identity,
        link.identity,
        page.identity,
        ada.circle("friends").identity(),
        Identity.generate(),
    ]
    assert len(list(at_rest(note))) == 2
    for sealed in at_rest(note):
        for key in strangers:
            with pytest.raises(CannotOpen):
                unseal(sealed, key)


def test_someone_who_is_no_parent_has_no_letterbox(ada, inge):
    a_note(a_page(ada)[0])
    with pytest.raises(KeyError):
        list(letterbox.waiting(inge))


def test_nothing_that_was_left_is_readable_at_rest(ada, settings):
    note = a_note(a_page(ada)[0], [PICTURE], name="Vera", words="say his name aloud")
    told = [bytes(note.words), bytes(note.sender)]
    told += [bytes(vault().get(name)) for name in vault().names()]
    for readable in (b"Vera", b"say his name", b"shore", b"\xff\xd8\xff"):
        assert not any(readable in one for one in told)


def test_a_note_laid_in_the_place_of_another_is_not_shown(ada):
    page, _link = a_page(ada)
    mine, other = a_note(page, name="Mine"), a_note(page, name="Other")
    Note.objects.filter(pk=mine.pk).update(words=other.words)
    assert [one.words.name for one in letterbox.waiting(ada)] == ["Other"]


def test_a_file_that_was_exchanged_is_not_given_out(ada):
    page, _link = a_page(ada)
    note, other = a_note(page, [PICTURE]), a_note(page, [("b.jpg", [a_picture("b")])])
    (theirs,) = vault().names(f"note/{other.pk}")
    vault().put(f"note/{note.pk}/0.age", vault().get(theirs))
    one = opened(ada, note)
    with pytest.raises(SealingError):
        list(one.chunks(one.words.files[0]))


def test_the_same_form_leaves_one_note(ada):
    family, to = ada.person.family, [letterbox.to_parents(ada.person.family)]
    for expected in (None, LeftAlready):
        try:
            letterbox.leave(family, words={}, files=[PICTURE], recipients=to, form=b"f" * 16)
            assert expected is None
        except LeftAlready:
            assert expected is LeftAlready
    assert Note.objects.count() == 1
    assert len({name.split("/")[1] for name in vault().names()}) == 1


# ── Letting in ──────────────────────────────────────────────────────────────────────────────


def test_nothing_is_on_the_page_before_a_parent_lets_it_in(ada):
    page, _link = a_page(ada)
    note = a_note(page, name="Vera")
    assert letting_in.let_in_on(page) == []
    letting_in.let_in(ada, opened(ada, note), page)
    assert [left.shown.name for left in letting_in.let_in_on(page)] == ["Vera"]
    assert list(letterbox.waiting(ada)) == []


def test_a_picture_comes_onto_the_page_as_copies_and_goes_with_them(ada):
    page, _link = a_page(ada)
    note = a_note(page, [PICTURE], kind="picture")
    letting_in.let_in(ada, opened(ada, note), page)
    (left,) = letting_in.let_in_on(page)
    (copy,) = left.shown.copies
    assert max(copy.large.width, copy.large.height) <= 1600
    assert Copied.objects.filter(page=page.page).count() == 2
    letting_in.take_down(opened(ada, note), page)
    assert letting_in.let_in_on(page) == []
    assert not Copied.objects.exists()
    assert not [name for name in vault().names() if name.startswith("page/")]
    assert opened(ada, note).note.state == "aside"


def a_voice(seconds=1):
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\0\x10" * 8000 * seconds)
    return file.getvalue()


def test_a_voice_comes_onto_the_page_as_it_plays_everywhere(ada):
    page, _link = a_page(ada)
    note = a_note(page, [("for you.wav", [a_voice()])], kind="voice")
    letting_in.let_in(ada, opened(ada, note), page)
    (copy,) = letting_in.let_in_on(page)[0].shown.copies
    assert copy.played.type == "audio/mp4"
    assert 0.5 < copy.seconds < 2


def test_what_is_let_in_is_kept_with_the_guests_name_where_a_parent_chose(ada):
    page, _link = a_page(ada)
    note = a_note(page, [PICTURE], name="Vera", words="By the shore.")
    letting_in.let_in(ada, opened(ada, note), page, ada.circle("us"))
    card = open_card(Keepsake.objects.get(), ada.circle("us"))
    assert "By the shore." in card.words
    assert "Vera" in card.words
    assert len(card.attachments) == 1


def test_a_picture_that_was_chosen_twice_is_kept_once(ada):
    page, _link = a_page(ada)
    twice = ("the same again.jpg", PICTURE[1])
    note = a_note(page, [PICTURE, twice], kind="picture")
    letting_in.let_in(ada, opened(ada, note), page, ada.circle("us"))
    card = open_card(Keepsake.objects.get(), ada.circle("us"))
    assert len(card.attachments) == 1


def test_what_another_window_kept_a_moment_ago_is_said_and_nothing_is_left(ada, monkeypatch):
    page, _link = a_page(ada)
    note, same = (a_note(page, [PICTURE], kind="picture") for _ in range(2))
    letting_in.let_in(ada, opened(ada, same), page, ada.circle("us"))
    monkeypatch.setattr(letting_in, "is_here", lambda circles, sha256: False)
    with pytest.raises(TakenMeanwhile):
        letting_in.let_in(ada, opened(ada, note), page, ada.circle("us"))
    assert opened(ada, note).note.state == "waiting"
    assert Media.objects.count() == 1


def test_a_film_is_named_as_what_the_page_cannot_show(ada):
    page, _link = a_page(ada)
    note = a_note(page, [PICTURE, ("us.mp4", [films.film("mp4")])], kind="voice")
    unseen = letting_in.let_in(ada, opened(ada, note), page)
    assert [one.name for one in unseen] == ["us.mp4"]


def test_two_parents_let_the_same_in_once(ada, jonas):
    page, _link = a_page(ada)
    note = a_note(page, [PICTURE])
    hers, his = opened(ada, note), opened(jonas, note)
    letting_in.let_in(ada, hers, page, ada.circle("us"))
    with pytest.raises(TakenMeanwhile):
        letting_in.let_in(jonas, his, page, jonas.circle("us"))
    assert Keepsake.objects.count() == 1
    assert Copied.objects.count() == 2
    assert len(letting_in.let_in_on(page)) == 1


def test_what_is_taken_away_is_gone_with_its_bytes(ada):
    note = a_note(a_page(ada)[0], [PICTURE])
    letterbox.take_away(opened(ada, note))
    assert not Note.objects.exists()
    assert not list(vault().names())


def test_who_was_blocked_is_blocked_on_that_page_alone(ada):
    page, other = a_page(ada)[0], a_page(ada)[0]
    letting_in.block(opened(ada, a_note(page)))
    assert letting_in.is_blocked(page.page, b"v" * 16)
    assert not letting_in.is_blocked(page.page, b"w" * 16)
    assert not letting_in.is_blocked(other.page, b"v" * 16)
    assert Block.objects.count() == 1


# ── Another person reads first ──────────────────────────────────────────────────────────────


def test_who_reads_first_sees_what_waits_on_that_page_and_nothing_else(ada, inge):
    with_inge, without = a_page(ada, **read_first_by(inge))[0], a_page(ada)[0]
    a_note(with_inge, name="for Inge")
    a_note(without, name="for the parents alone")
    assert [one.words.name for one in letterbox.to_read_first(inge)] == ["for Inge"]
    assert not list(letterbox.to_read_first(ada))


@pytest.mark.parametrize("fine", [True, False])
def test_what_was_found_fine_is_the_parents_unasked_and_no_other(ada, inge, fine):
    page, _link = a_page(ada, **read_first_by(inge))
    note = a_note(page)
    assert not opened(ada, note).is_for_parents
    (hers,) = letterbox.to_read_first(inge)
    letterbox.say_of(inge, hers, fine, "She writes kindly.")
    theirs = opened(ada, note)
    assert theirs.is_for_parents is fine
    assert theirs.reading.word == "She writes kindly."
    assert not list(letterbox.to_read_first(inge))
    with pytest.raises(TakenMeanwhile):
        letterbox.say_of(inge, hers, not fine)


# ── New keys, and what is left over ─────────────────────────────────────────────────────────


def test_a_new_key_of_the_parents_opens_what_waits_and_the_old_one_no_more(ada, jonas):
    note = a_note(a_page(ada)[0], [PICTURE])
    old = ada.circle("us").identity()
    us = renewed(ada.circle("us"), ada)
    notes_anew.reseal(us)
    note.refresh_from_db()
    for sealed in at_rest(note):
        unseal(sealed, us.identity())
        with pytest.raises(CannotOpen):
            unseal(sealed, old)
    one = OpenNote(note, us.identities)
    assert b"".join(one.chunks(one.words.files[0])) == PICTURE[1][0]


def renewed(circle, *persons):
    """The circle with a new key, held by these persons."""
    key, who = Identity.generate(), [one.identity.recipient for one in persons]
    keyring = seal(key.secret.encode(), *who)
    Epoch.objects.create(
        circle=circle.circle, number=2, recipient=key.recipient.text, keyring=keyring
    )
    return circle.again()


def test_another_who_reads_first_opens_what_waits_instead(ada, inge, jonas):
    page, _link = a_page(ada, **read_first_by(inge))
    a_note(page, [PICTURE])
    content = page.content
    content.first_reader, content.reader = str(jonas.id), jonas.person.recipient
    page.page.content = page.seal(content.to_json())
    page.page.save()
    notes_anew.reseal(ada.circle("us"))
    assert not list(letterbox.to_read_first(inge))
    assert len(list(letterbox.to_read_first(jonas))) == 1


def test_who_the_page_does_not_name_any_more_reads_nothing_first(ada, jonas):
    page, _link = a_page(ada, **read_first_by(jonas))
    a_note(page)
    page.content.first_reader = page.content.reader = ""
    page.page.content = page.seal(page.content.to_json())
    page.page.save()
    assert not list(letterbox.to_read_first(jonas))


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_harmed_file_keeps_its_key_and_holds_up_nothing_else(ada, jonas, harm):
    page, _link = a_page(ada)
    harmed, whole = a_note(page, [PICTURE]), a_note(page, [("b.jpg", [a_picture("b")])])
    name = f"note/{harmed.pk}/0.age"
    vault().remove(name)
    if harm == "damaged":
        vault().put(name, seal(b"another", Identity.generate().recipient))
    renewed(ada.circle("us"), ada)

    assert not seal_all_anew(again(ada).circle("us"))
    assert sorted(Note.objects.values_list("epoch", flat=True)) == [1, 2]
    assert len(again(ada).circle("us").numbers) == 2
    letterbox.take_away(opened(again(ada), harmed))
    assert seal_all_anew(again(ada).circle("us"))
    one = opened(again(ada), whole)
    assert b"".join(one.chunks(one.words.files[0])) == a_picture("b")


def test_what_waits_is_read_whoever_gave_the_parents_a_new_key_meanwhile(ada, inge):
    page, _link = a_page(ada, **read_first_by(inge))
    a_note(page)
    (hers,) = letterbox.to_read_first(inge)
    us = renewed(ada.circle("us"), ada)
    letterbox.say_of(inge, hers, True, "kind")
    notes_anew.reseal(us)
    (note,) = Note.objects.all()
    assert OpenNote(note, [us.identity()]).reading.word == "kind"


def test_bytes_that_a_crash_left_go_after_a_day_and_no_others(ada, monkeypatch):
    note = a_note(a_page(ada)[0], [PICTURE])
    monkeypatch.setattr(letterbox, "_keep", crash)
    monkeypatch.setattr(letterbox, "remove_bytes", lambda id: None)
    with pytest.raises(KeyboardInterrupt):
        a_note(a_page(ada)[0], [PICTURE])
    assert len(list(vault().names())) == 2
    letterbox.sweep_notes(timezone.now())
    assert len(list(vault().names())) == 2
    letterbox.sweep_notes(timezone.now() + datetime.timedelta(days=2))
    assert list(vault().names()) == [f"note/{note.pk}/0.age"]


def crash(note, us):
    raise KeyboardInterrupt
