"""Putting an EPUB together, page by page and picture by picture, as it is handed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import batched

from heartleaf.book.epub import pages
from heartleaf.book.epub.package import CONTAINER, MIMETYPE, STYLE, Item, package
from heartleaf.book.epub.pages import Anchor
from heartleaf.book.epub.words import text
from heartleaf.book.epub.zipping import GrowingZip
from heartleaf.book.volume import Chapter, Pictures, Piece, Plate, Volume

Told = Callable[[int, int], None]

ON_A_PAGE = 40
"""Readers of books open a page whole: a long chapter is several."""
NAMED = 60
"""A chapter of more pieces than this is one line in the contents."""
JPEG = b"\xff\xd8\xff"


def set_epub(volume: Volume, pictures: Pictures, *, told: Told) -> Iterator[bytes]:
    """The file, as it grows. `told` hears how many steps of how many are done."""
    return _Binder(volume, pictures, told).bound()


class _Binder:
    def __init__(self, volume: Volume, pictures: Pictures, told: Told) -> None:
        self.volume, self.pictures, self.told = volume, pictures, told
        self.zip = GrowingZip()
        self.items: list[Item] = []
        self.contents: list[tuple[Anchor, list[Anchor]]] = []
        self.days: list[tuple[str, str, Anchor]] = []
        self.placed: dict[str, str] = {}
        self.seen, self.described = False, True
        self.all = sum(len(chapter.pieces) for chapter in volume.chapters) or 1
        self.done = 0

    def bound(self) -> Iterator[bytes]:
        """What says of all the others comes last, once they are known."""
        self.zip.put("mimetype", MIMETYPE, pressed=False)
        self.zip.put("META-INF/container.xml", CONTAINER)
        self._put("style", "book.css", STYLE)
        first = self._front()
        for number, chapter in enumerate(self.volume.chapters, 1):
            yield from self._chapter(number, chapter)
        begins = self.contents[0][0].href if self.contents else first
        self._back()
        self._nav(first, begins)
        opf = package(
            self.volume,
            self._in_reading_order(),
            pictures=self.seen,
            described=self.described,
        )
        self.zip.put("EPUB/package.opf", opf)
        self.zip.close()
        self.told(self.all + 1, self.all + 1)
        yield self.zip.taken()

    def _front(self) -> str:
        """The cover, the title and the dedication; where the book begins."""
        cover = self.volume.cover
        src = self._picture(cover, "cover-image") if cover else ""
        if src:
            self._page("cover", pages.cover_page(self.volume, src))
        self._page("title", pages.title_page(self.volume))
        if text(self.volume.dedication):
            self._page("dedication", pages.dedication_page(self.volume))
        return "cover.xhtml" if src else "title.xhtml"

    def _chapter(self, number: int, chapter: Chapter) -> Iterator[bytes]:
        """A picture is handed on before the next is asked for; what is held is words."""
        title = text(chapter.title)
        drawing = self._drawing(number, chapter)
        named: list[Anchor] = []
        first = f"c{number:03}-001.xhtml"
        self.contents.append((Anchor(first, title or pages.title_of(self.volume)), named))
        parts = list(batched(enumerate(chapter.pieces, 1), ON_A_PAGE, strict=False)) or [()]
        for part, some in enumerate(parts, 1):
            name = f"c{number:03}-{part:03}"
            written = []
            for at, piece in some:
                href = f"{name}.xhtml#p{at}"
                for plate in piece.plates:
                    self._picture(plate)
                    yield self.zip.taken()
                written.append(pages.piece(piece, f"p{at}", self.volume, self._picture))
                self._know(piece, href, named if len(chapter.pieces) <= NAMED else [])
            page = pages.chapter_page(
                self.volume, title, written, begins=part == 1, drawing=drawing if part == 1 else ""
            )
            self._page(name, page)
            yield self.zip.taken()

    def _know(self, piece: Piece, href: str, named: list[Anchor]) -> None:
        title, when = text(piece.title), text(piece.when)
        if title:
            named.append(Anchor(href, title))
        if piece.day:
            self.days.append(
                (
                    piece.day,
                    when or text(piece.day),
                    Anchor(href, title or text(piece.sort) or when),
                )
            )
        self.done += 1
        self.told(self.done, self.all + 1)

    def _back(self) -> None:
        if self.volume.index_of_days and self.days:
            in_order = sorted(self.days, key=lambda one: one[0])
            days = [(when, at) for _day, when, at in in_order]
            self._page("days", pages.days_page(self.volume, days))
            self.contents.append((Anchor("days.xhtml", text(self.volume.said.days)), []))
        if text(self.volume.said.colophon):
            self._page("colophon", pages.colophon_page(self.volume))

    def _nav(self, first: str, begins: str) -> None:
        title = pages.title_of(self.volume)
        marks = [("bodymatter", Anchor(begins, title))]
        if first == "cover.xhtml":
            marks.insert(0, ("cover", Anchor(first, title)))
        marks.insert(-1, ("toc", Anchor("nav.xhtml", text(self.volume.said.contents) or title)))
        listed = "".join(map(_line, self.contents)) or _line((Anchor(first, title), []))
        page = pages.nav_page(self.volume, f"<ol>{listed}</ol>", marks)
        self._put("nav", "nav.xhtml", page, "nav", read=True)

    def _in_reading_order(self) -> list[Item]:
        """As they were put, but the contents before the first chapter."""
        nav = self.items.pop()
        front = {"cover", "title", "dedication"}
        at = next((n for n, one in enumerate(self.items) if one.read and one.id not in front), None)
        self.items.insert(len(self.items) if at is None else at, nav)
        return self.items

    def _picture(self, plate: Plate, properties: str = "") -> str:
        """Puts a plate's picture in, once; its address, or nothing for one that is missing."""
        if plate.key not in self.placed:
            data = self.pictures(plate.key) or b""
            name = f"images/{len(self.placed) + 1:05}.jpg" if data.startswith(JPEG) else ""
            self.placed[plate.key] = name
            if name:
                self._put(f"i{len(self.placed):05}", name, data, properties)
        if self.placed[plate.key]:
            self.seen = True
            self.described &= bool(text(plate.alt) or text(plate.caption))
        return self.placed[plate.key]

    def _drawing(self, number: int, chapter: Chapter) -> str:
        if not chapter.drawing:
            return ""
        name = f"images/drawing-{number:03}.svg"
        self._put(f"d{number:03}", name, chapter.drawing)
        self.seen = True
        self.described &= bool(text(chapter.drawing_alt))
        return pages.drawing(name, chapter.drawing_alt)

    def _page(self, name: str, page: str) -> None:
        self._put(name, f"{name}.xhtml", page, read=True)

    def _put(
        self, id: str, href: str, data: bytes | str, properties: str = "", *, read: bool = False
    ) -> None:
        self.zip.put(f"EPUB/{href}", data)
        self.items.append(Item(id, href, properties, read))


def _line(chapter: tuple[Anchor, list[Anchor]]) -> str:
    at, named = chapter
    inside = "".join(f'<li><a href="{one.href}">{one.words}</a></li>' for one in named)
    below = f"<ol>{inside}</ol>" if inside else ""
    return f'<li><a href="{at.href}">{at.words}</a>{below}</li>'
