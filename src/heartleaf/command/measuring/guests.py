"""A page by link with fifty pictures: made, and asked for by guests who hold its link."""

from __future__ import annotations

import io
import re
import time

from heartleaf.circle import sharing
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.page_work import make
from heartleaf.command.measuring import drawn, pages
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Link

PICTURES = 50
VIEW = (1600, 1200)


def page_of_pictures(person: OpenPerson, number: int = PICTURES) -> tuple[Link, dict[str, float]]:
    """The link of a page with so many pictures, the name of the place in each; and how long the
    making took."""
    painted = drawn.photograph(0, VIEW)
    us = person.circle("us")
    kept = []
    for one in range(number):
        file = io.BytesIO()
        painted.save(file, "JPEG", quality=85, comment=str(one).encode())
        card = Card(kind="picture", title=f"Picture {one}")
        card.attachments = [receive([file.getvalue()], us, f"{one}.jpg").attachment]
        kept.append(keeping.keep(person, us, card).pk)
    pieces = [sharing.piece_of(one, person) for one in Shelf(person).several(kept)]
    content = PageContent(title="For you", pieces=pieces, name_in_pictures="A place")
    page = sharing.begin_page(person, content)
    began = time.perf_counter()
    make(page, person)
    took = time.perf_counter() - began
    sharing.open_to_guests(page)
    return Link.read(page.content.secret), {"copies_per_s": number / took}


def asked_by_guests(port: int, link: Link, times: int, requests: int) -> dict[str, float]:
    """The page alone, one of its pictures, and how many of each four guests get at once."""
    guest = pages.Browser(port)
    path, picture = _opened(guest, link)
    took = pages.in_turn(
        {
            "guest_page_ms": lambda: guest.get(path),
            "guest_picture_ms": lambda: guest.get(picture),
        },
        times,
    )
    took["guest_page_per_s"] = pages.a_second(guest, port, path, requests)
    took["guest_picture_per_s"] = pages.a_second(guest, port, picture, requests)
    return took


def _opened(guest: pages.Browser, link: Link) -> tuple[str, str]:
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)', guest.get("/page/"))
    fields = {"csrfmiddlewaretoken": token[1] if token else "", "secret": link.text}
    said = guest.post("/page/", fields)
    picture = re.search(r'<img src="((/page/[0-9a-f-]+/)[^"]+)"', said)
    if picture is None:
        raise RuntimeError("The page to be measured did not open.")
    return picture[2], picture[1]
