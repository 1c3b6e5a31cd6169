"""A life through the doors: what Ada writes, keeps and brings in, all of it in marked words.

Real processes, pages and commands; nothing is put anywhere by the test itself.
"""

from __future__ import annotations

import functools
import io
import json
import random
import re
import shutil
import time
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from tests.secrecy.house import Browser, House, Server
from tests.vectors import films

# Every word that anyone writes has this in it; no file of the program does.
STEM = "quillwort"
EMAIL = "ada.wintergreen@example.org"
PASSPHRASE = "marmalade oboe under seven gables"
WRONG = "periwinkle trombone is not the one"
MANY = 66  # letters: after so many changes the index is written to the vault


@dataclass
class Lived:
    """What is in the house, as its people know it, and copies of the house from two moments."""

    house: House
    key: str = ""
    veras_key: str = ""
    letters: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)
    film: bytes = b""
    draft: str = ""
    pages: list[bytes] = field(default_factory=list)
    half_sent: list[bytes] = field(default_factory=list)

    @property
    def markers(self) -> list[str]:
        key = self.key.removeprefix("AGE-SECRET-KEY-")
        return [STEM, EMAIL.partition("@")[0], PASSPHRASE, WRONG, key, key[-30:]]

    @property
    def while_running(self) -> Path:
        return self.house.root / "while-running"


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return _live(tmp_path_factory.getbasetemp())


@functools.cache
def _live(root: Path) -> Lived:
    lived = Lived(House(root / "lived"))
    begin_families(lived)
    with lived.house.serving() as server:
        ada = Browser(server.port)
        come_in(ada)
        speak_of_children(ada, lived)
        write_letters(ada, lived)
        make_a_circle(ada, lived)
        keep_pictures(ada, lived)
        keep_a_film_and_a_thing(ada, lived)
        speak_of_days(ada, lived)
        bring_in_by_parts(ada, lived)
        bring_in_by_command(lived)
        look_around(ada, lived)
        leave_something_on_its_way(ada, server, lived)
        copy_the_house(lived)
    return lived


def begin_families(lived: Lived) -> None:
    lived.key = new_family(lived.house, f"{STEM} place", EMAIL, PASSPHRASE)
    lived.veras_key = new_family(lived.house, "Elsewhere", "vera@example.org", WRONG)


def new_family(house: House, name: str, email: str, passphrase: str) -> str:
    secret, sheet = house.outside / f"{name}.txt", house.outside / f"{name}.pdf"
    secret.write_text(f"{passphrase}\n")
    way_in = ["--email", email, "--passphrase-file", str(secret)]
    words = ["--name", name, *way_in, "--sheet", str(sheet)]
    said = house.run("family", "new", *words, "--person", f"{STEM}-ada", "--json")
    return str(json.loads(said)["key"])


def come_in(ada: Browser) -> None:
    ada.get("/sign-in/")
    assert ada.post("/sign-in/", {"email": EMAIL, "passphrase": WRONG}).status == 422
    assert ada.post("/sign-in/", {"email": EMAIL, "passphrase": PASSPHRASE}).status == 200


def speak_of_children(ada: Browser, lived: Lived) -> None:
    child = {"name": f"{STEM}-rowan", "called": f"our {STEM}-son", "about": f"{STEM} about"}
    ada.get("/children/new/")
    lived.pages.append(ada.post("/children/new/", {**child, "died": "2025-05-12"}).body)
    ada.post("/settings/words/", {"child": f"{STEM}-little-one", "tree": f"the {STEM}-linden"})
    me = {"name": f"{STEM}-ada", "zone": "UTC", "theme": "device", "letters": "1"}
    lived.pages.append(ada.post("/settings/me/", me).body)
    shown = ada.post("/settings/sheet/", {"make": "yes", "passphrase": PASSPHRASE})
    [sheet] = re.findall(r'href="(/settings/sheet/sheet.pdf[^"]*)"', shown.text)
    assert ada.get(sheet).body.startswith(b"%PDF")


def speak_of_days(ada: Browser, lived: Lived) -> None:
    """A day of theirs, how it comes to her, and a plan for it, all in marked words."""
    day = {"title": f"{STEM}-ashes", "date": "3 June 2025", "circle": "us", "comes": "yearly"}
    ada.get("/days/new/")
    lived.pages.append(ada.post("/days/new/", day).body)
    [key] = re.findall(rf'href="/days/([^"/]+)/"[^>]*>{STEM}-ashes<', ada.get("/days/").text)
    wish = {"way": "page", "ahead": "3", "on": "on", "after": "on", "hour": ""}
    lived.pages.append(ada.post(f"/days/{key}/", wish).body)
    plan = {"when": f"{STEM}-dawn", "what": f"The {STEM} river.", "circle": "us", "of": "us"}
    lived.pages.append(ada.post(f"/days/{key}/plan/", plan).body)


