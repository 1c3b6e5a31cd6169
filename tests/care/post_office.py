"""A real SMTP server that can be as difficult as real ones are."""

import asyncio
import email
import email.policy
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.crash.house import free_port


class PostOffice:
    """What arrived is in `mails`. `rcpt`, `data` and `mail` are asked with the address and say what
    to answer; "" is yes, "die" closes the line, "hang" never answers.

    A mail that was taken is counted also when the line dies before the answer is out ("taken").
    """

    def __init__(self, *, password=None, slow=0.0):
        self.mails, self.envelopes, self.lines = [], [], 0
        self.mail = self.rcpt = self.data = lambda address: ""
        self.slow = slow
        self._lock = threading.Lock()
        options = {"auth_require_tls": False, "decode_data": False}
        if password is not None:
            options |= {"authenticator": self._opens_for(password), "auth_required": True}
        self.port = free_port()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, ready_timeout=20, **options
        )

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop(no_assert=True)

    @property
    def addresses(self):
        with self._lock:
            return [address for address, _mail in self.envelopes]

    def wait_for(self, number, seconds=20):
        until = time.monotonic() + seconds
        while len(self.addresses) < number and time.monotonic() < until:
            time.sleep(0.01)

    # ── What aiosmtpd asks ──────────────────────────────────────────────────────────────────

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if said := await self._says(self.mail, address, server):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := await self._says(self.rcpt, address, server):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.slow:
            await asyncio.sleep(self.slow)
        to = envelope.rcpt_tos[0]
        said = self.data(to)
        if said.startswith("taken"):
            self._take(to, envelope.content)
            said = said.removeprefix("taken").strip()
        if answer := await self._says(lambda _to: said, to, server):
            return answer
        self._take(to, envelope.content)
        return "250 taken"

    async def _says(self, ask, address, server):
        said = ask(address)
        if said == "hang":
            await asyncio.sleep(30)
        if said == "die":
            server.transport.abort()
            return "421 gone"
        return said

    def _take(self, to, content):
        with self._lock:
            self.mails.append(email.message_from_bytes(content, policy=email.policy.default))
            self.envelopes.append((to, content))

    @staticmethod
    def _opens_for(password):
        def ask(server, session, envelope, mechanism, login):
            return AuthResult(success=login.password == password.encode())

        return ask
