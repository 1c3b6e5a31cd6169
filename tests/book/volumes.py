"""A small book, and pictures for it."""

import io
import re
import subprocess

from PIL import Image

from heartleaf.book.typesetting import lay_out
from heartleaf.book.volume import Chapter, Piece, Plate, Volume
from tests import needs

LETTER = (
    "Dear Rowan,\n\nIt has been raining since Sunday.\n\nI will write again when there is snow."
)


def jpeg(size=(400, 300), mode="RGB"):
    file = io.BytesIO()
    Image.new(mode, size, (120,) if mode == "L" else (120,) * len(mode)).save(file, "JPEG")
    return file.getvalue()


def plate(key="hat", size=(400, 300), caption="His hat."):
    return Plate(key, *size, caption, "A knitted hat")


def letter(title="Rain", words=LETTER, plates=(), day="2025-12-02"):
    return Piece("letter", title, "2 December 2025", day, words, "Your mother", tuple(plates))


def picture(plate, title=""):
    return Piece("picture", title, plates=(plate,))


def volume(*pieces, **more):
    given = {"title": "For Rowan", "place": "Rowan’s place", "chapters": chapters(*pieces)} | more
    return Volume(**given)


def chapters(*pieces):
    return (Chapter("Twelfth of May", pieces),) if pieces else ()


def set_in_pages(volume, pictures=None):
    """The PDF, made here and not in a process of its own."""
    given = {"hat": jpeg()} if pictures is None else pictures
    return b"".join(lay_out(volume, given.get).written())


def pages_of(pdf):
    """What is read on each page."""
    done = subprocess.run(
        [needs.command("pdftotext"), "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    texts = done.stdout.decode().split("\f")[:-1]
    return [re.sub(r"\s+", " ", text).strip() for text in texts]
