"""What is kept is tended: its files put in order, and so much shown of each as a parent wishes."""

import datetime
import io
from dataclasses import replace

import pytest
from django.utils import timezone
from PIL import Image

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import keeping, tending
from heartleaf.keepsakes.attachments import Attachment, Framed, Played
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.developing.looks import Box, Frame
from heartleaf.keepsakes.edges import Edges
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile
from heartleaf.keepsakes.media import open_original, open_view, vault
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.receiving import let_go, receive
from heartleaf.keepsakes.showing import Shelf
from heartleaf.keepsakes.tending import Arrangement, NothingLeft, Said
from tests.cast import a_picture
from tests.vectors.pictures import BLUE, CORNERS, GOLD, GREEN, RED, corners, saved

LOWER_HALF = Frame(crop=Box(0, 0.5, 1, 1))


@pytest.fixture
def us(ada):
    return ada.circle("us")


@pytest.fixture
def picture(ada, jonas, given_a_picture):
    """Four corners of four colours, in *us*."""
    return given_a_picture(ada, circle="us", data=saved(corners(), "JPEG"))


@pytest.fixture
def three(ada, us):
    """Three pictures that belong together, without words."""
    card = Card(kind="picture")
    card.attachments = [received(us, word) for word in ("one", "two", "three")]
    return keeping.keep(ada, us, card)


def received(circle, word):
    return receive([a_picture(word)], circle, f"{word}.jpg").attachment


def card_of(person, keepsake):
    return Shelf(person).get(keepsake.id).card


def names(card):
    return [one.name for one in card.attachments]


def said(*attachments, **says):
    return tuple(Said(one.media, one.alt, **says) for one in attachments)


def arrange(person, keepsake, *files, based_on=None, **wanted):
    shown = Shelf(person).get(keepsake.id)
    arrangement = Arrangement(files, **wanted)
    told = based_on or shown.card.said
    return tending.arrange(shown.keepsake, shown.circle, shown.card, arrangement, based_on=told)


def frame(person, keepsake, wanted, media=""):
    shown = Shelf(person).get(keepsake.id)
    media = media or shown.card.attachments[0].media
    tending.frame(shown.keepsake, shown.circle, media, wanted)


def sees(person, keepsake):
    """The colours of the corners of what is shown."""
    shown = Shelf(person).get(keepsake.id)
    one = shown.card.attachments[0]
    image = Image.open(io.BytesIO(open_view(one, "large", shown.circle.identity())))
    w, h = image.width - 9, image.height - 9
    found = [image.getpixel(at) for at in ((8, 8), (w, 8), (8, h), (w, h))]
    return [min(CORNERS, key=lambda known: distance(known, colour)) for colour in found]


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def original(person, keepsake):
    shown = Shelf(person).get(keepsake.id)
    return b"".join(open_original(shown.card.attachments[0], shown.circle.identity()))


def views_in_the_vault():
    return [name for name in vault().names() if name.startswith("view/")]


def everything_is_whole(*people):
    assert [problem for one in people for problem in check_all(one).problems] == []
    assert check_all().loose == 0
    assert not Media.objects.filter(keepsake=None).exists()


# ── Framing ─────────────────────────────────────────────────────────────────────────────────


def test_what_ada_framed_is_what_jonas_sees_and_the_original_is_as_it_came(ada, jonas, picture):
    before = original(ada, picture)

    frame(ada, picture, LOWER_HALF)

    assert sees(jonas, picture) == [BLUE, GOLD, BLUE, GOLD]
    assert original(jonas, picture) == before
    assert card_of(jonas, picture).attachments[0].looked_over
    everything_is_whole(ada, jonas)


def test_the_views_before_are_gone_from_the_vault(ada, picture):
    first = set(views_in_the_vault())
    frame(ada, picture, LOWER_HALF)
    second = set(views_in_the_vault())
    frame(ada, picture, Frame(turn=1))

    assert not first & second
    assert not second & set(views_in_the_vault())
    assert len(views_in_the_vault()) == 3
    everything_is_whole(ada)


def test_turned_a_quarter_it_lies_a_quarter_further(ada, picture):
    frame(ada, picture, Frame(turn=1))

    assert sees(ada, picture) == [BLUE, RED, GOLD, GREEN]


