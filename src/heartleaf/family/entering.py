"""Coming in and going out: passphrase, recovery sheet, sessions.

Nothing here compares a password. A way in is right if it opens the person's identity.
"""

from __future__ import annotations

import datetime
import hashlib
import math
import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from zxcvbn import zxcvbn

from heartleaf.family.beginning import AddressTaken, derived, give_passphrase
from heartleaf.family.models import Person, Session, WayIn
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import (
    CannotOpen,
    Identity,
    Memory,
    Recall,
    Recipient,
    RowKey,
    TooLong,
    seal,
    unseal,
)

IDLE = datetime.timedelta(days=14)
LONGEST = datetime.timedelta(days=90)
FIRST_ROW = "AGE-SECRET-KEY-1"
FIRST_EVENING = datetime.timedelta(hours=1)
# zxcvbn's estimate of guesses, 0 to 4: 3 withstands an offline attack on a slow hash.
STRONG_ENOUGH = 3
# It looks at every piece of what it is given, so it is given the beginning.
JUDGED = 32
# Signs that may stand for one letter: with many of them it tries each with each, for seconds.
# Then those that look alike are read as one.
STAND_FOR_ONE = ("4@", "({[<", "69", "1!|", "1|7", "$5", "+7")
READINGS = 4
ALIKE = str.maketrans("@{[<!|$+", "4(((1157")

# The index of ten thousand letters, and what a few people look at. All of it is closed.
MEMORY = Memory(at_most=32 * 1024 * 1024)

# The token hashes of the sessions that were here since the start.
_known: set[str] = set()


class NotOpened(Exception):
    """This passphrase or sheet opens nothing here."""


@dataclass(frozen=True)
class Cookies:
    """The two halves of a session: `token` names its row, `key` opens it."""

    token: str
    key: str


def enter_by_passphrase(email: str, passphrase: str) -> OpenPerson:
    """Raises NotOpened; takes the same time whether or not the address is known."""
    try:
        way_in = derived(email, passphrase)
    except TooLong as error:
        raise NotOpened from error
    row = WayIn.objects.filter(tag=way_in.tag).select_related("person").first()
    return _enter(row, way_in.identity)


def enter_by_sheet(key: str) -> OpenPerson:
    """Come in with the key printed on a recovery sheet. Raises NotOpened.

    The first row is the same on every sheet, so it may be left out, or slip.
    """
    try:
        identity = Identity.parse(FIRST_ROW + key.rpartition("1")[2])  # no 1 stands after it
    except CannotOpen as error:
        raise NotOpened from error
    row = WayIn.objects.filter(recipient=identity.recipient.text).select_related("person").first()
    return _enter(row, identity)


def _enter(row: WayIn | None, identity: Identity) -> OpenPerson:
    if row is None:
        raise NotOpened
    try:
        secret = unseal(row.person.identity, identity)
    except CannotOpen as error:
        raise NotOpened from error
    return OpenPerson(row.person, Identity.parse(secret.decode()))


# ── Sessions ────────────────────────────────────────────────────────────────────────────────


def begin_session(person: OpenPerson) -> Cookies:
    token, key = secrets.token_urlsafe(32), RowKey.generate()
    Session.objects.create(
        token_hash=_hash(token),
        person=person.person,
        identity=RowKey(key).seal(person.identity.secret.encode(), _hash(token).encode()),
    )
    return Cookies(token, key.hex())


def resume_session(cookies: Cookies) -> tuple[Session, OpenPerson] | None:
    """The session of two cookies, or None if either is not right or it has ended."""
    token_hash = _hash(cookies.token)
    session = Session.objects.select_related("person__family").filter(pk=token_hash).first()
    if session is None or _ended(session, timezone.now()):
        _known.discard(token_hash)
        return None
    try:
        row_key = RowKey(bytes.fromhex(cookies.key))
        secret = row_key.unseal(bytes(session.identity), token_hash.encode())
    except (CannotOpen, ValueError):
        return None
    _known.add(token_hash)
    _touch(session, timezone.now())
    recall = Recall(MEMORY, token_hash, row_key)
    return session, OpenPerson(session.person, Identity.parse(secret.decode()), recall)


