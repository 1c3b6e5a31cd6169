"""Films and sounds are kept first, and then made into what plays everywhere."""

import hashlib
from functools import cache

import numpy as np
import pytest
from django.utils import timezone

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.attachments import held_by
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.developing.looks import Broken, TookTooLong
from heartleaf.keepsakes.media import open_original, vault
from heartleaf.keepsakes.models import Making, Media
from heartleaf.keepsakes.showing import Shelf
from tests.vectors import dicom, films

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def film():
    return films.film("webm")


@cache
def sound():
    return films.sound("wav")


@pytest.fixture
def kept(ada, given_files):
    return given_files(ada, {"at the sea.webm": film()}, circle="us", title="At the sea")


def prepared(person, keepsake):
    """Make what it lacks, and wait for it; its newest card."""
    circle = person.circles[str(keepsake.circle_id)]
    keepsake.refresh_from_db()
    for work in preparing.prepare(person, keepsake, open_card(keepsake, circle)):
        work.result(60)
    keepsake.refresh_from_db()
    return open_card(keepsake, circle)


def played_bytes(person, keepsake, card):
    played = card.attachments[0].played
    circle = person.circles[str(keepsake.circle_id)]
    return b"".join(open_original(played, circle.identity()))


def ids_in_the_vault():
    return {name.split("/")[1] for name in vault().names() if not name.startswith("index/")}


def test_a_film_is_kept_with_a_soft_picture_before_anything_is_made_of_it(ada, kept):
    card = Shelf(ada).get(kept.id).card

    assert card.kind == "film"
    assert len(card.attachments[0].views) == 3
    assert card.attachments[0].waits_to_be_made


def test_a_film_is_made_into_one_that_plays_everywhere(ada, kept):
    card = prepared(ada, kept)

    assert card.attachments[0].played.type == "video/mp4"
    assert b"avc1" in played_bytes(ada, kept, card)
    assert not Making.objects.exists()
    assert check_all(ada).problems == []


def test_the_original_is_still_there_to_the_byte(ada, kept):
    attachment = prepared(ada, kept).attachments[0]

    original = b"".join(open_original(attachment, ada.circle("us").identity()))
    assert hashlib.sha256(original).hexdigest() == hashlib.sha256(film()).hexdigest()


def test_a_sound_is_drawn_and_made_to_be_played(ada, given_files):
    kept = given_files(ada, {"heartbeat.wav": sound()})

    card = prepared(ada, kept)

    assert card.kind == "sound"
    assert card.attachments[0].views == ()
    assert len(bytes.fromhex(card.attachments[0].bars)) > 10
    assert card.attachments[0].played.type == "audio/mp4"


def test_a_cine_becomes_a_film_without_the_names_at_its_edge(ada, given_files):
    data = dicom.plain(np.stack([dicom.screen()] * 10), frames=10, FrameTime="40")
    kept = given_files(ada, {"IM000001": data})

    card = prepared(ada, kept)

    assert card.kind == "ultrasound"
    top = films.frames(played_bytes(ada, kept, card))[0][:40]
    assert np.ptp(top) < 20, "nothing is written there"


def test_being_made_is_no_version_and_disturbs_nobody_who_writes(ada, kept):
    circle = ada.circle("us")
    writing = open_card(kept, circle)
    based_on = writing.said
    prepared(ada, kept)

    now = Shelf(ada).get(kept.id)
    now.card.words = "What I wrote meanwhile"
    keeping.change(now.keepsake, circle, now.card, based_on=based_on)

    card = Shelf(ada).get(kept.id).card
    assert card.words == "What I wrote meanwhile"
    assert card.attachments[0].played is not None
    assert kept.versions.count() == 1


def test_what_is_being_made_already_is_not_begun_again(ada, kept):
    Making.objects.create(media_id=kept.media.get().id)

    assert preparing.prepare(ada, kept, open_card(kept, ada.circle("us"))) == []


def test_what_a_crash_left_is_taken_up_again(ada, kept):
    making = Making.objects.create(media_id=kept.media.get().id)
    Making.objects.filter(pk=making.pk).update(alive_at=making.alive_at - 2 * preparing.SILENT)

    assert prepared(ada, kept).attachments[0].played is not None


def test_what_cannot_be_played_says_why_and_is_not_tried_again(ada, given_files, monkeypatch):
    kept = given_files(ada, {"a.webm": film()})
    monkeypatch.setattr(preparing, "AT_LEAST", 0)
    monkeypatch.setattr(preparing, "SECONDS_FOR_A_SECOND", 0)
    monkeypatch.setattr(preparing.decoder, "play", refuse)

    attachment = prepared(ada, kept).attachments[0]

    assert attachment.unplayed
    assert not attachment.waits_to_be_made
    assert Media.objects.count() == 1
    assert ids_in_the_vault() == {attachment.media}


def refuse(*_, **__):
    raise Broken


def test_a_film_that_leaves_the_circle_takes_what_plays_with_it(ada, kept):
    prepared(ada, kept)
    before = ids_in_the_vault()

    keeping.move(kept, ada.circle("us"), ada.circle("only-me"))

    card = Shelf(ada).get(kept.id).card
    assert b"avc1" in played_bytes(ada, kept, card)
    assert not before & ids_in_the_vault()
    assert set(held_by(card.attachments)) == ids_in_the_vault()
    assert check_all(ada).problems == []


def test_a_film_taken_away_for_good_leaves_nothing(ada, kept):
    prepared(ada, kept)

    keeping.destroy(kept)

    assert ids_in_the_vault() == set()
    assert not Media.objects.exists()


def test_what_fails_rests_for_an_hour_and_is_not_begun_with_every_look(ada, kept, monkeypatch):
    monkeypatch.setattr(preparing.decoder, "play", give_up)
    prepared(ada, kept)

    assert Making.objects.get().share == preparing.TRIED
    assert preparing.prepare(ada, kept, open_card(kept, ada.circle("us"))) == []
    assert not open_card(kept, ada.circle("us")).attachments[0].unplayed

    Making.objects.update(alive_at=timezone.now() - 2 * preparing.SILENT)
    monkeypatch.undo()
    assert prepared(ada, kept).attachments[0].played is not None


def give_up(*_, **__):
    raise TookTooLong


def test_of_a_film_that_does_not_open_nobody_says_that_it_is_kept(ada, kept, browser_of):
    for name in [*vault().names()]:
        if name.startswith("original/"):
            vault().remove(name)
    prepared(ada, kept)

    page = browser_of(ada).get(f"/keepsakes/{kept.id}/").content.decode()

    assert "The file did not open just now." in page
    assert "exactly as it came" not in page


def test_a_damaged_earlier_version_does_not_keep_it_from_being_made(ada, kept):
    circle = ada.circle("us")
    keeping.change(kept, circle, open_card(kept, circle))
    kept.versions.update(card=circle.seal(b"damaged"))

    assert prepared(ada, kept).attachments[0].played is not None
