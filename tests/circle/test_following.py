"""What is sealed to a circle's key beside the things kept follows it, and so does what was told."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone

from heartleaf.care import parting as letting_go
from heartleaf.care.channels import Address, Kind, Outcome, new_channel
from heartleaf.care.due import Due
from heartleaf.care.feeding import begin_feed, read_feed
from heartleaf.care.mailing import reminder_mail
from heartleaf.care.models import Quiet, Reminder, Wishes
from heartleaf.care.planning import plan
from heartleaf.care.reminding import send_due
from heartleaf.care.wishes import Coming, change_wishes
from heartleaf.circle import following, letterbox, steward
from heartleaf.circle.gathering import let_go, let_out, take_out_parent
from heartleaf.circle.models import Entrusted, Invitation, Page, Stewardship
from heartleaf.circle.opening_pages import open_by_link, open_for_us
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.sealing_anew import seal_all_anew
from heartleaf.family.keyrings import all_keys
from heartleaf.family.server_seal import minute_tag
from heartleaf.keepsakes.media import vault
from heartleaf.sealing import Identity, Link, Recipient, seal, unseal
from tests.circle.holding import again, kept, keys_of, opens, sealed_of

SOON = datetime.timedelta(days=30)


@pytest.fixture
def link():
    return Link.new()


def an_invitation(by, link, handle="friends"):
    circle = by.circle(handle)
    row = Invitation.objects.create(
        family=by.person.family,
        by=by.person,
        tag=link.tag,
        recipient=link.identity.recipient.text,
        role="looks",
        greeting=seal(b"Come in", link.identity.recipient),
        about=by.circle("us").seal(link.secret.encode()),
        ends_at=timezone.now() + SOON,
    )
    keys = seal(all_keys(circle), link.identity.recipient)
    return Entrusted.objects.create(invitation=row, circle=circle.circle, keys=keys)


def a_page(by, link, **says):
    own = Identity.generate()
    content = PageContent(title="Rowan", **says)
    us = by.circle("us")
    return Page.objects.create(
        family=by.person.family,
        tag=link.tag,
        link=link.identity.recipient.text,
        opened_at=timezone.now(),
        recipient=own.recipient.text,
        identity=seal(own.secret.encode(), link.identity.recipient, us.recipient),
        content=seal(content.to_json(), own.recipient),
    )


def keys_in(entrusted, link):
    told = json.loads(unseal(Entrusted.objects.get(pk=entrusted.pk).keys, link.identity))
    return [Identity.parse(one) for one in told.values()]


def test_an_open_invitation_holds_the_new_key_too(ada, inge, link):
    entrusted = an_invitation(ada, link)
    let_go(ada, inge.id)
    letter = kept(ada, "friends", "after")

    assert len(keys_in(entrusted, link)) == 2
    assert all(opens(one, keys_in(entrusted, link)) for one in sealed_of(letter))
    seal_all_anew(again(ada).circle("friends"))
    assert len(keys_in(entrusted, link)) == 1


def test_who_leaves_leaves_an_invitation_to_themselves_behind_nowhere(ada, jonas, link):
    entrusted = an_invitation(jonas, link)
    take_out_parent(ada, jonas.id)
    assert not Invitation.objects.exists()
    assert not Entrusted.objects.filter(pk=entrusted.pk).exists()


def test_a_steward_receives_the_new_keys(ada, inge, link):
    friends = ada.circle("friends")
    row = Stewardship.objects.create(
        family=ada.person.family,
        recipient=link.identity.recipient.text,
        about=ada.circle("us").seal(b"Ruth"),
    )
    keys = seal(all_keys(friends), link.identity.recipient)
    entrusted = Entrusted.objects.create(stewardship=row, circle=friends.circle, keys=keys)
    let_go(ada, inge.id)
    letter = kept(ada, "friends", "after")

    assert all(opens(one, keys_in(entrusted, link)) for one in sealed_of(letter))


def test_a_parent_who_was_taken_out_does_not_come_back_by_the_sheets(ada, jonas):
    one, two, _three = steward.name_steward(jonas, "Ruth")
    take_out_parent(ada, jonas.id)

    with pytest.raises(steward.OpensNothing):
        steward.Opening.of(one, two)
    assert not Entrusted.objects.exists()
    assert steward.of_family(ada) is None


def test_a_steward_who_is_in_no_circle_any_more_is_none(ada, jonas, inge):
    steward.name_steward(ada, "Inge", steward=inge.person, days=30)
    steward.ask(Stewardship.objects.get())
    let_out(ada, inge.id, ["friends"])

    assert steward.held_by(inge) is None
    assert not Entrusted.objects.exists()


def test_another_who_is_taken_out_leaves_the_steward_as_they_are(ada, jonas, inge):
    steward.name_steward(ada, "Ruth")
    let_go(ada, inge.id)
    assert Stewardship.objects.exists()


def test_a_page_by_link_opens_for_its_link_and_who_stays(ada, jonas, link):
    page, his = a_page(ada, link), keys_of(jonas)
    take_out_parent(ada, jonas.id)
    page.refresh_from_db()

    assert not opens(page.identity, his)
    assert open_by_link(link).content.title == "Rowan"
    assert open_for_us(page, again(ada).circle("us")).content.title == "Rowan"


def test_a_note_that_waits_opens_for_who_reads_first_and_for_who_stays(ada, jonas, inge, link):
    reader = inge.person.recipient
    page = a_page(ada, link, first_reader=str(inge.id), reader=reader)
    us = ada.circle("us")
    note = letterbox.leave(
        ada.person.family,
        words={"words": "With love"},
        files=[("voice.webm", [b"a voice"])],
        recipients=[us.recipient, Recipient(reader)],
        page=page,
    )
    his = keys_of(jonas)
    take_out_parent(ada, jonas.id)
    note.refresh_from_db()
    assert not opens(note.words, his)
    assert b"With love" in unseal(note.words, inge.identity)
    seal_all_anew(again(ada).circle("us"))

    file = vault().get(f"note/{note.id}/0.age")
    assert not opens(file, his)
    assert unseal(file, inge.identity) == unseal(file, *keys_of(ada)) == b"a voice"


def test_who_is_in_no_circle_any_more_reads_nothing_first(ada, inge, link):
    page = a_page(ada, link, first_reader=str(inge.id), reader=inge.person.recipient)
    let_go(ada, inge.id)
    page.refresh_from_db()
    assert open_for_us(page, again(ada).circle("us")).content.reader == ""


@pytest.mark.parametrize("parent_too", [False, True])
def test_what_waits_opens_no_more_for_who_read_first_and_was_taken_out(
    ada, jonas, inge, link, parent_too, django_capture_on_commit_callbacks
):
    gone = jonas if parent_too else inge
    reader, his = gone.person.recipient, keys_of(gone)
    page = a_page(ada, link, first_reader=str(gone.id), reader=reader)
    recipients = [ada.circle("us").recipient, Recipient(reader)]
    note = letterbox.leave(
        ada.person.family,
        words={"words": "With love", "reader": str(gone.id)},
        files=[("voice.webm", [b"a voice"])],
        recipients=recipients,
        page=page,
    )
    assert len(list(letterbox.to_read_first(gone))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        (take_out_parent if parent_too else let_go)(ada, gone.id)

    note.refresh_from_db()
    for sealed in (bytes(note.words), vault().get(f"note/{note.id}/0.age")):
        assert not opens(sealed, [gone.identity, *his])
        assert opens(sealed, keys_of(ada))
    assert not list(letterbox.to_read_first(again(gone)))
    assert [one.words.reader for one in letterbox.waiting(again(ada))] == [""]


def test_every_table_that_is_sealed_to_us_is_in_the_list():
    """A new table of this package has to be given its step, or said here to need none."""
    named = {step.__name__.strip("_") for step in following.OF_US + following.OF_EVERY_CIRCLE}
    assert named == {"names", "invitations", "stewardship", "pages", "notes", "entrust_anew"}


# ── What the clock would have gone on saying ────────────────────────────────────────────────


def by_mail(person):
    channel = new_channel(person.person, Address("someone@example.org"))
    channel.save()
    return channel


def planned(channel, days=3):
    at = timezone.now() + datetime.timedelta(days=days)
    due = Due(at, at.date(), "Rowan's day")
    id = due.name(channel.pk)
    return Reminder.objects.create(
        id=id, channel=channel, tag=minute_tag(at), sealed=due.hidden(id)
    )


def test_what_was_planned_and_copied_for_who_was_taken_out_goes(ada, inge):
    planned(by_mail(inge))
    feed = begin_feed(inge)
    [rowan, _mila] = inge.facts.children
    way = Coming(page=True, by=["mail"], feed=True)
    change_wishes(inge, lambda wishes: wishes.days.update({f"{rowan.id}.born": way}))
    plan(again(inge))
    assert b"VEVENT" in read_feed(feed)
    letting_go.let_go(ada, inge.id)

    assert not Reminder.objects.exists()
    assert read_feed(feed) is None
    assert not Wishes.objects.get(person=inge.id).planned
    plan(again(inge))  # when she next comes
    assert not Reminder.objects.exists()
    assert b"VEVENT" not in read_feed(feed)


def notices():
    found = (Due.of(row) for row in Reminder.objects.filter(state="planned"))
    return sorted(due.at for due in found if due.notice)


def test_the_other_parent_is_told_at_once_and_twice_more(ada, jonas):
    by_mail(jonas)
    letting_go.ask(ada, jonas.id)
    at_once, week, day = notices()

    assert timezone.now() - at_once < datetime.timedelta(minutes=2)
    assert (day.date() - week.date()).days == 6
    assert (week.date() - at_once.date()).days in {22, 23, 24}
    letting_go.ask(ada, jonas.id)
    assert len(notices()) == 3
    plan(again(jonas))
    assert len(notices()) == 3


def test_taken_back_nothing_more_is_said(ada, jonas):
    by_mail(jonas)
    letting_go.ask(ada, jonas.id)
    letting_go.withdraw(ada, jonas.id)
    assert notices() == []
    letting_go.ask(ada, jonas.id)
    assert len(notices()) == 3


def test_asked_again_on_a_day_on_which_they_were_told_nothing_is_asked(ada, jonas):
    by_mail(jonas)
    letting_go.ask(ada, jonas.id)
    Reminder.objects.filter(tag=minute_tag(notices()[0])).update(state="sent")
    letting_go.withdraw(ada, jonas.id)
    with pytest.raises(letting_go.ToldToday):
        letting_go.ask(ada, jonas.id)
    assert notices() == []

    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        letting_go.ask(ada, jonas.id)
        assert len(notices()) == 3


def test_a_notice_is_neutral_and_no_silence_holds_it_back(ada, jonas, settings):
    settings.HEARTLEAF_URL, settings.EMAIL_FROM = "https://leaf.example.org", "days@example.org"
    settings.EMAIL_SENDER = "days@example.org"
    by_mail(jonas)
    planned(jonas.person.channels.get(), days=0)
    Quiet.begin(jonas.person)
    letting_go.ask(ada, jonas.id)
    sent = []

    class Post:
        def hand_over(self, message):
            sent.append(reminder_mail("jonas@example.org", message).decode())
            return Outcome.SENT

        def close(self):
            pass

    send_due(Kind.MAIL, Post(), timezone.now() + datetime.timedelta(minutes=1))
    [mail] = sent

    assert "Something in your place is about you" in mail
    assert not any(word in mail for word in ("Ada", "parent", "circle", "taken out", "Rowan"))


def test_a_day_is_called_off_for_both_also_under_a_new_key(ada, jonas, inge):
    from heartleaf.care.calling_off import call_off, mark_of

    row = planned(by_mail(ada))
    Reminder.objects.filter(pk=row.pk).update(mark=mark_of(ada, "a day"))
    take_out_parent(ada, jonas.id)
    call_off(again(ada), "a day")
    assert not Reminder.objects.exists()
