"""Fills a house that is not open yet, and says on one line of JSON what is where.

Ada's and Jonas's family has something of everything, so that every page has something to show;
Inge, the grandmother, is in *family and friends* alone; Mila is a child and sees what was chosen
for her; Vera's family has nothing yet. Run as `python -m tests.walks.filling`.
"""

from __future__ import annotations

import datetime
import io
import itertools
import json
from dataclasses import asdict
from uuid import UUID

from heartleaf.command.speaking import ready

ready()

from django.utils import timezone  # noqa: E402  # it has to be ready

from heartleaf.archive.importers.source import Given, Source  # noqa: E402
from heartleaf.archive.importing import Landing, bring_in  # noqa: E402
from heartleaf.archive.marker import remember  # noqa: E402
from heartleaf.archive.models import Import  # noqa: E402
from heartleaf.archive.uploads import Arriving  # noqa: E402
from heartleaf.book.plans import Plan  # noqa: E402
from heartleaf.book.plans import begin as begin_book  # noqa: E402
from heartleaf.care.body.notes import BodyNote, change_body_notes  # noqa: E402
from heartleaf.care.feeding import begin_feed  # noqa: E402
from heartleaf.care.for_others.sheet import change_for_others  # noqa: E402
from heartleaf.care.paths.paths import MARKED, Beginning, Path, PathNote, add_path  # noqa: E402
from heartleaf.care.plants.keeping import add_plant  # noqa: E402
from heartleaf.care.plants.plants import Happening, Plant  # noqa: E402
from heartleaf.care.wishes import Coming, WishesFacts, change_wishes  # noqa: E402
from heartleaf.circle import gathering, letting_in, making, page_work, sharing, steward  # noqa: E402
from heartleaf.circle.inviting import invite  # noqa: E402
from heartleaf.circle.opening_pages import OpenPage  # noqa: E402
from heartleaf.circle.page_content import LEAVINGS, PageContent  # noqa: E402
from heartleaf.circle.people import people_of  # noqa: E402
from heartleaf.days.calendars import (  # noqa: E402
    CalendarFacts,
    Chosen,
    Day,
    Line,
    change_calendar,
    plan_name,
)
from heartleaf.days.gathering import KnownDays  # noqa: E402
from heartleaf.family.beginning import Beginner, begin_family  # noqa: E402
from heartleaf.family.dates import VagueDate  # noqa: E402
from heartleaf.family.facts import Child, FamilyFacts  # noqa: E402
from heartleaf.family.joining import join  # noqa: E402
from heartleaf.family.models import Installation, Person  # noqa: E402
from heartleaf.family.opening import OpenPerson  # noqa: E402
from heartleaf.keepsakes import keeping, preparing  # noqa: E402
from heartleaf.keepsakes.cards import Card, kind_for  # noqa: E402
from heartleaf.keepsakes.drafting import DraftWords, save_draft  # noqa: E402
from heartleaf.keepsakes.models import Keepsake  # noqa: E402
from heartleaf.keepsakes.receiving import receive  # noqa: E402
from heartleaf.keepsakes.showing import Shelf  # noqa: E402
from heartleaf.sample.check_ins import HEAVY, keep_check_ins  # noqa: E402
from heartleaf.sample.questionnaires import (  # noqa: E402
    before_your_appointment,
    bring_questionnaire,
)
from heartleaf.sealing import seal  # noqa: E402
from heartleaf.web.day_words import next_of  # noqa: E402
from tests.circle.leaving import a_note, opened  # noqa: E402
from tests.vectors import dicom, films, papers  # noqa: E402
from tests.vectors.folders import as_zip  # noqa: E402
from tests.walks import drawn  # noqa: E402

PASSPHRASE = "seven small boats upon the river"
LONG = "\n\n".join(["We walked to the harbour, and the linden was in flower."] * 6)
NUMBERS = itertools.count(100)
UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"


def main() -> None:
    cheap_passphrases()
    ada = ada_and_jonas()
    vera = begin_family(FamilyFacts(name="Another place"), Beginner("vera@example.org", PASSPHRASE))
    long_ago = timezone.now() - datetime.timedelta(days=30)
    Person.objects.filter(pk=vera.id).update(joined_at=long_ago)
    remember()
    print(json.dumps(ada))


def cheap_passphrases() -> None:
    """What is tried here is not how long a guess takes."""
    Installation.objects.update(passes=1, memory_kib=1024)


