"""How long a look at one file takes, its process included."""

from __future__ import annotations

from heartleaf.command.measuring import drawn
from heartleaf.command.measuring.pages import in_turn
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.receiving import decoder

PAGES, FRAMES = 20, 30


def one_look(jpeg: bytes, heic: bytes, times: int) -> dict[str, float]:
    """Median milliseconds of a look at each kind, and of one page of a paper."""
    photograph, tiled = InMemory(jpeg), InMemory(heic)
    paper, cine = InMemory(drawn.paper(PAGES)), InMemory(drawn.cine(FRAMES))
    return in_turn(
        {
            "look_jpeg_ms": lambda: decoder.look(photograph, "jpeg"),
            "look_heic_ms": lambda: decoder.look(tiled, "heic"),
            "look_paper_ms": lambda: decoder.look(paper, "pdf"),
            "page_of_paper_ms": lambda: decoder.page(paper, "pdf", PAGES // 2),
            "look_cine_ms": lambda: decoder.look(cine, "dicom"),
        },
        times,
    )
