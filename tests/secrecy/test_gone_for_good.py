"""A thief has the data folder of after, and every passphrase, sheet and link of before."""

import contextlib
import datetime
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from heartleaf.archive.backup.locking import alone
from heartleaf.archive.ending.carrying_out import carry_on, carry_out_endings, let_keys_go
from heartleaf.archive.ending.deciding import ask_for_all, ask_own, insist
from heartleaf.archive.ending.lingering import still_holding, take_backups_away
from heartleaf.archive.uploads import add_bytes, begin_upload
from heartleaf.care.channels import Address, new_channel
from heartleaf.care.feeding import begin_feed
from heartleaf.circle import page_work, sharing, steward
from heartleaf.circle.inviting import invite
from heartleaf.circle.opening_pages import NoPage, open_by_link
from heartleaf.circle.page_content import PageContent
from heartleaf.family.beginning import derived
from heartleaf.family.entering import (
    NotOpened,
    enter_by_passphrase,
    enter_by_sheet,
    make_sheet,
    prove_sheet,
)
from heartleaf.family.fields import SealedField
from heartleaf.family.models import Family
from heartleaf.keepsakes.drafting import DraftWords, save_draft
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import CannotOpen, Identity, Link, unseal
from tests.cast import PASSPHRASE
from tests.circle.holding import again, kept, keys_of
from tests.circle.leaving import a_note, a_page
from tests.vectors.backups import lay_down

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(ada, jonas):
    """Everything that ever opened something of the family's, as a thief may have it."""
    sheet = make_sheet(ada)
    prove_sheet(ada)
    letter = kept(ada, "us", "words of before", b"a file of before")
    kept(jonas, "only-me", "his alone", b"his file")
    save_draft(ada, "11111111-2222-4333-8444-555555555555", DraftWords({"words": "half"}), 0)
    new_channel(ada.person, Address("ada@example.org")).save()
    begin_feed(ada)
    soon = timezone.now() + datetime.timedelta(days=14)
    invite(ada, ["friends"], "adds", name="Inge", ends=soon)
    page = sharing.begin_page(ada, PageContent(title="For friends"))
    shown = Shelf(again(ada)).get(letter.id)
    sharing.change_page(page, lambda content: content.pieces.append(sharing.piece_of(shown, ada)))
    page_work.make(page, again(ada))
    sharing.open_to_guests(page)
    a_note(a_page(ada)[0], [("voice.m4a", [b"a voice of before"])])
    add_bytes(begin_upload(ada.person, "IMG_2.jpg", 3), 0, b"not")
    one, two, _three = steward.name_steward(again(ada), "Inge")
    keys = [
        *keys_of(ada),
        *keys_of(jonas),
        *(derived(f"{name}@example.org", PASSPHRASE).identity for name in ("ada", "jonas")),
        ada.identity,
        jonas.identity,
        Identity.parse(sheet),
        page.identity,
    ]
    return {
        "keys": keys,
        "sheet": sheet,
        "steward": (one, two),
        "link": Link.read(page.content.secret),
    }


def end_all(ada, jonas):
    ask_for_all(ada)
    insist(jonas)
    row = insist(ada)
    assert let_keys_go(row, timezone.now(), insisted=True)
    return row


def test_with_every_old_passphrase_and_sheet_nothing_opens_from_the_first_step_on(ada, jonas, held):
    row = end_all(ada, jonas)
    assert Family.objects.exists()  # the rest is still there, and its keys are the thief's own
    opened_by_persons = [*held["keys"][-6:]]
    assert not any(opens(sealed, opened_by_persons) for sealed in wrapped_keys())
    for email in ("ada@example.org", "jonas@example.org"):
        with pytest.raises(NotOpened):
            enter_by_passphrase(email, PASSPHRASE)
    with pytest.raises(NotOpened):
        enter_by_sheet(held["sheet"])
    with pytest.raises(steward.OpensNothing):
        steward.Opening.of(*held["steward"])
    with pytest.raises((NoPage, CannotOpen)):
        open_by_link(held["link"], None).content  # noqa: B018
    assert {name.split("/")[0] for name in vault().names()} >= {"original", "note", "upload"}
    carry_on(row)

    assert everything_sealed() == []
    assert [*vault().names()] == []
    assert {name: count for name, count in rows().items() if count} == {
        "Ending": 1,
        "Installation": 1,
    }


