"""The recovery sheet: one page, a key that can be typed, copied and read by a camera."""

import datetime
import re
import resource
import shutil
import subprocess
import sys

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from heartleaf.family.sheet import key_rows, last_part, same_part, sheet_pdf
from heartleaf.sealing import Identity

MADE_ON = datetime.date(2025, 5, 12)
NAMES = {
    "typst's own signs": "#set page(width: 1cm) $x^2$ \\n *b* _i_ `c` <l> @r [x] // y /* z",
    "quotation marks": '"Rowan\'s" `place` \\" {}',
    "Hebrew and Arabic": "המקום של רואן · مكان روان",
    "an emoji": "Rowan 🌿👨‍👩‍👧",
    "nothing": "",
    "lines and nulls": "one\ntwo\x00\u2028three",
    "very long": "a place " * 100,
    "one long word": "w" * 500,
}
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")


@pytest.fixture(scope="module")
def key():
    return Identity.generate().secret


@pytest.fixture(scope="module")
def pdf(key):
    return sheet_pdf(key=key, place="Rowan’s place", made_on=MADE_ON)


def told_by(pdf, *command):
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def text_of(pdf, *how):
    return told_by(pdf, "pdftotext", *how, "-", "-").decode()


def pages_of(pdf):
    return int(re.search(rb"Pages: +(\d+)", told_by(pdf, "pdfinfo", "-"))[1])


@poppler
@pytest.mark.parametrize("order", ["-raw", "-layout", "-nopgbrk"])
def test_the_key_can_be_copied_whole(pdf, key, order):
    assert key in re.sub(r"\s", "", text_of(pdf, order))


@poppler
def test_the_sheet_says_what_it_is_for(pdf):
    text = " ".join(text_of(pdf).split())

    assert "Rowan’s place" in text
    assert "Made on 12 May 2025" in text
    assert "Use the printed sheet" in text
    assert "scripts/open-with-age DATA KEYFILE OUT" in text
    assert "age -d -i KEYFILE" in text


@poppler
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("place", NAMES.values(), ids=NAMES)
def test_any_name_stands_on_one_page_as_it_is(key, place, paper):
    pdf = sheet_pdf(key=key, place=place, made_on=MADE_ON, paper=paper)

    assert pages_of(pdf) == 1
    assert key in re.sub(r"\s", "", text_of(pdf))


@poppler
def test_a_name_is_never_read_as_markup(key):
    place = NAMES["typst's own signs"]

    assert place in text_of(sheet_pdf(key=key, place=place, made_on=MADE_ON), "-raw")


@poppler
def test_a_very_long_name_is_cut_short(key):
    text = text_of(sheet_pdf(key=key, place=NAMES["very long"], made_on=MADE_ON))

    assert text.count("a place") < 20
    assert "…" in text


@poppler
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_a_longer_language_stays_on_one_page(key, paper):
    def longer(sentence):
        return sentence + " und so" * (len(sentence) // 20)

    pdf = sheet_pdf(key=key, place="Ort", made_on=MADE_ON, paper=paper, translate=longer)

    assert pages_of(pdf) == 1


@poppler
def test_every_sentence_can_be_said_in_another_language(key):
    pdf = sheet_pdf(
        key=key,
        place="",
        made_on=MADE_ON,
        language="de",
        translate=lambda sentence: "Amtlich am {date}" if "{date}" in sentence else "Hallo.",
    )

    assert set(re.findall(r"[a-z]{3,}", text_of(pdf))) <= {
        *("allo", "mtlich", "scripts", "open", "with", "age")
    }
    assert "12. Mai 2025" in text_of(pdf)


@poppler
def test_a_camera_reads_the_key(pdf, key, tmp_path):
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "300", "-gray", "-singlefile", tmp_path / "sheet.pdf"]
    subprocess.run([*command, tmp_path / "sheet"], check=True)
    page = Image.open(tmp_path / "sheet.pgm")

    if shutil.which("zbarimg"):
        assert told_by(b"", "zbarimg", "-q", "--raw", tmp_path / "sheet.pgm").decode() == key + "\n"
    assert modules_of(page) == [list(row) for row in segno.make_qr(key, error="q").matrix]


def modules_of(page):
    """The code's modules. Nothing else on the sheet is as black as the code is."""
    code = page.crop(page.point(lambda grey: 255 * (grey < 20)).getbbox())
    size = segno.make_qr("A" * 74, error="q").symbol_size(border=0)[0]
    step = code.width / size
    places = [int((place + 0.5) * step) for place in range(size)]
    return [[int(code.getpixel((x, y)) < 128) for x in places] for y in places]


def test_the_rows_joined_are_the_key(key):
    rows = key_rows(key)

    assert "".join("".join(groups) for groups in rows) == key
    assert "".join(rows[0]) == "AGE-SECRET-KEY-1"
    assert "".join(rows[-1]) == last_part(key)
    assert max(len(group) for groups in rows[1:] for group in groups) <= 5


def test_the_last_part_is_known_however_it_is_typed(key):
    end = last_part(key)

    assert len(end) == 8
    assert key.endswith(end)
    assert all(
        same_part(typed, key)
        for typed in (
            end,
            end.lower(),
            f" {end[:4]} {end[4:]}\n",
            "-".join(end),
            f"{end[:4]}–{end[4:]}",
        )
    )
    assert not any(
        same_part(typed, key) for typed in ("", " ", end[1:], "X" + end, key, end[:7] + "B")
    )


@given(st.text(max_size=12))
@settings(max_examples=200)
def test_nothing_else_is_the_last_part(typed):
    key = "AGE-SECRET-KEY-1" + "Q" * 50 + "PZRY9X8G"

    assert same_part(typed, key) == (re.sub(r"[\W_]", "", typed).upper() == "PZRY9X8G")


def test_the_same_sheet_twice_is_the_same_to_the_byte(pdf, key):
    again = sheet_pdf(key=key, place="Rowan’s place", made_on=MADE_ON)

    assert again == pdf
    assert not re.search(rb"CreationDate|ModDate", again)


def test_the_sheet_is_made_without_writing_one_byte_to_a_disk(pdf, key):
    made = subprocess.run(
        [sys.executable, "-B", "-c", MAKE_ONE],
        input=key.encode(),
        capture_output=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )

    assert made.stdout == pdf


MAKE_ONE = """
import datetime, sys
from heartleaf.family.sheet import sheet_pdf
day = datetime.date(2025, 5, 12)
sys.stdout.buffer.write(sheet_pdf(key=sys.stdin.read(), place="Rowan’s place", made_on=day))
"""
