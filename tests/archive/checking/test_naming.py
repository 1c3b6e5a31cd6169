"""What is not whole is named by what the person may see of it, with its id; the rest is whole."""

import pytest
from django.db import connection

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.sealing import Sealed, seal


def flip(name, settings, at=-20):
    kind, id, part = name.split("/")
    path = f"{settings.HEARTLEAF_VAULT}/{kind}/{id[:2]}/{id}/{part}"
    with open(path, "r+b") as file:  # noqa: PTH123
        data = bytearray(file.read())
        data[at] ^= 1
        file.seek(0)
        file.write(data)


def original_of(keepsake):
    return f"original/{Media.objects.get(keepsake=keepsake).id}/0.age"


def view_of(keepsake, number=0):
    return f"view/{Media.objects.get(keepsake=keepsake).id}/{number}.age"


def test_a_damaged_photograph_is_named_in_their_words_with_its_id(ada, given_a_picture, settings):
    picture = given_a_picture(ada, circle="us", title="In the garden", date="2025-05-12")
    given_a_picture(ada, circle="us", title="Another")
    flip(original_of(picture), settings)

    [damage] = check_all(ada).damage
    assert damage.what == "Photograph, 12 May 2025, “In the garden”"
    assert (damage.of, damage.id) == ("keepsake", str(picture.id))
    assert [file.name for file in damage.files] == [original_of(picture)]
    assert str(picture.id) in damage.sentence
    assert damage.line.startswith("Photograph, 12 May 2025")


def test_of_a_covered_one_only_what_its_cover_says_is_named(ada, given_a_picture, settings):
    covered = given_a_picture(
        ada, circle="us", title="His face", neutral="photograph, hospital", covered=True
    )
    vault().remove(original_of(covered))

    [damage] = check_all(ada).damage
    assert damage.what == "photograph, hospital"
    assert "His face" not in str(check_all(ada).as_json())


def test_of_what_is_not_yet_nothing_is_named_but_that_it_is_closed(ada, given_a_picture, settings):
    waiting = given_a_picture(ada, circle="us", title="For later", until="2099-01-01")
    flip(view_of(waiting), settings)

    [damage] = check_all(ada).damage
    assert damage.what == "Something that is closed for now"
    assert "For later" not in str(check_all(ada).as_json())


def test_a_card_that_does_not_open_is_named_by_what_the_index_remembers(
    ada, given_a_letter, monkeypatch
):
    monkeypatch.setattr("heartleaf.keepsakes.images.APPLY_AT_MOST", 0)
    letter = given_a_letter(ada, circle="us", title="About the linden", date="2025-06-01")
    assert check_all(ada).whole
    Keepsake.objects.filter(pk=letter.id).update(card=Sealed(bytes(letter.card)[:-40]))

    [damage] = check_all(ada).damage
    assert damage.what == "Letter, 1 June 2025, “About the linden”"
    assert damage.id == str(letter.id)


def test_one_whose_seal_does_not_even_begin_like_one_is_named_and_the_page_goes_on(
    ada, given_a_letter, browser_of
):
    harmed = given_a_letter(ada, circle="us", title="About the linden", date="2025-06-01")
    given_a_letter(ada, circle="us", title="The blanket", date="2025-06-02")
    hers = browser_of(ada)
    assert "About the linden" in hers.get("/timeline/").text
    id = harmed.id.hex if connection.vendor == "sqlite" else str(harmed.id)
    with connection.cursor() as cursor:
        card = b"\x00" + bytes(harmed.card)[1:]
        cursor.execute("UPDATE heartleaf_keepsake SET card = %s WHERE id = %s", [card, id])

    page = hers.get("/timeline/")

    assert page.status_code == 200
    assert "The blanket" in page.text
    assert [one.id for one in check_all(ada).damage] == [str(harmed.id)]
    assert hers.get(f"/keepsakes/{harmed.id}/").status_code in {200, 410, 503}


def test_without_a_key_it_is_named_without_words(ada, given_a_picture):
    picture = given_a_picture(ada, circle="us", title="In the garden")
    vault().remove(original_of(picture))

    [damage] = check_all().damage
    assert (damage.what, damage.of) == ("", "vault")
    assert original_of(picture) in damage.sentence


def test_what_lies_in_another_circle_is_named_from_outside(ada, jonas, given_a_picture):
    hers = given_a_picture(ada, title="Mine alone")
    vault().remove(original_of(hers))

    [damage] = check_all(jonas).damage
    assert (damage.what, damage.of) == ("", "vault")


def test_the_old_names_of_what_scripts_read_stay(ada, given_a_picture):
    vault().remove(original_of(given_a_picture(ada)))
    said = check_all(ada).as_json()

    assert {"whole", "deep", "keepsakes", "files", "loose", "problems"} <= said.keys()
    assert (said["whole"], said["deep"], said["keepsakes"]) == (False, True, 1)
    assert len(said["problems"]) == 1


def test_files_that_nothing_holds_are_told_apart(ada, given_a_picture, settings):
    from pathlib import Path
    from uuid import uuid4

    picture = given_a_picture(ada)
    on_its_way = Media.objects.create(circle=picture.circle, epoch=1)
    put(f"original/{on_its_way.id}/0.age", ada)
    left = Media.objects.create(circle=picture.circle, epoch=1)
    Media.objects.filter(pk=left.pk).update(began_at="2025-01-01T00:00:00Z")
    put(f"original/{left.id}/0.age", ada)
    unknown = f"original/{uuid4()}/0.age"
    put(unknown, ada)
    (Path(settings.HEARTLEAF_VAULT) / "holiday.jpg").write_bytes(b"a shopping list")
    checked = check_all(ada)

    assert checked.whole
    assert (checked.stray.on_its_way, checked.stray.left) == (1, 1)
    assert sorted(checked.stray.unknown) == ["holiday.jpg", unknown]
    assert checked.loose == 4


def put(name, person):
    vault().put(name, seal(b"bytes", person.identity.recipient))


def test_what_was_taken_away_in_order_while_we_looked_is_no_damage(
    ada, given_a_picture, monkeypatch
):
    from heartleaf.archive.checking import everything
    from heartleaf.keepsakes import keeping

    picture = given_a_picture(ada, circle="us")
    looked = everything.outside.rows_answer

    def and_meanwhile(look):
        looked(look)
        keeping.put_in_bin(picture)
        keeping.destroy(Keepsake.objects.get(pk=picture.pk))

    monkeypatch.setattr(everything.outside, "rows_answer", and_meanwhile)

    assert check_all(ada).problems == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses it by itself")
def test_a_reference_that_nothing_answers_is_named(ada, given_a_letter):
    letter = given_a_letter(ada)
    assert connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO heartleaf_version (keepsake_id, revision, epoch, card)"
            f" VALUES ('{'0' * 32}', 1, 1, x'00')"
        )
        said = check_all(ada).problems
        cursor.execute("DELETE FROM heartleaf_version")

    assert any("speaks of no heartleaf_keepsake" in one for one in said)
    assert letter.pk


def test_it_says_how_far_it_is_and_comes_to_its_end(ada, given_a_picture):
    given_a_picture(ada, circle="us")
    told = []
    check_all(ada, lambda done, all: told.append((done, all)))

    assert told[-1] == (told[-1][1], told[-1][1])
    assert [done for done, _ in told] == sorted(done for done, _ in told)
