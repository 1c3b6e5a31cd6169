"""Web push (RFC 8030): a message without a word in it, by way of the company behind a browser.

The company learns that something came, and when; the body is empty, and the browser says one
neutral sentence that it has had since it was asked (`/push.js`). Nothing needs to be encrypted,
because nothing is said. The server proves itself by VAPID (RFC 8292).
"""

from __future__ import annotations

import base64
import datetime
import fnmatch
import functools
import http.client
import logging
import re
import select
import ssl
import time

from django.conf import settings
from django.utils import timezone
from py_vapid import Vapid02

from heartleaf.care.channels import Message, Outcome, Subscription
from heartleaf.sealing import PushKey, push_key

PATIENCE = 10.0
LONGEST_ENDPOINT = 2000
ENDPOINT = re.compile(r"https://([a-z0-9.-]+(?::[0-9]+)?)(/[!-~]*)")
LONGEST_ANSWER = 10_000
LAST_TRY = 3  # a service that says no so often means it
PROOF_HOLDS = 6 * 3600  # seconds, up to twice that; a service takes at most a day

log = logging.getLogger(__name__)


def push_is_set_up() -> bool:
    """A service wants to know whom to ask when something is wrong."""
    return bool(_whom_to_ask())


def public_key() -> str:
    """As a browser takes it, `applicationServerKey`."""
    return base64.urlsafe_b64encode(_key().public).rstrip(b"=").decode()


def may_be_asked(endpoint: str) -> bool:
    """An endpoint is what a browser says, or someone who only says so: nothing is asked but the
    services in the settings, and only over https."""
    return _place(endpoint) is not None


class Push:
    """Lines to the services, one to each, for the length of a turn. A service that does not answer
    is left in peace until the next turn; the others are asked meanwhile."""

    def __init__(self) -> None:
        self._lines: dict[str, http.client.HTTPSConnection] = {}
        self._down: set[str] = set()

    def hand_over(self, message: Message) -> Outcome:
        if not isinstance(message.to, Subscription):
            raise TypeError("Push goes to a browser.")
        place = _place(message.to.endpoint)
        if place is None:
            return Outcome.REFUSED
        service, path = place
        if service in self._down:
            return Outcome.NOT_NOW
        outcome = self._ask(service, path, message)
        # It may be our clock or our key that is wrong, so the browser is not given up for it.
        return Outcome.NOT_NOW if outcome is Outcome.REFUSED and not _is_last(message) else outcome

    def close(self) -> None:
        for line in self._lines.values():
            line.close()
        self._lines.clear()

    def _ask(self, service: str, path: str, message: Message) -> Outcome:
        try:
            line = self._line(service)
        except OSError:
            return self._is_down(service, Outcome.NOT_NOW)
        try:
            line.request("POST", path, body=b"", headers=_headers(service, message))
            answer = line.getresponse()
            answer.read(LONGEST_ANSWER)
            if not answer.isclosed():  # a longer one is not waited for
                line.close()
        except (OSError, http.client.HTTPException):
            return self._is_down(service, Outcome.UNCLEAR)
        return _outcome(answer.status)

    def _line(self, service: str) -> http.client.HTTPSConnection:
        line = self._lines.pop(service, None)
        if line is None or not _is_open(line):
            line = http.client.HTTPSConnection(service, timeout=PATIENCE, context=trust())
            line.connect()
        self._lines[service] = line
        return line

    def _is_down(self, service: str, outcome: Outcome) -> Outcome:
        log.warning("A service of web push does not answer.")
        self._down.add(service)
        if line := self._lines.pop(service, None):
            line.close()
        return outcome


def _is_last(message: Message) -> bool:
    return message.tries + 1 >= LAST_TRY


def _place(endpoint: str) -> tuple[str, str] | None:
    """The service and the path there; None for whatever may not be asked."""
    found = ENDPOINT.fullmatch(endpoint) if len(endpoint) <= LONGEST_ENDPOINT else None
    if found is None:
        return None
    service, path = found.groups()
    known = any(fnmatch.fnmatchcase(service, one) for one in settings.PUSH_SERVICES)
    return (service, path) if known else None


@functools.cache
def trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _is_open(line: http.client.HTTPSConnection) -> bool:
    """Whether the service has not hung up: on a line that is down a message would be neither sent
    nor certainly not."""
    return line.sock is not None and not select.select([line.sock], [], [], 0)[0]


def _outcome(status: int) -> Outcome:
    if status in {200, 201, 202}:
        return Outcome.SENT
    if status in {404, 410}:
        return Outcome.GONE
    if status == 429 or status >= 500:
        return Outcome.NOT_NOW
    return Outcome.REFUSED


def _headers(service: str, message: Message) -> dict[str, str]:
    left = message.until - timezone.now()
    left = max(left, datetime.timedelta())
    return {
        "TTL": str(int(left.total_seconds())),
        "Urgency": "normal",
        "Topic": "told",  # one that still waits is replaced by the next
        "Content-Length": "0",
        "Authorization": _proof(f"https://{service}", int(time.time()) // PROOF_HOLDS),
    }


@functools.lru_cache(maxsize=256)
def _proof(audience: str, period: int) -> str:
    """One for each service and some hours: signing one for each message would cost more than the
    message."""
    # The library's own check of `sub` takes no address with a port.
    signer = Vapid02(_key().private, conf={"no-strict": True})
    claims = {"aud": audience, "exp": (period + 2) * PROOF_HOLDS, "sub": _whom_to_ask()}
    return str(signer.sign(claims)["Authorization"])


def _key() -> PushKey:
    return push_key(settings.SECRET_KEY.encode())


def _whom_to_ask() -> str:
    if settings.HEARTLEAF_URL.startswith("https://"):
        return str(settings.HEARTLEAF_URL)
    return f"mailto:{settings.EMAIL_SENDER}" if settings.EMAIL_SENDER else ""
