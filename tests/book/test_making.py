"""A book made beside the pages: sealed, nobody else's, and gone after some days."""

import datetime
import os
import threading
from dataclasses import replace

import pytest
from django.utils import timezone

from heartleaf.archive.checking import check_all
from heartleaf.book import making, resting
from heartleaf.book.plans import EPUB, PDF, change_plan, forget_plan, plan_of
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.sealing import SealingError, seal
from heartleaf.vault import VaultError
from tests.book.choosing import a_plan


@pytest.fixture
def made(ada, given_a_letter):
    """A book of one letter as EPUB, and the plan it was made of."""
    plan = a_plan(ada, given_a_letter(ada, words="It snowed.", circle="us"), title="Rowan")
    making.make_now(ada, plan.id, EPUB)
    return plan_of(ada, plan.id)


def resting_now():
    return {name for name in vault().names() if name.startswith("book/")}


def test_a_made_book_rests_sealed_to_who_made_it(ada, jonas, made):
    book = made.last_made(EPUB)
    whole = b"".join(resting.opened(book, ada))
    assert whole.startswith(b"PK")
    assert len(whole) == book.size
    for name in resting_now():
        assert vault().get(name).startswith(b"age-encryption.org")
    with pytest.raises(SealingError):
        next(resting.opened(book, jonas))


def test_made_again_it_stands_in_the_place_of_the_one_before(ada, made):
    before = made.last_made(EPUB)
    change_plan(ada, made.id, lambda plan: setattr(plan, "title", "Another"))
    assert plan_of(ada, made.id).mark != before.of
    making.make_now(ada, made.id, EPUB)
    (after,) = plan_of(ada, made.id).made
    assert after.of == plan_of(ada, made.id).mark
    assert (resting.is_there(before), resting.is_there(after)) == (False, True)


def test_the_clock_takes_a_book_away_after_seven_days_and_not_before(ada, made):
    book, now = made.last_made(EPUB), timezone.now()
    resting.sweep_books(now + datetime.timedelta(days=6))
    assert resting.is_there(book)
    vault().put(f"book/{book.file}/1.age", seal(b"", ada.identity.recipient))
    (first,) = vault().root.glob("book/*/*/0.age")
    os.utime(first, (now.timestamp() - 86_400,) * 2)
    resting.sweep_books(now + datetime.timedelta(days=6, hours=23))
    assert not resting_now()
    with pytest.raises(VaultError):
        next(resting.opened(book, ada))


def test_a_book_of_which_a_part_is_gone_is_not_there(made):
    book = made.last_made(EPUB)
    assert not resting.is_there(replace(book, parts=(*book.parts, "another")))


def test_whoever_checks_finds_nothing_loose_or_missing(ada, made):
    checked = check_all(ada)
    assert (checked.loose, checked.problems) == (0, [])


def test_nothing_stays_of_a_book_whose_plan_was_taken_out_meanwhile(ada, made, monkeypatch):
    real = making.gather

    def taken_out(plan, person, shelf):
        forget_plan(person, plan.id)
        return real(plan, person, shelf)

    monkeypatch.setattr(making, "gather", taken_out)
    before = resting_now()
    with pytest.raises(NotThere):
        making.make_now(ada, made.id, EPUB)
    assert resting_now() == before


def test_nothing_stays_of_a_book_that_breaks_off(ada, made, monkeypatch):
    def breaks(volume, pictures, *, told):
        yield b"PK" + os.urandom(5_000_000)
        raise BrokenPipeError

    monkeypatch.setattr(making, "set_epub", breaks)
    before = resting_now()
    with pytest.raises(BrokenPipeError):
        making.make_now(ada, made.id, EPUB)
    assert resting_now() == before


def test_a_book_that_was_given_up_ends_at_its_next_step(ada, made, monkeypatch):
    steps, key = [], (ada.id, made.id)

    def bound(volume, pictures, *, told):
        for step in range(9):
            steps.append(step)
            told(step, 9)
            making.give_up(ada, made.id)
            yield b"PK"

    monkeypatch.setattr(making, "set_epub", bound)
    before = resting_now()
    monkeypatch.setitem(making._going, key, making.Going(EPUB))
    with pytest.raises(NotThere):
        making.make_now(ada, made.id, EPUB, lambda share: making._tell(key, share))
    assert steps == [0, 1]
    assert resting_now() == before


def test_one_book_is_not_made_twice_at_once(ada, made, monkeypatch):
    began, may_end = threading.Event(), threading.Event()

    def slow(person, id, sort, told):
        began.set()
        may_end.wait(10)
        raise OSError

    monkeypatch.setattr(making, "make_now", slow)
    first = making.make(ada, made, PDF)
    assert began.wait(10)
    assert making.make(ada, made, PDF) is None
    with pytest.raises(making.Busy):
        making.make(ada, a_plan(ada), PDF)
    assert making.going(ada, made.id).sort == PDF
    may_end.set()
    first.join(10)
    assert making.going(ada, made.id).failed