def test_what_ada_had_for_herself_alone_opens_for_none_of_her_ways_in(ada, jonas, held):
    row = ask_own(ada, at_once=True)
    let_keys_go(row, timezone.now(), insisted=True)
    hers = [*held["keys"][-6:-5], ada.identity, Identity.parse(held["sheet"])]
    person = type(ada.person).objects.get(pk=ada.id)

    assert not opens(bytes(person.identity), hers)
    assert not opens(bytes(person.own), hers)
    with pytest.raises(NotOpened):
        enter_by_passphrase("ada@example.org", PASSPHRASE)
    carry_out_endings(timezone.now())
    assert not again(ada).circles.get("only-me")
    assert Shelf(again(jonas)).page().entries[0].card.words in ("words of before", "his alone")


def test_with_the_last_family_its_backups_go_and_one_kept_by_hand_is_named(ada, settings, tmp_path):
    ours, by_hand = a_place(settings, tmp_path), tmp_path / "usb"
    for place in (ours, by_hand):
        a_backup(place)
    (ours / "places.json").write_text(json.dumps({str(by_hand): {"by_hand": True}}))
    (by_hand / "a picture of the cat.jpg").write_text("not ours")
    ask_for_all(ada)
    row = insist(ada)
    let_keys_go(row, timezone.now(), insisted=True)
    assert len(still_holding(until=row.keys_gone_at).backups) == 2
    carry_on(row)
    [still] = still_holding(until=row.keys_gone_at).backups

    assert (still.place, still.expires) == (by_hand, None)
    assert [one.name for one in ours.iterdir()] == ["places.json"]
    assert sorted(one.name for one in by_hand.iterdir())[-1] == "files"
    a_backup(ours)  # it was begun before, and is only ready now
    carry_out_endings(timezone.now())
    assert [one.name for one in ours.iterdir()] == ["places.json"]


CUT = ["before", "in a backup", "between the backups and their files", "in the files"]


@pytest.mark.parametrize("cut", CUT)
def test_wherever_the_power_goes_no_backup_of_the_last_family_stays(
    settings, tmp_path, monkeypatch, cut
):
    ours = a_place(settings, tmp_path)
    a_backup(ours)
    (ours / ".making-x1y2z3").mkdir()
    (ours / ".making-x1y2z3" / "database.sqlite3").write_text("the whole of it")
    (ours / "2026-01-02T04-00-00Z").mkdir()  # half taken away: its manifest has gone
    (ours / "2026-01-02T04-00-00Z" / "database.sqlite3").write_text("the whole of it")
    (ours / "2026-01-03T04-00-00Z").mkdir()
    (ours / "2026-01-03T04-00-00Z" / "manifest.json").write_text("{")  # it cannot be read any more
    (ours / "2026-01-03T04-00-00Z" / "database.sqlite3").write_text("the whole of it")
    (ours / "files" / "one.age").write_text("sealed")
    taken, left = shutil.rmtree, iter(range(CUT.index(cut)))

    def cut_off(folder, *args, **more):
        if next(left, None) is None:
            next(Path(folder).iterdir(), Path(folder) / "none").unlink(missing_ok=True)
            raise KeyboardInterrupt
        taken(folder, *args, **more)

    with monkeypatch.context() as power:
        power.setattr("shutil.rmtree", cut_off)
        with pytest.raises(KeyboardInterrupt):
            take_backups_away(timezone.now())
    take_backups_away(timezone.now())

    assert list(ours.iterdir()) == []


def test_while_a_backup_is_being_made_none_is_taken_away_and_then_it_is(settings, tmp_path):
    ours = a_place(settings, tmp_path)
    a_backup(ours)
    with alone():
        take_backups_away(timezone.now())
        assert len(list(ours.iterdir())) == 2
    take_backups_away(timezone.now())

    assert list(ours.iterdir()) == []


