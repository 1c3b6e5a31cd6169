"""Pictures kept: the original to the byte, views beside it, one file once."""

import datetime
import hashlib
import random
from dataclasses import replace

import pytest
from django.utils import timezone

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.media import PART, in_parts, open_original, open_view, vault
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.vectors import films


def files_in_the_vault():
    return sorted(vault().names())


def test_the_original_comes_back_to_the_byte(ada, given_a_picture):
    original = a_picture("his hat") + b"trailing bytes a phone left"
    picture = given_a_picture(ada, data=original)

    shown = Shelf(ada).get(picture.id)
    attachment = shown.card.attachments[0]
    whole = b"".join(open_original(attachment, shown.circle.identity()))

    assert whole == original
    assert attachment.sha256 == hashlib.sha256(original).hexdigest()


def test_the_same_file_in_the_same_circle_is_kept_once(ada, given_a_picture):
    given_a_picture(ada, data=a_picture("one"))
    before = files_in_the_vault()

    with pytest.raises(AlreadyKept):
        given_a_picture(ada, data=a_picture("one"))

    assert Media.objects.exclude(keepsake=None).count() == 1
    assert set(before) <= set(files_in_the_vault())


def test_what_jonas_put_into_the_bin_ada_may_keep_again(ada, jonas, given_a_picture):
    binned = given_a_picture(ada, circle="us", data=a_picture("one"))
    keeping.put_in_bin(binned)

    again = given_a_picture(ada, circle="us", data=a_picture("one"))
    keeping.empty_bins(binned.binned_at + datetime.timedelta(days=31))

    assert [shown.keepsake.pk for shown in Shelf(jonas).page().entries] == [again.pk]
    assert check_all(ada).problems == []


def test_what_was_taken_back_counts_as_here_again(ada, given_a_picture):
    picture, us = given_a_picture(ada, circle="us", data=a_picture("one")), ada.circle("us")
    keeping.put_in_bin(picture)
    keeping.take_back(picture, us)
    keeping.take_back(picture, us)

    with pytest.raises(AlreadyKept):
        given_a_picture(ada, circle="us", data=a_picture("one"))


def test_what_was_kept_again_meanwhile_stays_beside_what_is_taken_back(ada, given_a_picture):
    picture = given_a_picture(ada, circle="us", data=a_picture("one"))
    keeping.put_in_bin(picture)
    given_a_picture(ada, circle="us", data=a_picture("one"))

    keeping.take_back(picture, ada.circle("us"))

    assert len(Shelf(ada).page().entries) == 2
    assert check_all(ada).problems == []


def test_both_parents_may_keep_the_same_picture_for_themselves(ada, jonas, given_a_picture):
    given_a_picture(ada, data=a_picture("one"))
    given_a_picture(jonas, data=a_picture("one"))

    assert len(Shelf(ada).page().entries) == len(Shelf(jonas).page().entries) == 1


def test_a_picture_moved_to_us_is_sealed_anew_and_leaves_nothing_behind(
    ada, jonas, given_a_picture
):
    original = a_picture("moved")
    picture = given_a_picture(ada, data=original)
    before = set(files_in_the_vault())

    keeping.move(picture, ada.circle("only-me"), ada.circle("us"))

    after = set(files_in_the_vault())
    assert not before & after
    assert len(before) == len(after)
    shown = Shelf(jonas).get(picture.id)
    key = shown.circle.identity()
    assert b"".join(open_original(shown.card.attachments[0], key)) == original
    assert open_view(shown.card.attachments[0], "cover", key)


def test_deleting_for_good_takes_every_byte(ada, given_a_picture):
    picture = given_a_picture(ada)
    assert files_in_the_vault()

    keeping.destroy(picture)

    assert files_in_the_vault() == []
    assert not Media.objects.exists()


def test_what_never_became_a_keepsake_is_swept_after_a_day(ada, given_a_picture):
    receive([a_picture("left behind")], ada.circle("only-me"), "x.jpg")
    given_a_picture(ada, data=a_picture("kept"))

    keeping.sweep_media(timezone.now() + datetime.timedelta(hours=25))

    assert Media.objects.count() == 1
    assert len({name.split("/")[1] for name in files_in_the_vault()}) == 1


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
def test_parts_are_whole_but_the_last(size):
    whole = random.Random(size).randbytes(size)
    for pieces in (100_000, PART, 2 * PART + 1):
        parts = list(in_parts(whole[at : at + pieces] for at in range(0, size, pieces)))

        assert b"".join(parts) == whole
        assert all(len(part) == PART for part in parts[:-1])
        assert all(parts)


def test_a_film_whose_still_did_not_stay_is_one_by_itself(ada, given_files):
    kept = given_files(ada, {"IMG_1.jpg": a_picture("still"), "IMG_1.mov": films.film("mov")})
    circle = ada.circle("only-me")
    shown = Shelf(ada).get(kept.id)
    still, film = shown.card.attachments
    shown.card.attachments = [replace(film, still=still.media)]

    keeping.change(shown.keepsake, circle, shown.card)

    assert [one.media for one in Shelf(ada).get(kept.id).card.faces] == [film.media]
