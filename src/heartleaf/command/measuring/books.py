"""A book of a hundred pages with a hundred photographs, and the same by WeasyPrint.

Run as `python -m heartleaf.command.measuring.books {heartleaf,weasyprint} FOLDER`, a program of its
own whose memory can be told. It says the seconds, the bytes, the pages and the most memory. Where
WeasyPrint or its libraries are not there it says nothing.
"""

from __future__ import annotations

import html
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from heartleaf.book.volume import Chapter, Piece, Plate, Volume
from heartleaf.command.measuring import drawn
from heartleaf.command.measuring.house import step
from heartleaf.sample.letters import letters

SIZE = (1600, 1200)
"""Of a view, as keepsakes keep it."""
PAINTED = 8


def measured(house: Path, photographs: int) -> dict[str, float]:
    """Both, one after the other, from the same files."""
    folder = house / "book"
    folder.mkdir()
    for number in range(photographs):
        picture = drawn.photograph(number % PAINTED, SIZE)
        picture.putpixel((0, 0), (number, number, number))  # each is a file of its own
        picture.save(folder / f"{number:04}.jpg", quality=80)
    ours = _told("heartleaf", folder)
    found = {f"book_{name}": number for name, number in ours.items()}
    if theirs := _told("weasyprint", folder):
        found |= {f"weasyprint_{name}": number for name, number in theirs.items()}
        found["book_ratio"] = ours["s"] / theirs["s"]
        found["book_memory_ratio"] = ours["memory_mb"] / theirs["memory_mb"]
    return found


def _told(which: str, folder: Path) -> dict[str, float]:
    told: dict[str, float] = json.loads(step("books", which, str(folder)).communicate()[0])
    return told


def _main(which: str, folder: Path) -> None:
    files = sorted(folder.iterdir())
    made = _heartleaf(files) if which == "heartleaf" else _weasyprint(files)
    sys.stdout.write(json.dumps(made))


def _heartleaf(files: list[Path]) -> dict[str, float]:
    from heartleaf.book.setting import set_book

    volume, began, size, pages = _volume(files), time.perf_counter(), 0, 0
    for part in set_book(volume, lambda key: Path(key).read_bytes()):
        size += len(part)
        pages += part.count(b"/Type/Page/")
    return {"pages": pages, **_made(began, size, resource.RUSAGE_CHILDREN)}


def _weasyprint(files: list[Path]) -> dict[str, float]:
    try:
        import weasyprint
    except (ImportError, OSError):  # without Pango it cannot be loaded
        return {}
    volume, began = _volume(files), time.perf_counter()
    page: Any = weasyprint.HTML(string=_as_html(volume))
    pdf = page.write_pdf(pdf_variant="pdf/ua-1")
    return _made(began, len(pdf), resource.RUSAGE_SELF)


def _made(began: float, size: int, who: int) -> dict[str, float]:
    seconds = time.perf_counter() - began
    # In bytes on macOS, in KB elsewhere.
    most = resource.getrusage(who).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    return {"s": seconds, "mb": size / 2**20, "memory_mb": most}


def _volume(files: list[Path]) -> Volume:
    """As many pages as pictures: a letter, and the picture that faces it."""
    written = [letter for letter in letters() if len(letter.words) < 900]
    pieces = []
    for number in range(0, len(files), 2):
        letter = written[number // 2 % len(written)]
        first, second = (
            Plate(str(file), *SIZE, "His hat.", "A hat") for file in files[number:][:2]
        )
        pieces.append(Piece("letter", letter.title, letter.date, "", letter.words, letter.by))
        pieces.append(Piece("picture", plates=(first,)))
        pieces.append(Piece("picture", plates=(second,)))
    return Volume("For Rowan", chapters=(Chapter("Rowan", tuple(pieces)),))


def _as_html(volume: Volume) -> str:
    parts = [
        f"<h1>{html.escape(volume.title)}</h1>",
        *(_piece(piece) for chapter in volume.chapters for piece in chapter.pieces),
    ]
    return f"<html lang=en><title>For Rowan</title><style>{_STYLE}</style>{''.join(parts)}"


def _piece(piece: Piece) -> str:
    figures = (
        f"<figure><img src='{Path(plate.key).as_uri()}' alt='{html.escape(plate.alt)}'>"
        f"<figcaption>{html.escape(plate.caption)}</figcaption></figure>"
        for plate in piece.plates
    )
    words = "".join(f"<p>{html.escape(words)}</p>" for words in piece.words.split("\n\n"))
    title = f"<h2>{html.escape(piece.title)}</h2>" if piece.title else ""
    return f"<section>{title}{words}{''.join(figures)}</section>"


_STYLE = """
@page { size: 148mm 210mm; margin: 25mm 18mm 28mm 21mm;
        @bottom-center { content: counter(page) } }
section { break-before: page; font: 10.8pt/1.36 serif; text-align: justify; hyphens: auto }
p { margin: 0; text-indent: 1.2em } figure { margin: 0 } img { width: 100% }
"""

if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]))