def test_covered_with_paper_it_keeps_its_size(ada, picture):
    whole = card_of(ada, picture).attachments[0].views[1]
    frame(ada, picture, Edges(top=50, way="cover").frame(0))
    one = card_of(ada, picture).attachments[0]

    assert (one.views[1].width, one.views[1].height) == (whole.width, whole.height)
    shown = Shelf(ada).get(picture.id)
    image = Image.open(io.BytesIO(open_view(one, "large", shown.circle.identity())))
    assert distance(image.getpixel((20, 20)), (248, 246, 238)) < 100


def test_as_it_came_brings_everything_back(ada, jonas, picture):
    whole = sees(ada, picture)
    frame(ada, picture, LOWER_HALF)

    frame(jonas, picture, Frame())

    assert sees(ada, picture) == whole == list(CORNERS)
    assert card_of(ada, picture).attachments[0].framed == Framed()
    everything_is_whole(ada, jonas)


def test_framing_makes_no_version_and_does_not_disturb_whoever_writes(ada, jonas, picture, us):
    opened = card_of(jonas, picture)
    frame(ada, picture, LOWER_HALF)

    shown = Shelf(jonas).get(picture.id)
    shown.card.words = "as Jonas wrote it"
    keeping.change(shown.keepsake, shown.circle, shown.card, based_on=opened.said)

    assert sees(ada, picture) == [BLUE, GOLD, BLUE, GOLD]
    assert picture.versions.count() == 1


def test_no_earlier_version_goes_on_showing_what_was_framed_away(ada, jonas, picture, us):
    card = card_of(ada, picture)
    card.words = "his hat"
    keeping.change(picture, us, card)
    before = set(views_in_the_vault())

    frame(ada, picture, LOWER_HALF)

    [earlier] = [open_card(picture, us, version) for version in picture.versions.all()]
    assert earlier.words == ""
    assert earlier.attachments[0].views == card_of(ada, picture).attachments[0].views
    assert not before & set(views_in_the_vault())
    everything_is_whole(ada, jonas)


def test_framed_and_with_an_earlier_version_it_goes_to_another_circle_whole(ada, picture, us):
    card = card_of(ada, picture)
    card.words = "his hat"
    keeping.change(picture, us, card)
    frame(ada, picture, LOWER_HALF)

    keeping.move(Shelf(ada).get(picture.id).keepsake, us, ada.circle("only-me"))

    assert sees(ada, picture) == [BLUE, GOLD, BLUE, GOLD]
    frame(ada, picture, Frame())
    assert sees(ada, picture) == list(CORNERS)
    everything_is_whole(ada)


def test_framed_by_both_at_once_it_ends_in_one_of_the_two_whole(ada, jonas, picture, monkeypatch):
    hers = tending.look_again

    def jonas_is_quicker(*asked):
        monkeypatch.setattr(tending, "look_again", hers)
        frame(jonas, picture, Frame(turn=2))
        return hers(*asked)

    monkeypatch.setattr(tending, "look_again", jonas_is_quicker)
    frame(ada, picture, LOWER_HALF)

    assert sees(jonas, picture) == [BLUE, GOLD, BLUE, GOLD]
    assert len(views_in_the_vault()) == 3
    everything_is_whole(ada, jonas)


def test_taken_out_meanwhile_nothing_of_the_frame_is_left(ada, jonas, three, monkeypatch):
    card = card_of(ada, three)
    first, *others = card.attachments
    hers = tending.look_again

    def jonas_takes_it_out(*asked):
        arrange(jonas, three, *said(*others))
        return hers(*asked)

    monkeypatch.setattr(tending, "look_again", jonas_takes_it_out)
    with pytest.raises(ChangedMeanwhile):
        frame(ada, three, LOWER_HALF, first.media)

    assert names(card_of(ada, three)) == ["two.jpg", "three.jpg"]
    everything_is_whole(ada, jonas)


def test_moved_meanwhile_nothing_of_the_frame_is_left(ada, jonas, picture, us, monkeypatch):
    row = Shelf(ada).get(picture.id).keepsake
    only_me = ada.circle("only-me")
    monkeypatch.setattr(
        tending, "begin_media", after(tending.begin_media, keeping.move, picture, us, only_me)
    )
    media = card_of(ada, picture).attachments[0].media

    with pytest.raises(ChangedMeanwhile):
        tending.frame(row, us, media, LOWER_HALF)

    assert sees(ada, picture) == list(CORNERS)
    everything_is_whole(ada, jonas)


