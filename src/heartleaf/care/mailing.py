"""Mail: what it says, and handing it over step by step.

    MAIL  RCPT  DATA  the message  its end  the answer
    └────────── certainly not taken ─────┘ └── taken, or not, or nobody can say

Django's own backend connects, encrypts and signs in. The steps after that are taken here, because
where a line dies decides whether a message may be tried again.
"""

from __future__ import annotations

import contextlib
import logging
import quopri
import re
import secrets
import smtplib
from email.header import Header
from email.utils import formatdate
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import mailers
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from heartleaf.care.channels import Address, LineDown, Message, Outcome
from heartleaf.care.stopping import stopping_path

if TYPE_CHECKING:
    from django.core.mail.backends.smtp import EmailBackend

A_SHORT_WHILE = 10.0  # someone waits at a page
DEATHS = 3

UNREACHED = "The mail server cannot be reached, offers no TLS, or does not let us in."

log = logging.getLogger(__name__)


class NotSent(Exception):
    """A mail that did not go out. Told in a sentence."""


def mail_is_set_up() -> bool:
    """Without an address of ours there would be no link in a mail by which to stop it."""
    return bool(settings.EMAIL_FROM and settings.HEARTLEAF_URL)


def try_mail(address: str, code: str) -> None:
    """Send a code that is to be typed back, so that the address is known to be right. Raises
    NotSent with a sentence."""
    parts = [
        _("This is the code to type back where you asked for it:"),
        code,
        _("If you did not ask for it, nothing needs doing: without the code nothing comes here."),
    ]
    words = "\n\n".join([*parts, ""])
    post = Post(A_SHORT_WHILE)
    try:
        to = plain_address(address)
        outcome = post.deliver(to, _mail(to, _("A code to try this address"), words))
    except NotAnAddress:
        raise NotSent(_("That is not an address a mail server would take.")) from None
    except LineDown:
        raise NotSent(_("The mail server cannot be reached just now.")) from None
    finally:
        post.close()
    if outcome is Outcome.REFUSED:
        raise NotSent(_("The mail server does not take mail for this address."))
    if outcome is not Outcome.SENT:
        raise NotSent(_("The mail server did not take it just now. Please try again later."))


class NotAnAddress(ValueError):
    """Nothing that a mail server would take."""


def plain_address(address: str) -> str:
    """One address, with its domain as servers know it (IDNA). Raises NotAnAddress."""
    try:
        validate_email(address)
        name, _at, domain = address.rpartition("@")
        plain = f"{name}@{punycode(domain)}"
    except (ValidationError, UnicodeError):
        raise NotAnAddress from None
    if not re.fullmatch(r"[!-~]+", plain):
        raise NotAnAddress
    return plain


class Post:
    """A line to the mail server, opened when the first message is there and kept for the next.

    One message may make a line die while others pass, so a death is held against the message
    first; after a few in a row, or one of which nobody can say what became of the message, the
    line is down for all."""

    def __init__(self, patience: float | None = None) -> None:
        self._patience = patience
        self._backend: EmailBackend | None = None
        self._deaths = 0

    def hand_over(self, message: Message) -> Outcome:
        try:
            to = plain_address(_address(message))
        except NotAnAddress:
            return Outcome.REFUSED
        return self.deliver(to, reminder_mail(to, message))

    def deliver(self, to: str, mail: bytes) -> Outcome:
        if self._deaths >= DEATHS:
            raise LineDown
        used_before = self._backend is not None
        outcome = self._steps(to, mail)
        if outcome is None and used_before:  # servers close a line after so many messages
            outcome = self._steps(to, mail)
        if outcome is None:
            self._deaths += 1
            return Outcome.NOT_NOW
        self._deaths = DEATHS if outcome is Outcome.UNCLEAR else 0
        return outcome

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            with contextlib.suppress(OSError):  # it was down already
                backend.close()

    def _steps(self, to: str, mail: bytes) -> Outcome | None:
        """None if the line died before anything was taken."""
        line = cast(smtplib.SMTP, self._opened().connection)
        try:
            if outcome := self._envelope(line, to):
                return outcome
            line.send(_dotted(mail))
        except OSError:
            self._drop()
            return None
        return self._ending(line)

    def _opened(self) -> EmailBackend:
        if self._backend is None:
            backend = cast("EmailBackend", mailers.create_connection("default"))
            if self._patience:
                backend.timeout = self._patience
            try:
                backend.open()
                cast(smtplib.SMTP, backend.connection).ehlo_or_helo_if_needed()
            except Exception as error:  # nothing can have been taken yet, whatever it is
                log.warning(
                    "The mail server cannot be reached, offers no TLS, or does not let us in."
                )
                raise LineDown from error
            self._backend = backend
        return self._backend

    def _envelope(self, line: smtplib.SMTP, to: str) -> Outcome | None:
        """Up to where the message itself is asked for. What is said of the sender is not about
        this message: the host can mend it, and then it may still go."""
        code, _said = line.mail(settings.EMAIL_SENDER)
        if code != 250:
            raise smtplib.SMTPServerDisconnected
        code, _said = line.rcpt(to)
        if code in {250, 251}:
            code, _said = line.docmd("DATA")
            if code == 354:
                return None
        if code == 421 or not 400 <= code < 600:
            raise smtplib.SMTPServerDisconnected
        with contextlib.suppress(OSError):  # if it is down, the next message will find out
            line.rset()
        return _no(code)

    def _ending(self, line: smtplib.SMTP) -> Outcome:
        try:
            line.send(b".\r\n")
            code, _said = line.getreply()
        except OSError:
            code = 0
        if 200 <= code < 300:
            return Outcome.SENT
        if 400 <= code < 600:
            return _no(code)
        self._drop()
        return Outcome.UNCLEAR

    def _drop(self) -> None:
        """Without a last word: the line may hang."""
        backend, self._backend = self._backend, None
        if backend is not None and backend.connection:
            backend.connection.close()