def test_what_a_repair_put_aside_goes_with_what_it_belongs_to(ada, vera, settings, tmp_path):
    settings.HEARTLEAF_DATA = tmp_path / "data"
    ours, hers = kept(ada, "us", "a", b"a file"), kept(vera, "us", "b", b"hers")
    media = [str(one.media.get().pk) for one in (ours, hers)]
    aside = tmp_path / "data" / "damaged" / "2026-01-02T040000Z" / "original"
    for id in media:
        (aside / id).mkdir(parents=True)
        (aside / id / "0.age").write_bytes(b"damaged")
    row = insist(ada)
    let_keys_go(row, timezone.now(), insisted=True)
    carry_on(row)
    assert [one.name for one in aside.iterdir()] == [media[1]]
    Media.objects.filter(pk=media[1]).delete()  # as from the bin
    carry_out_endings(timezone.now())

    assert list((tmp_path / "data" / "damaged").iterdir()) == []


def test_where_another_family_is_too_the_backups_stay_and_are_named(ada, vera, settings, tmp_path):
    a_place(settings, tmp_path)
    a_backup(tmp_path / "data" / "backups")
    ask_for_all(ada)
    row = insist(ada)
    let_keys_go(row, timezone.now(), insisted=True)
    carry_on(row)
    still = still_holding(until=row.keys_gone_at)

    assert len(still.backups) == 1
    assert still.last == still.backups[0].expires


def a_place(settings, tmp_path):
    """Where the daily backups of an installation are, which has its MARKER."""
    settings.HEARTLEAF_DATA = tmp_path / "data"
    (tmp_path / "data" / "backups").mkdir(parents=True)
    (tmp_path / "data" / "MARKER").write_text("{}")
    return tmp_path / "data" / "backups"


def a_backup(place):
    """Made yesterday."""
    lay_down(place, timezone.now() - datetime.timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_no_page_of_the_database_holds_a_key_that_was_wrapped(ada):
    """Neither SQLite's file nor its journal; PostgreSQL has cleared its rows without complaint."""
    wrapped = [bytes(one.keyring) for one in ada.circle("us").circle.epochs.all()]
    before = everything_in_the_database()
    ask_for_all(ada)
    let_keys_go(insist(ada), timezone.now(), insisted=True)

    if connection.vendor == "sqlite":
        assert all(key[-200:] in before for key in wrapped)
        assert not any(key[-200:] in everything_in_the_database() for key in wrapped)


@pytest.mark.django_db(transaction=True)
def test_while_someone_reads_for_long_the_clock_tries_again_until_no_page_has_a_key(ada):
    if connection.vendor != "sqlite":
        pytest.skip("its journal is SQLite's own")
    keys = [bytes(one.keyring)[-200:] for one in ada.circle("us").circle.epochs.all()]
    with connection.cursor() as cursor:
        file = Path(cursor.execute("PRAGMA database_list").fetchone()[2])
        cursor.execute("PRAGMA busy_timeout = 10")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM heartleaf_epoch").fetchone()
        row = insist(ada)
        let_keys_go(row, timezone.now(), insisted=True)
        carry_on(row)
        assert row.done_at is None
        assert any(key in everything_in_the_database() for key in keys)
    carry_out_endings(timezone.now())
    row.refresh_from_db()

    assert row.done_at
    assert not any(key in everything_in_the_database() for key in keys)


def everything_in_the_database():
    if connection.vendor != "sqlite":
        return b""
    with connection.cursor() as cursor:
        file = Path(cursor.execute("PRAGMA database_list").fetchone()[2])
    return b"".join(one.read_bytes() for one in (file, file.with_name(f"{file.name}-wal")))


def wrapped_keys():
    """Whatever holds the key of something else."""
    for model in apps.get_app_config("heartleaf").get_models():
        for field in model._meta.fields:
            if isinstance(field, SealedField) and field.name in (
                "identity", "keyring", "keys", "own", "facts", "about", "greeting",
            ):  # fmt: skip
                for row in model._default_manager.all():
                    if value := getattr(row, field.name):
                        yield bytes(value)


def everything_sealed():
    return [
        (model.__name__, field.name)
        for model in apps.get_app_config("heartleaf").get_models()
        for field in model._meta.fields
        if isinstance(field, SealedField)
        for _row in model._default_manager.all()
    ]


def opens(sealed, keys):
    try:
        unseal(sealed, *keys)
    except CannotOpen:
        return False
    return True


def rows():
    models = apps.get_app_config("heartleaf").get_models()
    return {model.__name__: model._default_manager.count() for model in models}