def after(act, first, *given):
    def done(*asked):
        first(*given)
        return act(*asked)

    return done


def test_what_a_crash_leaves_of_a_frame_the_clock_takes(ada, picture, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(tending, "discard", lambda _id: None)
        crash.setattr(keeping, "amend", fails)
        with pytest.raises(OSError, match="power"):
            frame(ada, picture, LOWER_HALF)
    assert len(views_in_the_vault()) == 6

    keeping.sweep_media(timezone.now() + datetime.timedelta(hours=25))

    assert len(views_in_the_vault()) == 3
    everything_is_whole(ada)


def test_views_that_were_not_taken_away_in_time_the_clock_takes(ada, picture, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr(keeping, "remove_views", fails)
        with pytest.raises(OSError, match="power"):
            frame(ada, picture, LOWER_HALF)
    assert sees(ada, picture) == [BLUE, GOLD, BLUE, GOLD]
    assert len(views_in_the_vault()) == 6

    keeping.sweep_media(timezone.now())

    assert len(views_in_the_vault()) == 3
    everything_is_whole(ada)


def fails(*_):
    raise OSError("the power went")


def test_what_plays_is_to_be_prepared_anew(ada, picture, us):
    played = Played("0" * 32, "video/mp4", 1, ("f" * 64,))
    one = replace(card_of(ada, picture).attachments[0], plays="video/mp4", played=played)
    card = Card(attachments=[one])

    tending._show_anew(card, {one.media: {"played": None, "unplayed": "", "made": "x"}})

    assert card.attachments[0].waits_to_be_made


def test_a_view_of_all_there_is_is_turned_and_not_kept(ada, picture, us):
    frame(ada, picture, LOWER_HALF)
    before = set(vault().names())
    shown = Shelf(ada).get(picture.id)

    data = tending.unframed(shown.keepsake, us, shown.card.attachments[0], 1)

    image = Image.open(io.BytesIO(data))
    assert image.width < image.height
    assert distance(image.getpixel((8, 8)), BLUE) < 500
    assert set(vault().names()) == before


def test_an_ultrasound_is_looked_over_before_it_is_shared():
    def ultrasound(**says):
        return Attachment("m", "scan.dcm", "dicom", 1, "f", (), views=says.pop("views"), **says)

    seen = ("any",) * 3
    waits = ultrasound(views=seen)
    card = Card(attachments=[ultrasound(views=()), waits, ultrasound(views=seen, looked_over=True)])

    assert tending.to_look_over(card) == [waits]


# ── Edges ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["cut", "cover"])
def test_edges_are_the_same_after_a_frame(way):
    edges = Edges(12, 7, 29, 45, way)

    assert Edges.of(edges.frame(3)) == edges


@pytest.mark.parametrize("way", ["cut", "cover"])
def test_edges_turn_with_the_picture(way):
    edges = Edges(12, 7, 29, 45, way)

    assert edges.turned() == Edges(45, 12, 7, 29, way), "what was at the left is at the top now"
    assert edges.turned().turned().turned().turned() == edges


def test_what_was_advised_is_left_out_to_the_last_line():
    advised = Frame(bands=(Box(0, 0, 1, 0.083), Box(0, 0.083, 0.151, 1), Box(0.6, 0.3, 0.9, 0.5)))

    assert Edges.of(advised) == Edges(9, 40, 0, 16, "cover")


def test_nothing_left_out_is_the_whole():
    assert Edges().frame(0) == Frame() == Edges(way="cover").frame(0)


# ── Arranging ───────────────────────────────────────────────────────────────────────────────


def test_in_another_order_with_what_they_show_and_which_one_stands_for_them(ada, jonas, three):
    one, two, last = card_of(ada, three).attachments
    files = (Said(last.media, "his hat"), Said(one.media), Said(two.media, "the window", True))

    arrange(ada, three, *files, face=two.media)

    card = card_of(jonas, three)
    assert names(card) == ["three.jpg", "one.jpg", "two.jpg"]
    assert [a.alt for a in card.attachments] == ["his hat", "", "the window"]
    assert [a.placeless for a in card.attachments] == [False, False, True]
    assert card.faces[0].name == "two.jpg"
    assert card.said == 2
    everything_is_whole(ada, jonas)


def test_a_picture_taken_out_stays_with_the_earlier_version(ada, jonas, three, us):
    one, two, last = card_of(ada, three).attachments

    arrange(ada, three, *said(one, last))

    assert names(card_of(jonas, three)) == ["one.jpg", "three.jpg"]
    [earlier] = [open_card(three, us, version) for version in three.versions.all()]
    assert names(earlier) == ["one.jpg", "two.jpg", "three.jpg"]
    key = us.identity()
    assert b"".join(open_original(two, key)) == a_picture("two")
    everything_is_whole(ada, jonas)


def test_another_picture_stands_in_its_place_and_shows_the_same(ada, jonas, three, us):
    one, two, last = card_of(ada, three).attachments
    other = received(us, "better")
    files = (Said(one.media), Said(two.media, "his hat", instead=other), Said(last.media))

    arrange(ada, three, *files, face=two.media)

    card = card_of(jonas, three)
    assert names(card) == ["one.jpg", "better.jpg", "three.jpg"]
    assert card.attachments[1].alt == "his hat"
    assert card.face == other.media
    everything_is_whole(ada, jonas)


def test_further_pictures_come_last(ada, jonas, three, us):
    more = (received(us, "four"),)

    arrange(ada, three, *said(*card_of(ada, three).attachments), added=more)

    assert names(card_of(jonas, three)) == ["one.jpg", "two.jpg", "three.jpg", "four.jpg"]
    everything_is_whole(ada, jonas)


def test_arranged_and_framed_it_goes_to_us_with_everything(ada, jonas, given_a_picture):
    mine = ada.circle("only-me")
    picture = given_a_picture(ada, title="his hat")
    [one] = card_of(ada, picture).attachments
    arrange(ada, picture, Said(one.media, "his hat"), added=(received(mine, "two"),))
    frame(ada, picture, Frame(turn=1))
    arrange(ada, picture, *said(card_of(ada, picture).attachments[1]), face="")

    shown = Shelf(ada).get(picture.id)
    keeping.move(shown.keepsake, mine, ada.circle("us"))

    assert names(card_of(jonas, picture)) == ["two.jpg"]
    assert shown.keepsake.versions.count() == 2
    everything_is_whole(ada, jonas)


def test_a_film_goes_with_the_still_it_belongs_to(ada, three):
    one, two, last = card_of(ada, three).attachments
    film = replace(two, media="film", type="mov", still=one.media)
    card = Card(kind="picture", attachments=[one, film, last])

    arranged = tending.as_wanted(card, Arrangement((*said(last), Said(one.media, "", True))))

    assert [a.media for a in arranged.attachments] == [last.media, one.media, "film"]
    assert [a.placeless for a in arranged.attachments] == [False, True, True]
    gone = tending.as_wanted(card, Arrangement(said(last)))
    assert [a.media for a in gone.attachments] == [last.media]


def test_the_last_picture_stays_where_there_are_no_words(ada, three, given_a_picture):
    with pytest.raises(NothingLeft):
        arrange(ada, three)
    assert len(card_of(ada, three).attachments) == 3

    worded = given_a_picture(ada, words="He was warm.")
    arrange(ada, worded)

    assert (card_of(ada, worded).kind, card_of(ada, worded).attachments) == ("letter", [])


def test_what_is_so_already_makes_no_version(ada, three):
    arrange(ada, three, *said(*card_of(ada, three).attachments))

    assert (card_of(ada, three).said, three.versions.count()) == (1, 0)


def test_arranged_by_jonas_meanwhile_nothing_is_changed_over_him(ada, jonas, three):
    one, two, last = card_of(ada, three).attachments
    arrange(jonas, three, *said(last, two, one))

    with pytest.raises(ChangedMeanwhile):
        arrange(ada, three, *said(two, one, last), based_on=1)

    assert names(card_of(ada, three)) == ["three.jpg", "two.jpg", "one.jpg"]


def test_what_is_in_the_circle_already_is_not_added(ada, jonas, three, us, given_a_picture):
    given_a_picture(ada, circle="us", data=a_picture("four"))
    again = received(us, "four")

    with pytest.raises(AlreadyKept):
        arrange(ada, three, *said(*card_of(ada, three).attachments), added=(again,))
    let_go([again])

    everything_is_whole(ada, jonas)
