"""Three pictures that Ada and Jonas keep, and the pages on which they are tended."""

import re
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile

from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture

SOFT_ONLY = "only soft pictures stand here"
MEANWHILE = "Someone changed this meanwhile"


def kept(by, **says):
    us, card = by.circle("us"), Card(kind="picture", **says)
    words = ("one", "two", "three")
    card.attachments = [receive([a_picture(w)], us, f"{w}.jpg").attachment for w in words]
    say(card, "his hat")
    return keeping.keep(by, us, card)


def say(card, alt):
    card.attachments[0] = replace(card.attachments[0], alt=alt)


def card_of(person, keepsake):
    return Shelf(person).get(keepsake.id).card


def ids(keepsake, person):
    return [one.media for one in card_of(person, keepsake).attachments]


def names(person, keepsake):
    return [one.name for one in card_of(person, keepsake).attachments]


def arrange_page(keepsake):
    return f"/keepsakes/{keepsake.id}/arrange/"


def frame_page(keepsake, person, number=0):
    return f"/keepsakes/{keepsake.id}/{ids(keepsake, person)[number]}/frame/"


def as_shown(person, keepsake, **says):
    """The form as its page has it."""
    card = card_of(person, keepsake)
    alts = {f"{one.media}-alt": one.alt for one in card.attachments}
    order = [one.media for one in card.attachments]
    return {"who": str(person.id), "based_on": card.said, "order": order, **alts, **says}


def a_file(word, name="", data=b""):
    return SimpleUploadedFile(name or f"{word}.jpg", data or a_picture(word))


def listed_in(page):
    return re.findall(r'name="uploads" value="([^"]+)"', page)


def uncovered(browser, keepsake):
    return browser.post(f"/keepsakes/{keepsake.id}/uncovering/").headers["Location"].split("?")[1]


def a_frame(person, **says):
    sides = dict.fromkeys(("turn", "top", "right", "bottom", "left"), 0)
    return {"who": str(person.id), **sides, "way": "cut", **says}
