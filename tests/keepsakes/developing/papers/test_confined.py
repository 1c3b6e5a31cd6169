"""Papers in a confined child: nothing is looked for on the disk, and no harm has no end."""

import zlib

import pytest

from tests.vectors import confined
from tests.vectors.papers import coloured, ink, paper, pdf, stream

FONT = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/NotThere>>>>>>"
DREW = {"killed": "", "size": [1600, 800]}
STOPPED = ("SIGABRT", "SIGXCPU")
"""How PDFium ends when it is refused memory, and anything when its time is over."""


@pytest.fixture(scope="module")
def ran():
    files = {
        "two pages": coloured(("red", "blue")),
        "letters without a font": paper(["BT /F 20 Tf 9 9 Td (Dear aunt) Tj ET"], more=FONT),
        "pages within themselves": loop(),
        "a field": paper([ink("red")], root="/AcroForm<</Fields[]>>"),
        "many pages": many_pages(),
        "lists in lists": paper([stream("[" * 1_000_000, packed=True)]),
        "a picture of a thousand million": paper(
            ["200 0 0 100 0 0 cm /X Do"],
            more="/Resources<</XObject<</X 5 0 R>>>>",
            objects=[stream(b"\0" * 2**20, f"{IMAGE}/Width 30000/Height 30000", packed=True)],
        ),
    }
    return confined.outcomes("papers", files)


IMAGE = "/Type/XObject/Subtype/Image/BitsPerComponent 8/ColorSpace/DeviceRGB"


def loop():
    kids = "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 1000000000/Parent 2 0 R>>"
    leaf = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 3 0 R>>"
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", kids, leaf])


def many_pages():
    kids = f"<</Type/Pages/Kids[{'3 0 R ' * 100_000}]/Count 100000>>"
    return pdf(
        ["<</Type/Catalog/Pages 2 0 R>>", kids, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>"]
    )


def bomb(megabytes):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    return b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)


def test_each_is_drawn_without_a_file(ran):
    for outcome in ran.values():
        assert DREW.items() <= outcome.items(), outcome
        assert outcome["megabytes"] < 400


def test_no_more_pages_are_promised_than_anyone_would_turn(ran):
    assert ran["two pages"]["pages"] == 2
    assert ran["many pages"]["pages"] == 5_000


@pytest.mark.slow
def test_what_never_ends_is_ended():
    forms = [
        stream(
            "/X Do /X Do",
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
            f"/Resources<</XObject<</X {6 + deeper} 0 R>>>>",
        )
        for deeper in range(24)
    ]
    many = "/Resources<</XObject<</X 5 0 R>>>>"
    ran = confined.outcomes(
        "papers",
        {
            "a bomb": paper([bomb(1200)]),
            "a million things": paper([stream("1 0 0 rg 9 9 9 9 re f\n" * 1_000_000, packed=True)]),
            "forms that double": paper(["/X Do"], more=many, objects=forms),
        },
    )

    for outcome in ran.values():
        assert outcome["killed"] in STOPPED or outcome["size"] == [1600, 800], outcome
        assert outcome["megabytes"] < 1600
