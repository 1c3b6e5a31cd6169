"""Notes of the body are one section of a person's own notebook."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.care.body.notes import BodyNote, BodyNotes, body_notes, change_body_notes
from heartleaf.family.unknown import written
from heartleaf.keepsakes.notebook import Section, change_section
from heartleaf.sealing import NotBound, SealingError

# Letters, a line break, a date: what a note is made of.
words = st.text("aé\n0-2/", max_size=12) | st.just("2025-06-03")
notes = st.builds(BodyNote, words=words, about=words, ask=st.booleans(), date=words)


@settings(max_examples=40)
@given(st.lists(notes, max_size=6))
def test_what_is_written_is_read_again(some):
    section = BodyNotes(notes=some)

    assert BodyNotes.from_json(section.to_json()) == section


@settings(max_examples=40)
@given(st.lists(notes, max_size=6))
def test_every_note_stands_once_whatever_its_date_says(some):
    section = BodyNotes(notes=some)
    placed = [note.placed for note in section.newest_first()]

    assert sorted(map(id, section.newest_first())) == sorted(map(id, some))
    assert placed == sorted(placed, reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("notes", [[{"words": 3}], [{"ask": "yes"}], "words", [None], 7])
def test_a_section_of_another_shape_is_told_of_and_not_believed(ada, notes):
    class Foreign(Section):
        name = "body"

    change_section(ada.circle("only-me"), Foreign, lambda one: one.unknown.update(notes=notes))

    with pytest.raises(NotBound):
        body_notes(ada)


@pytest.mark.django_db
def test_hers_are_not_the_other_parents(ada, jonas):
    change_body_notes(ada, lambda section: section.notes.append(BodyNote(words="Milk-Wort")))

    assert body_notes(jonas).notes == []
    with pytest.raises((KeyError, SealingError)):
        jonas.circle(str(ada.circle("only-me").id))


def test_a_field_of_a_later_version_stays():
    section = BodyNotes.from_json({"notes": [{"words": "a", "colour": "red"}], "order": "mine"})

    assert written(section)["order"] == "mine"
    assert written(section)["notes"][0]["colour"] == "red"
