"""A notebook: what is written beside the timeline, one section beside another."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
from django.db import connection

from heartleaf.keepsakes.models import Notebook
from heartleaf.keepsakes.notebook import Section, change_section, is_empty, open_section
from heartleaf.sealing import CannotOpen, NotBound, SealingError

pytestmark = pytest.mark.django_db


@dataclass
class Walks(Section):
    name = "walks"

    where: list[str] = field(default_factory=list)


@dataclass
class Evenings(Section):
    name = "evenings"

    words: str = ""


def test_a_section_keeps_what_was_written_and_leaves_the_others(ada):
    mine = ada.circle("only-me")
    change_section(mine, Walks, lambda walks: walks.where.append("to the sea"))
    change_section(mine, Evenings, lambda evenings: setattr(evenings, "words", "Quiet"))

    assert open_section(mine, Walks).where == ["to the sea"]
    assert open_section(mine, Evenings).words == "Quiet"


def test_a_section_nobody_wrote_in_is_empty(ada):
    assert open_section(ada.circle("only-me"), Walks) == Walks()
    assert is_empty(ada.circle("only-me"))


def test_what_a_later_version_wrote_stays(ada):
    mine = ada.circle("only-me")
    change_section(mine, Walks, lambda walks: walks.unknown.update(shoes="red"))
    change_section(mine, Walks, lambda walks: walks.where.append("home"))

    assert open_section(mine, Walks).unknown == {"shoes": "red"}


def test_a_change_that_fails_changes_nothing(ada):
    mine = ada.circle("only-me")
    change_section(mine, Walks, lambda walks: walks.where.append("to the sea"))

    with pytest.raises(ZeroDivisionError):
        change_section(mine, Walks, lambda walks: walks.where.append(str(1 // 0)))
    assert open_section(mine, Walks).where == ["to the sea"]


def test_the_row_says_nothing_of_what_is_in_it(ada):
    change_section(ada.circle("only-me"), Walks, lambda walks: walks.where.append("to the sea"))

    row = Notebook.objects.get()
    assert b"walks" not in bytes(row.sealed)
    assert b"the sea" not in bytes(row.sealed)


def test_hers_does_not_open_for_the_other_parent(ada, jonas):
    change_section(ada.circle("only-me"), Walks, lambda walks: walks.where.append("to the sea"))
    row = Notebook.objects.get()

    with pytest.raises(SealingError):
        jonas.circle("only-me").open_card(bytes(row.sealed), row.epoch, {})


def test_one_put_in_the_place_of_another_is_not_believed(ada):
    for circle in ("only-me", "us"):
        change_section(ada.circle(circle), Walks, lambda walks: walks.where.append("to the sea"))
    mine = Notebook.objects.get(circle_id=ada.circle("only-me").id)
    Notebook.objects.filter(circle_id=ada.circle("us").id).update(sealed=mine.sealed)

    with pytest.raises(CannotOpen):
        open_section(ada.circle("us"), Walks)


def test_one_of_another_shape_is_not_believed(ada):
    mine = ada.circle("only-me")
    change_section(mine, Evenings, lambda evenings: None)

    class Strange(Section):
        name = "evenings"

        @classmethod
        def from_json(cls, data):
            raise TypeError

    with pytest.raises(NotBound):
        open_section(mine, Strange)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_both_keep_theirs(ada):
    def write(where):
        change_section(ada.circle("us"), Walks, lambda walks: walks.where.append(where))
        connection.close()

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(open_section(ada.circle("us"), Walks).where) == list("012345")