def ada_and_jonas() -> dict[str, str]:
    rowan = Child(name="Rowan", called="our son", born="2025-05-12", died="2025-05-12", weeks="20")
    mila = Child(name="Mila", living=True, born="2020-03-04")
    facts = FamilyFacts(name="Rowan's place", children=[rowan, mila])
    ada = begin_family(facts, Beginner("ada@example.org", PASSPHRASE, "Ada"))
    jonas = join(ada, Beginner("jonas@example.org", PASSPHRASE, "Jonas"), ["us", "friends"])
    inge = join(ada, Beginner("inge@example.org", PASSPHRASE, "Inge"), ["friends"])
    what = {"jonas": str(jonas.id), "inge": str(inge.id), "own-circle": circles(ada)}
    what["gone"] = str(next(one.id for one in people_of(ada) if not one.roles))
    what |= {"child": rowan.id, **letters(ada, rowan), **pictures(ada), **others(ada)}
    what |= the_siblings(ada)
    steward.name_steward(ada, "Inge", steward=inge.person, days=30)
    what |= days(ada, rowan)
    what |= on_paths(ada)
    what |= a_questionnaire(ada)
    keep_check_ins(ada)
    what["question"] = HEAVY
    what |= of_the_body(ada)
    soon = timezone.now() + datetime.timedelta(days=14)
    asked = invite(ada, [], "parent", name=UNBROKEN, words=LONG[:600], ends=soon)
    what["invitation"] = str(asked.id)
    what |= a_page_by_link(ada, what)
    what |= plants_at_home(ada)
    what |= a_book(ada, what)
    for person in (ada, jonas):
        what[f"import-{person.own.name.lower()}"] = brought_in(person)
    return what


def a_questionnaire(ada: OpenPerson) -> dict[str, str]:
    """One of a clinic with answers, and another file that waits to be looked over."""
    questionnaire, answers = bring_questionnaire(ada)
    arriving = Arriving(ada.person, "clinic.json")
    arriving.write(before_your_appointment().replace(b'"group"', b'"group", "repeats": true'))
    upload = arriving.finish()
    ids = {"questionnaire": questionnaire, "answers": answers}
    return ids | {"questionnaire-to-look-over": str(upload.id)}


def of_the_body(ada: OpenPerson) -> dict[str, str]:
    """A note to be asked, and words for others that are long."""
    note = BodyNote(date="2025-06-03", words=f"{LONG}\n{UNBROKEN}", about="milk", ask=True)
    change_body_notes(ada, lambda section: section.notes.append(note))
    change_for_others(ada, lambda section: section.own.append(UNBROKEN))
    return {"body-note": note.id}


def plants_at_home(ada: OpenPerson) -> dict[str, str]:
    """One with pictures through two years, and a cutting of it with nothing but that."""
    told = Happening(sort="repotted", date="2026-03", words=LONG)
    linden = Plant(name=UNBROKEN, kind="A linden", soil=LONG[:300], where=LONG[:150])
    cutting = Plant(name="At the window")
    linden.happenings = [told, Happening(sort="cutting", plant=cutting.id), Happening(words="So.")]
    mine = ada.circle("only-me")
    add_plant(mine, linden)
    add_plant(mine, cutting)
    with_it = {"place": "plant", "plant": linden.id}
    shown = kept(ada, "only-me", "2025-06-12", 1, words=LONG, **with_it)
    kept(ada, "only-me", "2026-06-12", 1, **with_it)
    kept(ada, "only-me", "2025-10-12", 1, covered=True, **with_it)
    told_of = {"plant": linden.id, "plant-alone": cutting.id, "happening": told.id}
    return {**told_of, "plant-picture": str(shown.id)}


def a_book(ada: OpenPerson, what: dict[str, str]) -> dict[str, str]:
    """One with long words, and with something covered that was chosen."""
    chosen = [what[name] for name in ("letter", "picture", "covered", "thing")]
    plan = Plan(title=LONG[:120], dedication=f"{LONG[:200]}\n{UNBROKEN}", chosen=chosen)
    plan.circles = ["us", "friends", "only-me"]
    # Said once, when it was kept.
    plan.covered, plan.captions = {what["covered"]: 1}, {what["picture"]: LONG[:300]}
    begin_book(ada, plan)
    return {"book": plan.id}


def circles(ada: OpenPerson) -> str:
    """One of their own with a long name, from which someone was taken out again."""
    otto = join(ada, Beginner("otto@example.org", PASSPHRASE, UNBROKEN), [])
    handle = making.make(ada, UNBROKEN[:60])
    gathering.let_in(ada, otto.id, handle, "looks")
    gathering.let_out(ada, otto.id, [handle])
    return handle


