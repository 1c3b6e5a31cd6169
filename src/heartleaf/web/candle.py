"""The Wave of Light: one candle of one's own. Nothing is kept, so there is nothing to count."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render

from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn

# 15 October at seven in the evening, everywhere by its own clock, for one hour:
# https://en.wikipedia.org/wiki/Pregnancy_and_Infant_Loss_Remembrance_Day
MONTH, DAY = 10, 15
SEVEN = datetime.time(19)


@signed_in
def candle(request: SignedIn) -> HttpResponse:
    now = request.visitor.now()
    words = {
        "at_seven": (now.month, now.day) == (MONTH, DAY) and now.time() < SEVEN,
        "names": [child.name for child in request.visitor.facts.remembered if child.name],
    }
    return render(request, "care/candle.html", words)
