"""What the clock is asked to send, each kind of channel by itself."""

from __future__ import annotations

import datetime

from heartleaf.care.channels import Kind
from heartleaf.care.mailing import Post, mail_is_set_up
from heartleaf.care.pushing import Push, push_is_set_up
from heartleaf.care.reminding import send_due


def send_mail(now: datetime.datetime) -> None:
    if mail_is_set_up():
        send_due(Kind.MAIL, Post(), now)


def send_push(now: datetime.datetime) -> None:
    if push_is_set_up():
        send_due(Kind.PUSH, Push(), now)
