"""What the page of a day says of it, besides how it comes."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heartleaf.care.wishes import WishesFacts
from heartleaf.days.gathering import Falling, KnownDay, KnownDays
from heartleaf.days.saying import name_of_day, sentence, would_have_been
from heartleaf.web.agreeing import agreement_of
from heartleaf.web.custom_words import observed
from heartleaf.web.day_changes import own_day
from heartleaf.web.day_plans import other_plans, plans_of
from heartleaf.web.day_words import again, begun_in_words, date_in_words, next_of
from heartleaf.web.keeping_days import may_change

A_DAY = datetime.timedelta(days=1)


def said_of(day: KnownDay, known: KnownDays, wishes: WishesFacts) -> dict[str, Any]:
    person, today = known.person, known.person.today()
    on = next_of(day, today)
    circle, own = own_day(known, day.key) or ("", None)
    return {
        "name": name_of_day(day, person.facts),
        "sentence": sentence(Falling(day, on or today), person.facts),
        "when": begun_in_words(day),
        "own": own,
        "may_change": own is not None and may_change(person, circle, own),
        "again": again(day.comes),
        "observed": observed(known, day.key),
        "circle": person.circle_name(day.circle) if day.circle else "",
        "next": date_in_words(day, on) if on else "",
        "is_today": on == today,
        "plans": plans_of(known, day, on) if on else [],
        "other_plans": other_plans(known, day, on),
        "letter": _letter(day, today),
        "agreement": agreement_of(known, day),
        **(_told_of(Falling(day, on), known, wishes) if on else {}),
    }


def _told_of(falling: Falling, known: KnownDays, wishes: WishesFacts) -> dict[str, str]:
    """How old somebody would be, to who asked for that."""
    asked, facts = wishes.would_have_been, known.person.facts
    return {"would_have_been": would_have_been(falling, facts) if asked else ""}


def _letter(day: KnownDay, today: datetime.date) -> str:
    """Where a letter is written that opens when this day comes; for today it would be open."""
    on = next_of(day, today + A_DAY * day.lasts)
    if on is None:
        return ""
    about = [("about", child.id) for child in day.children]
    return f"{reverse('write')}?{urlencode([('until', on.isoformat()), *about])}"
