"""Pictures are put into a PDF that was laid out without them."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.book.typesetting.plates import Printed, StandIn
from heartleaf.book.typesetting.splicing import NotAsWritten, spliced

STAND_IN = StandIn.made()


def test_every_object_is_where_the_table_says():
    _is_whole([b"x" * 70, None, b"", b"endobj\n3 0 obj"])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.none() | st.binary(max_size=99), min_size=1, max_size=4))
def test_pictures_of_any_length_move_nothing_out_of_its_place(pictures):
    _is_whole(pictures)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"startxref\n5\n%%EOF", b"%PDF\nxref\n0 1\n"])
def test_a_pdf_of_another_kind_is_refused(pdf):
    with pytest.raises(NotAsWritten):
        list(spliced(pdf, STAND_IN, lambda number: None))


def _is_whole(pictures):
    given = [None if data is None else Printed(data, 7, 9) for data in pictures]
    pdf = b"".join(spliced(_laid_out(len(given)), STAND_IN, given.__getitem__))

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        images = opened.Root.Pictures
        for image, picture in zip(images, given, strict=True):
            assert image.Width == (picture.width if picture else 1)
            assert len(image.read_raw_bytes()) == len(picture.data if picture else _stand_in(0))
        assert opened.get_warnings() == []


def _laid_out(count):
    """As Typst would write it."""
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Pictures[%s]>>" % kids,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        *(_image(number) for number in range(count)),
    ]
    pdf, places = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    rows = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f\r\n%s" % (len(places) + 1, rows)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n" % (len(places) + 1)
    return pdf + table + trailer + b"%d\n%%%%EOF" % len(pdf)


def _image(number):
    data = _stand_in(number)
    head = b"<</Length %d/Type/XObject/Subtype/Image/Filter/DCTDecode/Width 1/Height 1" % len(data)
    return head + b"/ColorSpace/DeviceRGB/BitsPerComponent 8>>\nstream\n" + data + b"\nendstream"


def _stand_in(number):
    return STAND_IN.head + b"%08d" % number + b"a" * 56 + STAND_IN.tail
