"""How days come: the hour, the words, and an address that was tried before anything goes to it."""

import datetime
import re

import pytest

from heartleaf.care.channels import Address, way_of
from heartleaf.care.due import Due
from heartleaf.care.mailing import NotSent
from heartleaf.care.models import Channel, Reminder
from heartleaf.care.wishes import wishes_of
from heartleaf.web import slowing

HOW, MAIL = "/days/how/", "/days/how/mail/"


def said(answer):
    return answer.content.decode()


@pytest.fixture
def post(monkeypatch):
    """A mail server that keeps what it is given, as (address, code)."""
    sent = []
    slowing._failed.clear()
    monkeypatch.setattr(
        "heartleaf.web.trying_mail.try_mail", lambda to, code: sent.append((to, code))
    )
    for module in ("trying_mail", "how_days_come"):
        monkeypatch.setattr(f"heartleaf.web.{module}.mail_is_set_up", lambda: True)
    return sent


@pytest.fixture
def tried(adas, post):
    """Ada's address is known."""
    adas.post(MAIL, {"do": "try", "address": "ada@example.org"})
    adas.post(MAIL, {"do": "code", "code": post[-1][1]})


def channel(person):
    return Channel.objects.get(person=person.person)


# ── The hour and the words ──────────────────────────────────────────────────────────────────


def test_at_first_messages_say_nothing_and_everything_is_off(adas):
    page = said(adas.get(HOW))

    assert 'value="neutral" checked' in page
    assert 'name="on_this_day" value="on">' in page
    assert 'name="would_have_been" value="on">' in page


def test_what_is_chosen_here_is_adas_alone(ada, adas, jonas):
    adas.post(HOW, {"hour": "19:30", "words": "own", "on_this_day": "on"})

    wishes = wishes_of(ada)
    assert (wishes.hour, wishes.own_words, wishes.on_this_day) == ("19:30", True, True)
    assert wishes_of(jonas).hour == "09:00"


@pytest.mark.parametrize("hour", ["", "25:00", "at dawn"])
def test_an_hour_that_is_none_is_told_in_a_sentence(ada, adas, hour):
    answer = adas.post(HOW, {"hour": hour, "words": "neutral"})

    assert answer.status_code == 422
    assert "hour" in re.search(r'class="fault"[^>]*>([^<]+)<', said(answer))[1]
    assert wishes_of(ada).hour == "09:00"


# ── An address ──────────────────────────────────────────────────────────────────────────────


def test_without_a_mail_server_the_page_says_so_and_offers_the_calendar(adas):
    page = said(adas.get(HOW))

    assert "has set up no mail server" in page
    assert 'href="#feed"' in page
    assert adas.post(MAIL, {"do": "try", "address": "ada@example.org"}).status_code == 400


def test_nothing_goes_to_an_address_until_its_code_was_typed_back(ada, adas, post):
    adas.post(MAIL, {"do": "try", "address": "ada@example.org"})
    [(address, code)] = post
    assert (address, len(code)) == ("ada@example.org", 6)
    assert not Channel.objects.exists()
    assert "A code has gone to ada@example.org." in said(adas.get(HOW))

    adas.post(MAIL, {"do": "code", "code": f" {code[:3]} {code[3:]} "})

    assert wishes_of(ada).mail == "ada@example.org"
    assert way_of(channel(ada)) == Address("ada@example.org")
    assert "Messages go to ada@example.org." in said(adas.get(HOW))


def test_a_wrong_code_may_be_tried_five_times_and_then_a_new_one_is_sent(ada, adas, post):
    adas.post(MAIL, {"do": "try", "address": "ada@example.org"})
    code = post[0][1]
    wrong = "000000" if code != "000000" else "111111"

    for _try in range(5):
        assert "These are not the figures" in said(adas.post(MAIL, {"do": "code", "code": wrong}))
    adas.post(MAIL, {"do": "code", "code": code})

    assert not Channel.objects.exists()
    page = said(adas.get(HOW))
    assert "That was tried too often." in page
    assert "Try this address" in page