def the_siblings(ada: OpenPerson) -> dict[str, str]:
    """A circle for Mila, with a picture and a letter in it, and her own way in."""
    handle = making.make(ada, "For Mila")
    ada = OpenPerson(Person.objects.get(pk=ada.id), ada.identity)
    for_her = kept(ada, handle, "2025-05-16", 1, title="Your drawing", words="It lay beside him.")
    kept(ada, handle, "2025-05-17", title=UNBROKEN, words=LONG)
    join(ada, Beginner("mila@example.org", PASSPHRASE, "Mila"), [handle], "child")
    return {"for-mila": str(for_her.id)}


def a_page_by_link(ada: OpenPerson, what: dict[str, str]) -> dict[str, str]:
    """With a picture, words, and what guests may do."""
    shown = Shelf(ada).several([UUID(what["picture"]), UUID(what["letter"]), UUID(what["sound"])])
    pieces = [sharing.piece_of(one, ada) for one in shown]
    content = PageContent(title="For you", words=LONG, pieces=pieces, allows=list(LEAVINGS))
    page = sharing.begin_page(ada, content)
    page_work.make(page, ada)
    sharing.open_to_guests(page)
    copy = next(copy.large for copy in page.content.copies if copy.large)
    told = {"page": str(page.id), "page-copy": copy.id, "page-link": page.content.secret}
    return told | notes_on(page, ada)


def notes_on(page: OpenPage, ada: OpenPerson) -> dict[str, str]:
    """Something was let in, and something waits: words, and a picture."""
    picture = [("IMG_7.jpg", [drawn.photograph(900)])]
    letting_in.let_in(ada, opened(ada, a_note(page, kind="candle", words="", name="Inge")), page)
    letting_in.let_in(ada, opened(ada, a_note(page, picture, kind="picture", name="Tomas")), page)
    words, seen = a_note(page, name="Vera", words=LONG), a_note(page, picture, kind="picture")
    return {"note": str(words.pk), "note-picture": str(seen.pk)}


def days(ada: OpenPerson, rowan: Child) -> dict[str, str]:
    """Days of every kind, a plan for the next one, and what comes of them."""
    ours = Day(title="The funeral", date="2025-05-20", comes=["days 7 40"], children=[rowan.id])
    vague = Day(title=UNBROKEN, date="2025-21")
    born = f"{rowan.id}.born"
    begin_feed(ada)
    his = KnownDays(ada).get(born)
    on = next_of(his, ada.today()) if his else None
    assert on is not None

    def fill(calendar: CalendarFacts) -> None:
        calendar.days += [ours, vague]
        calendar.chosen.append(Chosen(observance="wave-of-light"))
        calendar.plans[plan_name(born, on)] = [Line("Until noon", LONG), Line("", UNBROKEN)]

    def wish(wishes: WishesFacts) -> None:
        wishes.days[born] = Coming(page=True, feed=True, ahead=3, hour="19:00")
        wishes.days["observance.wave-of-light.world"] = Coming(page=True)

    change_calendar(ada.circle("us"), fill)
    change_wishes(ada, wish)
    return {"own-day": ours.id, "vague-day": vague.id}


def on_paths(ada: OpenPerson) -> dict[str, str]:
    """One long under way, with everything; one whose days are marked; one put aside."""
    again = Beginning(on="2025-09-09", word=UNBROKEN, away="2025-09-05")
    note = PathNote(on="2025-10-01", words=LONG)
    everything = Path(
        title="Without alcohol",
        words=LONG[:300],
        words_on="2025-06-02",
        reasons=["To be awake", UNBROKEN],
        call_name=UNBROKEN,
        call_number="+353 20 910 0000",
        alcohol=True,
        shown=["total", "again", "moons", "leaves"],
        beginnings=[Beginning(on="2025-06-02"), again, Beginning(on="2025-09-20")],
        notes=[note, PathNote(on="2025-11-02", words=UNBROKEN)],
    )
    marked = Path(days=MARKED, beginnings=[Beginning(on="2025-06-02")], marked=["2025-06-03"])
    aside = Path(title=UNBROKEN, beginnings=[Beginning(on="2020-02-29")], aside="2025-07-01")
    for path in (everything, marked, aside):
        add_path(ada, path)
    told = {"path": everything.id, "path-marked": marked.id, "path-aside": aside.id}
    return told | {"path-beginning": again.id, "path-note": note.id}