def write_letters(ada: Browser, lived: Lived) -> None:
    for number in range(MANY):
        title, words = f"{STEM}-letter {number}", f"Dear {STEM}, this is {number}.\nاللوز 雨 é"
        lived.pages.append(write(ada, title, words).body)
        lived.letters[title] = words
    first = address_of(ada, f"{STEM}-letter 1")
    ada.get(f"{first}change/")
    changed = {"title": f"{STEM}-letter 1", "words": f"Changed, {STEM}.", "circle": "us"}
    ada.post(f"{first}change/", {**changed, "based_on": "1", "date": f"the {STEM} day"})
    lived.earlier[changed["title"]] = lived.letters[changed["title"]]
    lived.letters[changed["title"]] = changed["words"]
    ada.post(f"{address_of(ada, f'{STEM}-letter 2')}bin/", {})
    closed = {"closing": "until", "until": "2090-01-01", "neutral": f"{STEM} cover"}
    write(ada, f"{STEM}-closed", f"Not yet, {STEM}.", **closed, covered="on")
    lived.letters[f"{STEM}-closed"] = f"Not yet, {STEM}."
    lived.draft = f"Half a sentence for {STEM}"
    who = re.search(rb'data-person="([^"]+)"', ada.get("/more/").body)[1].decode()
    typed = {"title": f"{STEM}-draft", "words": lived.draft, "circle": "only-me", "who": who}
    assert b"revision" in ada.post(f"/drafts/{uuid.uuid4()}/", typed).body


def make_a_circle(ada: Browser, lived: Lived) -> None:
    """One of the family's own, with a marked name and a letter in it."""
    ada.get("/circles/new/")
    made = ada.post("/circles/new/", {"name": f"{STEM}-garden"})
    lived.pages.append(made.body)
    title, words = f"{STEM}-letter to the garden", f"Beans, {STEM}."
    write(ada, title, words, circle=made.address.split("/")[-2])
    lived.letters[title] = words


def write(ada: Browser, title: str, words: str, **more: str):
    fields = {"title": title, "words": words, "circle": "only-me", "date": "12 May 2025", **more}
    return ada.post("/keepsakes/new/", fields)


def address_of(ada: Browser, title: str) -> str:
    found = re.search(rf'href="(/keepsakes/[0-9a-f-]+/)">{title}<', search(ada, title))
    assert found, f"{title} was not found"
    return found[1]


def search(ada: Browser, words: str) -> str:
    return ada.post("/search/", {"words": words}).text


def keep_pictures(ada: Browser, lived: Lived) -> None:
    """Through the form without script, large enough that a server would spool it to a disk."""
    ada.get("/keepsakes/new/files/")
    files = [(f"{STEM} {n}.jpg", a_marked_picture(n, 1100)) for n in range(2)]
    assert min(len(data) for _, data in files) > 1_000_000
    fields = {"title": f"{STEM}-picture", "words": f"{STEM} in May", "circle": "us"}
    assert ada.post("/keepsakes/new/files/", fields, files).status == 200
    ada.get("/bring-in/")
    brought = (f"{STEM}-brought.jpg", a_marked_picture(7, 1000))
    wait_for_import(ada, ada.post("/bring-in/", {}, [brought]).address)
    lived.originals |= dict([*files, brought])


def keep_a_film_and_a_thing(ada: Browser, lived: Lived) -> None:
    """A film that says the word itself, and is made ready to be played; a thing with its place."""
    name, said = f"{STEM}-film.avi", {"title": STEM, "comment": STEM}
    lived.film = films.film("avi", metadata=said)
    assert STEM.encode() in lived.film
    fields = {"title": f"{STEM}-film", "words": f"{STEM} by the sea", "circle": "us"}
    page = ada.post("/keepsakes/new/files/", fields, [(name, lived.film)])
    until = time.monotonic() + 60
    while b"<video" not in page.body:
        assert time.monotonic() < until
        time.sleep(0.2)
        page = ada.get(address_of(ada, f"{STEM}-film"))
    thing = {"title": f"{STEM}-hat", "whereabouts": f"in the {STEM} drawer", "circle": "us"}
    assert ada.post("/keepsakes/new/thing/", thing).status == 200


