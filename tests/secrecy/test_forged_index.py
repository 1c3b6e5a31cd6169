"""Anyone can seal a file for a circle, for its public key is no secret. An index so made is not
believed, and SQLite does not so much as look at it."""

import sqlite3

import pytest

from heartleaf.family.models import Circle
from heartleaf.keepsakes import images
from heartleaf.keepsakes.images import FACTS_SCHEMA, FORMAT, META_SCHEMA
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Recipient, seal, unseal

FORGED = "INSERT INTO facts VALUES (x'00112233445566778899aabbccddeeff', 1, 99, 'shelf',"
FORGED += " '2025-05-12', 'letter', 'Not by Ada', 0, '', 0, x'', '05-12', '', '')"
ENDLESS = """
DROP TABLE facts; CREATE VIEW facts AS WITH RECURSIVE n(leaf) AS (SELECT 1 UNION ALL SELECT leaf + 1
FROM n) SELECT zeroblob(16) id, 1 revision, leaf, 'shelf' place, '' placed, 'letter' kind,
'Not by Ada' title, 0 covered, '' until, 0 until_asked, x'' author, '' day, '' plant, '' children
FROM n;
"""


@pytest.fixture
def image(ada, given_a_letter, monkeypatch):
    """The written index of *us*, which holds two letters."""
    monkeypatch.setattr(images, "APPLY_AT_MOST", 0)
    given_a_letter(ada, circle="us", title="First")
    given_a_letter(ada, circle="us", title="Second")
    Shelf(ada).page()
    return IndexImage.objects.get(part="facts", circle=ada.circle("us").id)


def put(image, data):
    """As someone does who can write to the disk and knows what everyone may know."""
    circle = Circle.objects.get(pk=image.circle_id)
    to = Recipient(circle.epochs.get().recipient)
    vault().put(f"index/{image.media}/0.age", seal(data, to))


def an_index(image, script):
    index = sqlite3.connect(":memory:", isolation_level=None)
    index.executescript(META_SCHEMA + FACTS_SCHEMA)
    seq = Circle.objects.get(pk=image.circle_id).seq
    index.execute("INSERT INTO meta VALUES (?, ?, ?)", (str(image.circle_id), seq, FORMAT))
    index.executescript(script)
    return index.serialize()


@pytest.mark.parametrize("script", [FORGED, ENDLESS], ids=["a-title", "a-view-without-end"])
def test_a_forged_index_is_not_believed(ada, image, script):
    put(image, an_index(image, script))

    assert {facts.title for facts in Shelf(ada).all()} == {"First", "Second"}


def test_the_index_of_another_circle_or_part_is_not_believed(ada, given_a_letter, image):
    given_a_letter(ada, title="Only mine")
    Shelf(ada).page()
    other = IndexImage.objects.get(part="facts", circle=ada.circle("only-me").id)
    put(image, unseal(vault().get(f"index/{other.media}/0.age"), ada.circle("only-me").identity()))

    assert {facts.title for facts in Shelf(ada).all()} == {"First", "Second", "Only mine"}


def test_the_index_that_was_written_is_believed(ada, image, monkeypatch):
    monkeypatch.setattr(images, "apply", lambda *_: pytest.fail("It was made anew."))

    assert {facts.title for facts in Shelf(ada).all()} == {"First", "Second"}
