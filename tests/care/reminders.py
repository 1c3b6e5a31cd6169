"""Reminders that are due, and the clock that asks for them; noon is when it is."""

import datetime

from heartleaf import settings as reading
from heartleaf.care.channels import Address, Subscription, new_channel
from heartleaf.care.due import Due
from heartleaf.care.models import Reminder
from heartleaf.care.sending import send_mail, send_push
from heartleaf.family.models import Person
from heartleaf.family.server_seal import minute_tag
from heartleaf.sealing import Identity, seal

NOON = datetime.datetime(2026, 5, 12, 12, 0, 20, tzinfo=datetime.UTC)


def a_channel(person, where):
    """An address, or an https address of a browser's. Everyone has one address, so a further one
    is somebody else's, of whom nothing is known."""
    way = Subscription(where, "A browser") if "://" in where else Address(where)
    whose = person.person
    if isinstance(way, Address) and whose.channels.filter(kind="mail").exists():
        whose = somebody(whose.family)
    channel = new_channel(whose, way)
    channel.save()
    return channel


def somebody(family):
    nothing = seal(b"", Identity.generate().recipient)
    return Person.objects.create(family=family, identity=nothing, own=nothing)


def a_reminder(channel, ago=0, words="", now=NOON, on=None):
    """Due so many minutes ago; for another day each, if not said."""
    at = (now - datetime.timedelta(minutes=ago)).replace(second=0, microsecond=0)
    told = Due(at, on or now.date() + datetime.timedelta(days=ago), words)
    id = told.name(channel.pk)
    return Reminder.objects.create(
        id=id, channel=channel, tag=minute_tag(at), sealed=told.hidden(id)
    )


def the_clock_asks(minutes=0):
    now = NOON + datetime.timedelta(minutes=minutes)
    send_mail(now)
    send_push(now)


def mail_goes_by(settings, office, user="", password="", patience=2):
    who = f"{user}:{password}@" if user else ""
    url = f"smtp://{who}127.0.0.1:{office.port}/?tls=none&from=Heartleaf%20<days@example.org>"
    options = reading.mail(url) | {"timeout": patience}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    settings.EMAIL_FROM, settings.EMAIL_SENDER = reading.sender(url), "days@example.org"
    settings.HEARTLEAF_URL = "https://leaf.example.org"


def states():
    return sorted(Reminder.objects.values_list("state", flat=True))
