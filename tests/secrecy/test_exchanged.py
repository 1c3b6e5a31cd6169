"""Someone can write to the database and the vault, but holds no key. Nothing of it goes unseen."""

import json

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.family.models import Circle
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.media import original_name, vault, view_name
from heartleaf.keepsakes.models import Keepsake, Version
from heartleaf.sealing import Recipient, Sealed, seal

CANNOT = "Something here cannot be opened"


@pytest.fixture
def letter(ada, given_a_letter):
    """A letter in its second version, beside another one that nobody touches."""
    letter = given_a_letter(ada, circle="us", title="First", words="Dear Rowan")
    circle = ada.circle("us")
    card = open_card(letter, circle)
    card.title = "Second"
    keeping.change(letter, circle, card)
    given_a_letter(ada, circle="us", title="Untouched")
    return letter


@pytest.fixture
def other(ada, given_a_letter):
    return given_a_letter(ada, circle="us", title="Other", words="About Mila")


@pytest.fixture
def look(ada, browser_of):
    browser = browser_of(ada)
    return lambda path: browser.get(path).content.decode()


def put(keepsake, card, **more):
    """As someone does who can write to the database and nothing else."""
    Keepsake.objects.filter(pk=keepsake.pk).update(card=Sealed(bytes(card)), **more)


# ── What may be done to the card of `letter` ────────────────────────────────────────────────


def exchanged(letter, other, vera, given_a_letter):
    mine, its = bytes(letter.card), bytes(other.card)
    put(letter, its)
    put(other, mine)


def put_back_the_version_before(letter, other, vera, given_a_letter):
    put(letter, letter.versions.get().card)


def put_back_as_if_nothing_had_come_after(letter, other, vera, given_a_letter):
    put(letter, letter.versions.get().card, revision=1)


def from_another_family(letter, other, vera, given_a_letter):
    put(letter, given_a_letter(vera, circle="us", title="Veras").card)


def forged_for_our_circle(letter, other, vera, given_a_letter):
    """The public key of a circle stands beside it: anyone can seal, only members can bind."""
    recipient = Recipient(letter.circle.epochs.get().recipient)
    card = {"format": "heartleaf-card/1", "id": str(letter.id), "title": "Forged", "mac": "00" * 32}
    put(letter, seal(json.dumps(card).encode(), recipient))


def damaged(letter, other, vera, given_a_letter):
    card = bytearray(letter.card)
    card[-7] ^= 1
    put(letter, card)


def cut_short(letter, other, vera, given_a_letter):
    put(letter, letter.card[:-40])


def laid_into_another_circle(letter, other, vera, given_a_letter):
    friends = Circle.objects.get(family=letter.family, kind="friends")
    put(letter, letter.card, circle=friends)


CARDS = [
    exchanged,
    put_back_the_version_before,
    from_another_family,
    forged_for_our_circle,
    damaged,
    cut_short,
]


@pytest.mark.parametrize("harm", CARDS)
def test_a_card_that_is_not_its_own_is_shown_as_such(
    letter, other, vera, look, harm, given_a_letter
):
    harm(letter, other, vera, given_a_letter)
    page, timeline = look(f"/keepsakes/{letter.id}/"), look("/timeline/")

    assert CANNOT in page
    assert str(letter.id) in timeline
    assert CANNOT in timeline
    assert "Untouched" in timeline
    for words in ("First", "Second", "Other", "Veras", "Forged", "Dear Rowan", "About Mila"):
        assert words not in page, words


@pytest.mark.parametrize("harm", [*CARDS, laid_into_another_circle])
def test_checking_names_it(ada, letter, other, vera, harm, given_a_letter):
    assert check_all(ada).whole
    harm(letter, other, vera, given_a_letter)

    assert any(str(letter.id) in problem for problem in check_all(ada).problems)


def test_what_is_laid_into_another_circle_opens_for_nobody_there(
    letter, inge, browser_of, given_a_letter
):
    laid_into_another_circle(letter, None, None, given_a_letter)
    browser = browser_of(inge)

    for path in (f"/keepsakes/{letter.id}/", "/timeline/", "/tree/list/"):
        assert "Second" not in browser.get(path).content.decode()


def test_a_row_set_back_whole_is_named_by_what_came_after_it(ada, letter, other, given_a_letter):
    """Card and revision together agree; the versions beside them tell."""
    put_back_as_if_nothing_had_come_after(letter, other, None, given_a_letter)

    assert any(str(letter.id) in problem for problem in check_all(ada).problems)


def test_an_earlier_version_that_is_not_its_own_is_shown_as_such(ada, letter, other, look):
    Version.objects.filter(keepsake=letter).update(card=Sealed(bytes(other.card)))

    for path in (f"/keepsakes/{letter.id}/versions/", f"/keepsakes/{letter.id}/versions/1/"):
        page = look(path)
        assert CANNOT in page, path
        assert "Other" not in page
    assert any(str(letter.id) in problem for problem in check_all(ada).problems)


# ── What may be done to files ───────────────────────────────────────────────────────────────


@pytest.fixture
def picture(ada, given_a_picture):
    return given_a_picture(ada, circle="us", title="One")


@pytest.fixture
def second(ada, given_a_picture):
    return given_a_picture(ada, circle="us", title="Two")


def file_of(name):
    return vault()._path(name)


def media_of(keepsake):
    return keepsake.media.get().id


def a_bit_turned(path, its):
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)


def half_of_it(path, its):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def that_of_another(path, its):
    path.write_bytes(its.read_bytes())


def something_readable(path, its):
    path.write_bytes(b"not sealed at all")


def nothing(path, its):
    path.unlink()


FILES = [a_bit_turned, half_of_it, that_of_another, something_readable, nothing]


@pytest.mark.parametrize("harm", FILES)
@pytest.mark.parametrize("name", [original_name, view_name])
def test_checking_names_a_file_that_is_not_the_one_kept(ada, picture, second, name, harm):
    assert check_all(ada).whole
    harm(file_of(name(media_of(picture), 0)), file_of(name(media_of(second), 0)))

    assert any(str(media_of(picture)) in problem for problem in check_all(ada).problems)


@pytest.mark.parametrize("harm", FILES)
def test_a_view_that_is_not_the_one_made_is_not_shown(ada, picture, second, browser_of, harm):
    before = browser_of(ada).get(view(picture, "small")).content
    its = browser_of(ada).get(view(second, "small")).content
    harm(file_of(view_name(media_of(picture), 0)), file_of(view_name(media_of(second), 0)))
    browser = browser_of(ada)
    answer = browser.get(view(picture, "small"))

    assert answer.status_code == 404
    assert before not in answer.content
    assert its not in answer.content
    assert browser.get(view(second, "small")).content == its


@pytest.mark.parametrize("harm", FILES)
def test_an_original_that_is_not_the_one_kept_is_not_handed_out(
    ada, picture, second, browser_of, harm
):
    its = file_of(original_name(media_of(second), 0))
    harm(file_of(original_name(media_of(picture), 0)), its)
    answer = browser_of(ada).get(f"/keepsakes/{picture.id}/{media_of(picture)}/original")

    assert answer.status_code == 404
    assert "This file is damaged" in answer.content.decode()


def view(keepsake, name):
    return f"/keepsakes/{keepsake.id}/{media_of(keepsake)}/{name}.jpg"