def is_known(token: str) -> bool:
    """Whether a session of this token has been resumed since the start; asks no database."""
    return _hash(token) in _known


def end_session(session: Session) -> None:
    whose = session.pk
    session.delete()
    MEMORY.forget(whose)
    _known.discard(whose)


def sweep_sessions(now: datetime.datetime) -> None:
    """Take away sessions that have ended by themselves."""
    Session.objects.filter(seen_at__lt=now - IDLE).delete()
    Session.objects.filter(started_at__lt=now - LONGEST).delete()


def end_everywhere(person: Person) -> None:
    for session in person.sessions.all():
        end_session(session)


def _ended(session: Session, now: datetime.datetime) -> bool:
    return session.seen_at < now - IDLE or session.started_at < now - LONGEST


def _touch(session: Session, now: datetime.datetime) -> None:
    # Once an hour is enough; a write for every page would only wear the disk.
    if now - session.seen_at > datetime.timedelta(hours=1):
        Session.objects.filter(pk=session.pk).update(seen_at=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# ── Ways in ─────────────────────────────────────────────────────────────────────────────────


def is_strong(passphrase: str, *personal: str) -> bool:
    """Judged by how hard it is to guess, never by which signs are in it. Quick for any text."""
    if len(passphrase) > 72:
        return True
    judged = zxcvbn(_judged(passphrase), user_inputs=[word[:120] for word in personal if word])
    return int(judged["score"]) >= STRONG_ENOUGH


def _judged(passphrase: str) -> str:
    beginning = passphrase[:JUDGED]
    readings = math.prod(max(1, len({*signs} & {*beginning})) for signs in STAND_FOR_ONE)
    return beginning.translate(ALIKE) if readings > READINGS else beginning


def change_passphrase(person: OpenPerson, email: str, passphrase: str) -> None:
    """Replace the passphrase, and the address that goes with it. Raises AddressTaken."""
    new = derived(email, passphrase)
    try:
        with transaction.atomic():
            person.person.ways_in.filter(kind=WayIn.Kind.PASSPHRASE).delete()
            give_passphrase(person.person, new)
            _reseal_identity(person)
            person.change_own(lambda own: setattr(own, "email", email))
    except IntegrityError as error:
        raise AddressTaken from error


def make_sheet(person: OpenPerson) -> str:
    """A new recovery key. One that was proved stays good until this one is."""
    identity = Identity.generate()
    with transaction.atomic():
        person.change_own(lambda own: setattr(own, "unproved_sheet", identity.secret))
        person.person.ways_in.filter(kind=WayIn.Kind.SHEET, proved_at=None).delete()
        WayIn.objects.create(
            person=person.person, kind=WayIn.Kind.SHEET, recipient=identity.recipient.text
        )
        _reseal_identity(person)
    return identity.secret


def prove_sheet(person: OpenPerson) -> None:
    """Part of the sheet was typed back: it is on paper now, so the server forgets its key, and
    any earlier sheet opens nothing from now on."""
    proved = Identity.parse(person.own.unproved_sheet).recipient.text
    with transaction.atomic():
        person.change_own(lambda own: setattr(own, "unproved_sheet", ""))
        sheets = person.person.ways_in.filter(kind=WayIn.Kind.SHEET)
        sheets.exclude(pk=sheets.get(recipient=proved).pk).delete()
        sheets.update(proved_at=timezone.now())
        _reseal_identity(person)


def is_first_evening(person: Person) -> bool:
    """Who joined within the hour and has no good sheet yet has just chosen a passphrase."""
    just_joined = person.joined_at > timezone.now() - FIRST_EVENING
    return just_joined and not has_proved_sheet(person)


def has_proved_sheet(person: Person) -> bool:
    return person.ways_in.filter(kind=WayIn.Kind.SHEET, proved_at__isnull=False).exists()


def _reseal_identity(person: OpenPerson) -> None:
    row = Person.objects.select_for_update().get(pk=person.id)
    recipients = [Recipient(way.recipient) for way in row.ways_in.all()]
    row.identity = seal(person.identity.secret.encode(), *recipients)
    row.save(update_fields=["identity"])
    person.person.identity = row.identity