def _no(code: int) -> Outcome:
    return Outcome.REFUSED if code >= 500 else Outcome.NOT_NOW


def reminder_mail(to: str, message: Message) -> bytes:
    """Neutral in its subject always, and in its words unless their person asked for their own."""
    stop = settings.HEARTLEAF_URL + stopping_path(message.channel)
    one_tap = {  # RFC 8058
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if message.due.notice:
        subject, words = _("Something in your place is about you"), _notice_words(stop)
    else:
        subject = _("Something you asked to be told of")
        words = _reminder_words(message.due.words, stop)
    return _mail(to, subject, words, one_tap)


def _reminder_words(own: str, stop: str) -> str:
    """What a locked screen shows of it is the beginning."""
    asked = _("There is something you asked to be told of.")
    parts = [
        asked if not own else f"{_('You asked to be told of this:')}\n\n{own}",
        f"{_('It is in your place:')}\n{settings.HEARTLEAF_URL}/",
        _("It can wait, and needs no answer."),
        f"{_('To get no more of these, with one tap and without signing in:')}\n{stop}\n",
    ]
    return "\n\n".join(parts)


def _notice_words(stop: str) -> str:
    """Without a word of what it is: others may read it."""
    parts = [
        _("Something in your place is about you. Please look at it within the next days."),
        f"{_('It is on the first page:')}\n{settings.HEARTLEAF_URL}/",
        f"{_('To get no more mail from there, with one tap and without signing in:')}\n{stop}\n",
    ]
    return "\n\n".join(parts)


def plain_mail(to: str, subject: str, words: str) -> bytes:
    return _mail(to, subject, words)


def _address(message: Message) -> str:
    if not isinstance(message.to, Address):
        raise TypeError("Mail goes to an address.")
    return message.to.address


def _mail(to: str, subject: str, words: str, more: dict[str, str] | None = None) -> bytes:
    """Plain text alone: no picture, nothing that tells whether it was read.

    Written out here, because the library takes milliseconds for each, which is minutes where very
    many are due at once; and because it folds links that then some programs do not know again.
    """
    plain = words.isascii()
    headers = {
        "From": settings.EMAIL_FROM,
        "To": to,
        "Subject": subject if subject.isascii() else Header(subject, "utf-8").encode(),
        "Date": formatdate(),
        "Message-ID": f"<{secrets.token_hex(16)}@{settings.EMAIL_SENDER.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit" if plain else "quoted-printable",
        **(more or {}),
    }
    body = words.encode() if plain else quopri.encodestring(words.encode())
    head = "".join(f"{name}: {value}\n" for name, value in headers.items())
    return b"\r\n".join([*(head.encode("ascii") + b"\n" + body).splitlines(), b""])


def _dotted(mail: bytes) -> bytes:
    """As it goes over the line: a dot that begins a line is doubled (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", mail)
