"""Papers: a certificate with two prints, and a letter that is only words."""

from __future__ import annotations

import json
from importlib import resources

from heartleaf.sample.painting import Line, oval
from heartleaf.sample.things import FOOT, TOES

FROM_ORLA = """\
Dear Ada, dear Jonas,

you asked what I remember, and I said I would write it down before I mix it up with other nights.

It rained until six. You, Jonas, had one shoe off the whole time and nobody told you. Ada, you \
asked me twice what he weighed, and the second time you said it along with me.

I took him to the window once, when you were asleep, so that he had been at a window. I hope that \
was all right. You could see the boats.

He was never by himself.

Orla
"""


def certificate() -> bytes:
    """A PDF of two small pages."""
    import typst  # here, as only the painter that sets papers has need of it

    outlines = [FOOT, *(oval(x, y, r, r * 1.15) for x, y, r in TOES)]
    feet = json.dumps({"print": "".join(_stroke(outline) for outline in outlines)})
    template = resources.files(__package__).joinpath("certificate.typ").read_bytes()
    return bytes(typst.compile(template, format="pdf", sys_inputs={"feet": feet}))


def _stroke(outline: Line) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in outline) + "Z"


def from_orla() -> bytes:
    """Plain text, as it came with a mail."""
    return FROM_ORLA.encode()
