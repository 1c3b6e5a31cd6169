"""The numbers to hold, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Measured = Mapping[str, float]


@dataclass(frozen=True)
class Line:
    """One number: its name in `--json`, what it is, its unit, and between what it is to stay."""

    name: str
    what: str
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        if self.at_most is not None:
            return f"at most {self.at_most:g} {self.unit}".strip()
        return f"at least {self.at_least:g} {self.unit}".strip() if self.at_least else ""

    def held(self, number: float) -> bool:
        above = self.at_most is not None and number > self.at_most
        return not above and not (self.at_least is not None and number < self.at_least)


LINES = (
    Line("first_page_s", "first page after serve, existing archive", "s", at_most=2),
    Line("memory_at_rest_mb", "memory at rest, whole program", "MB", at_most=120),
    Line("memory_after_mb", "memory after all pages below were asked for", "MB"),
    Line("timeline_100_ms", "timeline page of 20 from 100 keepsakes, median", "ms"),
    Line("timeline_ms", "timeline page of 20 from 10,000 keepsakes, median", "ms", at_most=15),
    Line("timeline_per_s", "the same, 4 clients at once", "a second", at_least=120),
    Line("timeline_ratio", "the same, against 100 keepsakes", "times", at_most=1.3),
    # A tenth is what two runs of the same page differ by.
    Line("page_500_ratio", "page 500 against page 1", "times", at_most=1.1),
    Line("search_ms", "search in 10,000 letters, page included, median", "ms", at_most=20),
    Line("search_common_ms", "the same for a word that is in most of them", "ms", at_most=20),
    Line("copies_per_s", "pictures copied onto a page by link, named", "a second"),
    Line("guest_page_ms", "a guest's page of 50 pictures, median", "ms"),
    Line("guest_page_per_s", "the same, 4 clients at once", "a second"),
    Line("guest_picture_ms", "a picture of it, small, median", "ms"),
    Line("guest_picture_per_s", "the same, 4 clients at once", "a second"),
    Line("unlock_s", "passphrase to first page, Argon2id included", "s", at_most=0.8),
    Line("import_per_s", "photographs of 12 megapixels brought in", "a second"),
    Line("bare_per_s", "the bare picture library, the same two views", "a second"),
    Line("import_ratio", "brought in against bare", "times", at_least=0.8),
    Line("import_core_ratio", "the same, by seconds of processor time", "times", at_least=0.8),
    Line("export_mb", "an export that was brought in", "MB"),
    Line("import_memory_mb", "memory while bringing it in", "MB", at_most=300),
    Line("many", "photographs of a folder that was brought in"),
    Line("many_memory_mb", "memory while bringing it in", "MB", at_most=300),
    Line("heic_memory_mb", "memory for a HEIC of 12 megapixels", "MB", at_most=300),
    Line("film_mb", "a film of 1080p that was brought in", "MB"),
    Line("film_memory_mb", "memory for it, made ready to be played, too", "MB", at_most=300),
    Line("film_received_mb_per_s", "sealed, with a look at it", "MB a second"),
    Line("film_made_mb_per_s", "made ready: its pictures copied as they are", "MB a second"),
    Line("hevc_made_per_s", "made ready: 1080p of HEVC encoded anew", "times"),
    Line("seek_ms", "first byte of a place in a film, median", "ms"),
    Line("seek_original_ms", "the same in its original", "ms"),
    Line("look_jpeg_ms", "one look: a JPEG of 12 megapixels, median", "ms"),
    Line("look_heic_ms", "a HEIC of 12 megapixels", "ms"),
    Line("look_paper_ms", "a scanned PDF of 20 pages", "ms"),
    Line("page_of_paper_ms", "a page of it", "ms"),
    Line("look_cine_ms", "a moving ultrasound of 30 frames", "ms"),
    Line("tree_ms", "tree of 10,000 leaves", "ms", at_most=100),
    Line("tree_page_ms", "the same as a page, over the wire", "ms"),
    Line("resealed", "keepsakes of a circle sealed anew"),
    Line("resealed_mb", "with files of", "MB"),
    Line("resealing_s", "in", "s"),
    Line("resealing_memory_mb", "memory while sealing them anew", "MB", at_most=300),
    Line("backup_mb", "a data folder that was backed up", "MB"),
    Line("backup_mb_per_s", "backed up elsewhere, hashed, through to the disk", "MB a second"),
    Line("cp_mb_per_s", "the same folder by cp -r, through to the disk", "MB a second"),
    Line("backup_proven_mb_per_s", "proven: restored beside, every file read", "MB a second"),
    Line("backup_again_s", "a second one when nothing changed", "s"),
    Line("reminders", "reminders of as many people, on PostgreSQL"),
    Line("reminders_due", "of these in one minute"),
    Line("clock_1_s", "claimed and handed over by 1 clock, no network", "s"),
    Line("clock_2_s", "by 2 clocks at once", "s"),
    Line("clock_4_s", "by 4", "s"),
    Line("clock_mb", "most memory of one clock", "MB", at_most=120),
    Line("first_view_kb", "first view of Today over the wire", "KB", at_most=60),
    Line("stylesheets", "its stylesheets", at_most=1),
    Line("blocking_scripts", "its blocking scripts", at_most=0),
)


def table(measured: Measured) -> Iterator[str]:
    """The lines that were measured, their goals, and whether they hold."""
    yield f"{'':52}{'measured':>16}   {'goal':22}"
    for line in LINES:
        if line.name not in measured:
            continue
        number = measured[line.name]
        held = "" if not line.goal else "held" if line.held(number) else "missed"
        yield f"{line.what:52}{_rounded(number):>7} {line.unit:8}   {line.goal:22} {held}".rstrip()


def _rounded(number: float) -> str:
    return f"{number:.0f}" if number == int(number) or number >= 100 else f"{number:.2f}"