def letters(ada: OpenPerson, rowan: Child) -> dict[str, str]:
    about = [rowan.id]
    letter = kept(ada, "us", "2025-06-01", title="The first month", words=LONG, children=about)
    keeping.change(letter, ada.circle("us"), card("2025-06-01", title="June", words="Shorter."))
    kept(ada, "only-me", "2025-08", words=f"{UNBROKEN} and a **strong** word")
    kept(ada, "friends", "2025-06-20", title="For everybody", words=LONG, children=about)
    kept(ada, "us", "", words="Without a day, and without a title.")
    shut = kept(ada, "us", "2025-07-02", title="Shut", words="Nobody sees this.", covered=True)
    kept(ada, "only-me", "2025-09-01", title="Not before", words="Later.", until="2099-05-12")
    binned = kept(ada, "only-me", "2025-05-20", title="Thrown away", words="For now.")
    keeping.put_in_bin(binned)
    draft = "0f5a3c1e-8a34-4c7e-9a39-5b1f0c2d7e11"
    save_draft(ada, UUID(draft), DraftWords(fields={"words": "Half a letter"}), 0)
    return {
        "letter": str(letter.id),
        "shut-letter": str(shut.id),
        "binned": str(binned.id),
        "draft": draft,
    }


def pictures(ada: OpenPerson) -> dict[str, str]:
    """Two covered ones of one day, one clear, and several that belong together."""
    neutral = "Photograph, hospital"
    covered = kept(ada, "us", "2025-05-12", 2, covered=True, neutral=neutral, title="Your hand")
    clear = kept(ada, "us", "2025-05-13", 1, title="The linden", words="In flower.")
    kept(ada, "us", "2025-05", 2, words="Two of that month.")
    spare = kept(ada, "us", "2025-05-14", 1, covered=True, neutral="Photograph, window")
    return {
        "covered": str(covered.id),
        "picture": str(clear.id),
        "picture-media": str(clear.media.get().id),
        "spare": str(spare.id),
    }


def others(ada: OpenPerson) -> dict[str, str]:
    """One of every other kind, made ready; what cannot be shown; a thing."""
    files = {
        "film": ("film.webm", films.film("webm")),
        "sound": ("heart.wav", films.sound("wav")),
        "paper": ("footprints.pdf", papers.coloured(["red", "blue"])),
        "ultrasound": ("IM000001", dicom.plain(dicom.screen())),
        "unseen": ("letter.txt", b"He was born on a Tuesday."),
    }
    what = dict[str, str]()
    for kind, (name, data) in files.items():
        only = ada.circle("only-me")
        one = card("2025-04-20", title=f"A {kind}", words="Kept as it came.")
        one.attachments = [receive([data], only, name).attachment]
        one.kind = kind_for(one.attachments)
        keepsake = keeping.keep(ada, only, one)
        for work in preparing.prepare(ada, keepsake, one):
            work.result()
        what |= {kind: str(keepsake.id), f"{kind}-media": one.attachments[0].media}
    hat = {"kind": "thing", "title": "The hat", "whereabouts": "On the shelf"}
    thing = kept(ada, "us", "2025-05-15", 2, **hat)
    return {**what, "thing": str(thing.id)}


def brought_in(person: OpenPerson) -> str:
    """A tray of two months and of no day, and beside it the import that filled it."""
    files = {**drawn.as_files("2025-04", "2025-05"), "scan.jpg": drawn.photograph(77)}
    files["broken.zip"], files["notes.txt"] = b"PK\3\4 cut off", b"words"
    files = {f"{person.own.name}-{name}": data for name, data in files.items()}
    with Source(Given("summer.zip", io.BytesIO(as_zip(files).getvalue()))) as source:
        report = bring_in(source, Landing(person, person.circle("only-me"), "tray"))
    said = json.dumps({"report": asdict(report), "problem": ""}).encode()
    row = Import.objects.create(
        person=person.person,
        state=Import.State.DONE,
        done=report.found,
        report=seal(said, person.identity.recipient),
    )
    return str(row.id)


def kept(
    by: OpenPerson, circle: str, date: str, count: int = 0, **says: str | bool | list[str]
) -> Keepsake:
    """A letter, or with a count that many drawn pictures."""
    one = card(date, **says)
    if count:
        one.kind = "picture" if one.kind == "letter" else one.kind
        one.attachments = [
            receive([drawn.photograph(next(NUMBERS))], by.circle(circle), "IMG.jpg").attachment
            for _ in range(count)
        ]
    return keeping.keep(by, by.circle(circle), one)


def card(date: str, **says: str | bool | list[str]) -> Card:
    when = VagueDate.parse(date)
    placed = when.placed()
    return Card(date=when.to_edtf(), placed=placed.isoformat() if placed else "", **says)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
