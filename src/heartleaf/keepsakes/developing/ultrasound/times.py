"""When an ultrasound was taken, and how fast its frames follow one another."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from fractions import Fraction

from heartleaf.keepsakes.developing import moments
from heartleaf.keepsakes.developing.looks import Taken
from heartleaf.keepsakes.developing.ultrasound.header import Header

SLOWEST, FASTEST, USUAL = 1, 60, 25
FEWEST = 8
"""Frames without a rate are a film from so many on; fewer are pictures to look at one by one."""

YEARS = range(1970, 2101)
"""Before, no machine wrote such files; zeros and 1900 stand for a date that was taken out."""


def rate(header: Header, count: int) -> Fraction | None:
    """Frames a second of a film, None if it is none (PS3.3, C.7.6.5)."""
    said = _said(header)
    if count < 2 or (said is None and count < FEWEST):
        return None
    return Fraction(min(FASTEST, max(SLOWEST, said or USUAL))).limit_denominator(1001)


def _said(header: Header) -> float | None:
    """Milliseconds a frame, each frame's own, or frames a second: the first that is there."""
    vector = [step for step in header.numbers("FrameTimeVector")[1:] if step > 0]
    for step in (header.number("FrameTime", 0), sum(vector) / max(1, len(vector))):
        if step > 0:
            return 1000 / step
    for keyword in ("CineRate", "RecommendedDisplayFrameRate"):
        if (frames := header.number(keyword, 0)) > 0:
            return frames
    return None


def taken(header: Header) -> Taken | None:
    """The first date and time of the picture, else of the examination, that can be one."""
    zone = moments.offset(header.text("TimezoneOffsetFromUTC"))
    at_once = header.text("AcquisitionDateTime")
    if when := _local(at_once[:8], at_once[8:]):
        own = re.search(r"[+-]\d{4}$", at_once)
        return Taken(when, moments.offset(own[0]) if own else zone)
    for what in ("Acquisition", "Content", "Study"):
        if when := _local(header.text(f"{what}Date"), header.text(f"{what}Time")):
            return Taken(when, zone)
    return None


def _local(day: str, time: str) -> datetime | None:
    """A day with or without a time: 20240229, 2024.02.29; 1405, 140509.25, 14:05:09."""
    digits = re.sub(r"[.\-]", "", day[:10])
    clock = (re.sub(r"\D.*", "", time.replace(":", ""))[:6]).ljust(6, "0")
    if not re.fullmatch(r"\d{8}", digits, re.ASCII) or int(digits[:4]) not in YEARS:
        return None
    for moment in (clock, "000000"):
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(f"{digits}T{moment}")
    return None