def a_marked_picture(seed: int, size: int = 200) -> bytes:
    """A JPEG that hardly packs, with the word in its EXIF, in a comment and behind its end."""
    noise = random.Random(seed).randbytes(size * size * 3)
    exif = Image.Exif()
    exif[0x010E] = exif[0x9286] = f"{STEM} in the EXIF {seed}"
    exif[0x0132] = "2025:05:12 10:00:00"
    file = io.BytesIO()
    image = Image.frombytes("RGB", (size, size), noise)
    image.save(file, "JPEG", quality=90, exif=exif, comment=f"{STEM} comment".encode())
    return file.getvalue() + f"{STEM} behind the end {seed}".encode()


def bring_in_by_parts(ada: Browser, lived: Lived) -> None:
    """As the page's script does it; a second file stays on its way."""
    new = json.loads(ada.post("/imports/", {}).body)["id"]
    name, data = f"{STEM}-by-parts.jpg", a_marked_picture(3, 2300)
    assert len(data) > 4 * 1024 * 1024
    send_in_parts(ada, new, name, data, until=len(data))
    assert "address" in ada.post(f"/imports/{new}/start/", {}).text
    wait_for_import(ada, f"/imports/{new}/")
    lived.originals[name] = data
    unfinished = json.loads(ada.post("/imports/", {}).body)["id"]
    send_in_parts(ada, unfinished, f"{STEM}-unfinished.jpg", data, until=4 * 1024 * 1024)


def send_in_parts(ada: Browser, into: str, name: str, data: bytes, until: int) -> None:
    label = {"name": name, "number": "0", "size": str(len(data))}
    said = ada.post(f"/imports/{into}/uploads/", label)
    upload, at = json.loads(said.body), 0
    while at < until:
        part = data[at : at + upload["part"]]
        at = json.loads(ada.send(f"/uploads/{upload['id']}/?offset={at}", part).body)["received"]


def wait_for_import(ada: Browser, address: str) -> None:
    path = "/imports/" + address.partition("/imports/")[2]
    until = time.monotonic() + 60
    while "You may leave this page" in (page := ada.get(path).text):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "It is in the tray" in page


def bring_in_by_command(lived: Lived) -> None:
    files = {f"{STEM} zip {n}.jpg": a_marked_picture(20 + n) for n in range(3)}
    path = lived.house.outside / f"{STEM}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{STEM} folder/{name}", data)
    passphrase = lived.house.outside / f"{STEM} place.txt"
    way_in = ["--email", EMAIL, "--passphrase-file", str(passphrase)]
    told = json.loads(lived.house.run("import", path, *way_in, "--circle", "us", "--json"))
    assert told["kept"] == 3
    lived.originals |= {f"{STEM} folder-{name}": data for name, data in files.items()}
    assert json.loads(lived.house.run("check", *way_in, "--json"))["whole"]
    assert STEM in lived.house.run("search", f"{STEM}-letter", *way_in)


def look_around(ada: Browser, lived: Lived) -> None:
    """Every page, and some that are not there: what is asked for must be in no log either."""
    for path in ("/", "/timeline/", "/tree/", "/tree/list/", "/tray/", "/bin/", "/children/"):
        lived.pages.append(ada.get(path).body)
    assert ada.get(f"/keepsakes/{STEM}/").status == 404
    assert ada.get(f"/search/?words={STEM}").status == 200
    assert ada.get(f"/{STEM}/?after={STEM}&uncovered={STEM}").status == 404
    token, ada.token = ada.token, STEM
    assert ada.post("/search/", {"words": STEM}).status == 403
    ada.token = token


def leave_something_on_its_way(ada: Browser, server: Server, lived: Lived) -> None:
    """The server holds most of a file when it is looked at; the rest never comes."""
    if not Path("/proc/self/fd").exists():
        return
    data = (f"{STEM} " * 300_000).encode()
    with ada.half_sent("/keepsakes/new/files/", [(f"{STEM}-half.jpg", data)]):
        until = time.monotonic() + 10
        while sum(map(len, lived.half_sent)) < 1_000_000 and time.monotonic() < until:
            time.sleep(0.1)
            lived.half_sent = server.temporary_files()


def copy_the_house(lived: Lived) -> None:
    for folder in (lived.house.data, lived.house.config, lived.house.temporary, lived.house.logs):
        shutil.copytree(folder, lived.while_running / folder.name)