def test_mail_that_does_not_go_out_is_told_in_a_sentence(ada, adas, post, monkeypatch):
    def refuse(address, code):
        raise NotSent("The mail server cannot be reached just now.")

    monkeypatch.setattr("heartleaf.web.trying_mail.try_mail", refuse)

    answer = adas.post(MAIL, {"do": "try", "address": "ada@example.org"})

    assert "The mail server cannot be reached just now." in said(answer)
    assert wishes_of(ada).trying.address == ""


def test_an_address_that_is_none_gets_no_mail(adas, post):
    answer = adas.post(MAIL, {"do": "try", "address": "ada at home"})

    assert answer.status_code == 422
    assert post == []


def test_codes_cannot_be_sent_without_end(adas, post):
    for number in range(8):
        adas.post(MAIL, {"do": "try", "address": f"{number}@example.org"})

    assert len(post) < 8


def test_an_address_goes_with_all_that_was_planned_for_it(ada, adas, tried):
    day = f"/days/{ada.facts.children[0].id}.born/"
    adas.post(day, {"way": "told", "by": "mail", "ahead": "1", "on": "on"})
    assert Reminder.objects.exists()

    adas.post(MAIL, {"do": "stop"})

    assert not Channel.objects.exists()
    assert not Reminder.objects.exists()
    assert wishes_of(ada).mail == ""


def test_who_stopped_by_the_link_in_a_mail_may_begin_again(ada, adas, tried):
    Channel.objects.update(stopped=True)
    assert "You stopped the messages to ada@example.org" in said(adas.get(HOW))

    adas.post(MAIL, {"do": "begin"})

    assert not channel(ada).stopped


def test_messages_are_planned_as_soon_as_a_day_is_to_come_by_mail(ada, adas, tried):
    day = f"/days/{ada.facts.children[0].id}.born/"
    assert not Reminder.objects.exists()

    adas.post(day, {"way": "told", "by": "mail", "ahead": "0", "on": "on", "hour": "19:00"})

    due = [Due.of(row) for row in Reminder.objects.all()]
    assert {(one.on.month, one.on.day) for one in due} == {(5, 12)}
    assert {one.words for one in due} == {""}

    adas.post(day, {"way": "nothing", "ahead": "0"})

    assert not Reminder.objects.exists()


def test_a_way_that_is_stopped_for_now_is_still_chosen_when_the_day_is_kept_again(ada, adas, tried):
    key = f"{ada.facts.children[0].id}.born"
    adas.post(f"/days/{key}/", {"way": "told", "by": "mail", "ahead": "1", "on": "on"})
    Channel.objects.update(stopped=True)
    assert 'value="page" checked' in said(adas.get(f"/days/{key}/"))

    adas.post(f"/days/{key}/", {"way": "page", "ahead": "3", "on": "on"})

    assert (wishes_of(ada).days[key].by, wishes_of(ada).days[key].ahead) == (["mail"], 3)
    adas.post(f"/days/{key}/", {"way": "nothing", "ahead": "0"})
    assert wishes_of(ada).days[key].is_nothing


def test_who_is_told_and_now_chooses_the_page_is_told_no_more(ada, adas, tried):
    key = f"{ada.facts.children[0].id}.born"
    adas.post("/days/feed/", {"do": "begin"})
    adas.post(f"/days/{key}/", {"way": "told", "by": ["mail", "feed"], "ahead": "1", "on": "on"})
    Channel.objects.update(stopped=True)

    adas.post(f"/days/{key}/", {"way": "page", "ahead": "1", "on": "on"})

    assert wishes_of(ada).days[key].by == []
    assert not wishes_of(ada).days[key].feed


# ── What may not have come ──────────────────────────────────────────────────────────────────


def test_a_message_that_may_not_have_come_is_named_once_and_left(ada, adas, tried):
    on = ada.today() - datetime.timedelta(days=2)
    at = datetime.datetime.combine(on, datetime.time(9), tzinfo=datetime.UTC)
    row = Reminder(id=channel(ada).id, channel=channel(ada), tag=b"", state="late")
    row.sealed = Due(at, on).hidden(row.id)
    row.save()

    page = said(adas.get("/days/"))
    assert "may not have come" in page
    adas.post("/quiet/", {"quiet": "start"})
    assert "may not have come" not in said(adas.get("/days/"))
    adas.post("/quiet/", {"quiet": "end"})
    adas.post("/days/missed/", {"missed": str(row.id)})

    assert "may not have come" not in said(adas.get("/days/"))
