"""A family with something of everything, and what becomes of it in a bag and home again."""

from __future__ import annotations

import io
import zipfile

from heartleaf.archive import exporting
from heartleaf.archive.coming_home.arriving import Home, come_home
from heartleaf.archive.importers.source import Given, Source
from heartleaf.care.channels import Address, new_channel
from heartleaf.care.paths.paths import Paths
from heartleaf.care.wishes import Coming, change_wishes
from heartleaf.circle import letterbox, making, sharing
from heartleaf.circle.models import Note
from heartleaf.circle.page_content import PageContent
from heartleaf.days.calendars import Day, Line, change_calendar
from heartleaf.family.models import Family
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.drafting import DraftWords, save_draft
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.notebook import change_section
from heartleaf.keepsakes.showing import Shelf
from tests.cast import PASSPHRASE, a_picture

ADA = ("ada@example.org", PASSPHRASE)
ROOT = "heartleaf-export/"  # as in the sample; a bag's folder may have any name


def fill(ada: OpenPerson, jonas: OpenPerson, inge: OpenPerson, letter, picture, files) -> None:
    """Letters, pictures, two files of one name, the bin, an earlier version, *not yet*, days, a
    path, wishes, a draft, a circle of their own, a page by link and what came back."""
    letter(ada, title="For Rowan", words="We miss you.", date="12 May 2025")
    letter(ada, title="Some day", circle="us", date="about spring 2025", until_asked=True)
    later = letter(jonas, title="For later", circle="us", until="2043-05-12")
    us, rowan = ada.circle("us"), ada.facts.children[0].id
    card = open_card(later, us)
    card.words, card.unknown = "Another word.", {"of_a_later_version": [1, {"and": None}]}
    keeping.change(later, us, card)
    held = picture(ada, circle="us", covered=True, date="May 2025", children=[rowan])
    files(inge, {"CON.jpg": a_picture("a"), "con.JPG": a_picture("b")}, circle="friends")
    keeping.put_in_bin(picture(ada, data=a_picture("in the bin")))
    _say(ada, jonas, rowan)
    keep = making.make(ada, "The choir: Tuesdays")
    ada.__dict__.pop("circles", None)
    letter(ada, title="*Sung* <for> you", circle=keep)
    _share(ada, held)


def _say(ada: OpenPerson, jonas: OpenPerson, rowan: str) -> None:
    day = Day(title="The day we knew", date="2025-01-03", children=[rowan], by=str(jonas.id))

    def days(calendar):
        calendar.days.append(day)
        calendar.plans[f"{day.id} 2026-01-03"] = [Line("10:00", "The sea", str(ada.id))]

    change_calendar(ada.circle("us"), days)
    paths = {"paths": [{"id": "a", "title": "Without alcohol", "notes": []}]}
    change_section(
        ada.circle("only-me"), Paths, lambda p: vars(p).update(vars(Paths.from_json(paths)))
    )
    change_wishes(ada, lambda wishes: wishes.days.update({day.id: Coming(page=True, ahead=1)}))
    change_wishes(ada, lambda wishes: setattr(wishes, "mail", ADA[0]))
    new_channel(ada.person, Address(ADA[0])).save()
    ada.change_own(lambda own: own.asked.append(str(Keepsake().id)))
    save_draft(ada, Keepsake().id, DraftWords({"words": "Dear", "children": [rowan]}), 0)


def _share(ada: OpenPerson, held: Keepsake) -> None:
    shown = Shelf(ada).get(held.id)
    assert shown
    content = PageContent(title="For Rowan", words="Come in.", allows=["words", "picture"])
    content.pieces = [sharing.piece_of(shown, ada)]
    page = sharing.begin_page(ada, content)
    sharing.open_to_guests(page)
    note = letterbox.leave(
        ada.person.family,
        words={"kind": "picture", "name": "Vera", "words": "The sea was still."},
        files=[("sea.jpg", [a_picture("sea")])],
        recipients=[letterbox.to_parents(ada.person.family)],
        page=page.page,
    )
    assert Note.objects.filter(pk=note.pk, files=1).exists()


def exported(person: OpenPerson) -> bytes:
    held = io.BytesIO()
    exporting.write(person, held)
    return held.getvalue()


def home(bag: bytes, way_in: tuple[str, str] = ADA) -> Home:
    with Source(Given("export.zip", io.BytesIO(bag))) as source:
        return come_home(source, *way_in)


def empty() -> None:
    """Nothing is here any more, as on the first day."""
    Family.objects.all().delete()
    Media.objects.all().delete()


def files_of(bag: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def facts_of(bag: bytes) -> dict[str, bytes]:
    """What cannot be made again: all JSON but the schemas, and the files as they came."""
    files = files_of(bag)
    folders = tuple(
        name.rpartition("/")[0] + "/" for name in files if name.endswith("keepsake.json")
    )
    kept = {name for name in files if name.endswith(".json") and "/schema/" not in name}
    kept |= {name for name in files if name.startswith(folders) and not name.endswith(".md")}
    kept |= {name for name in files if name.startswith("data/letterbox/")}
    return {name: files[name] for name in sorted(kept)}


def rewritten(bag: bytes, change) -> bytes:
    """The same zip with its files changed: `change` gets them by their paths in the bag."""
    files = files_of(bag)
    change(files)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(ROOT + name, data)
    return held.getvalue()
