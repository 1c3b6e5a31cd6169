"""The bench measures what it says it measures, and tells the truth about goals."""

import json
import os
import subprocess
import sys
import time

import pytest

from heartleaf.command.measuring import drawn, goals, pages, reel, seeding
from heartleaf.command.measuring.heic import heic
from heartleaf.command.measuring.house import machine, memory_mb, most_mb, processor_seconds
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.receiving import decoder
from heartleaf.keepsakes.showing import Shelf


def test_a_goal_that_is_missed_is_called_missed():
    told = "\n".join(goals.table({"timeline_ms": 15.01, "search_ms": 19.9, "import_ratio": 0.79}))

    assert [line.split()[-1] for line in told.splitlines()[1:]] == ["missed", "held", "missed"]


def test_a_number_without_a_goal_is_neither():
    assert list(goals.table({"export_mb": 600}))[1].rstrip().endswith("600 MB")


def test_seeded_letters_are_as_real_as_any(ada):
    seeding.write_letters(ada, 45)

    shelf = Shelf(ada)
    assert len(shelf.all()) == 45
    assert shelf.page().entries[0].card.placed == seeding.day_of(44)
    some = shelf.page().entries[7].card
    assert len(some.words.split()) == seeding.WORDS
    assert some.title in {
        one.card.title for one in shelf.find(" ".join(some.words.split()[:9])).entries
    }


def test_pages_asked_in_turn_are_told_in_milliseconds():
    asked = []

    took = pages.in_turn({"a": lambda: asked.append("a"), "b": lambda: asked.append("b")}, 2)

    assert asked == ["a", "b"] * 5
    assert all(0 <= milliseconds < 100 for milliseconds in took.values())


def test_the_machine_is_named():
    assert all(word in machine() for word in ("cores of", "Python 3.", "SQLite 3."))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory is shared")
def test_memory_counts_what_a_process_started():
    alone = memory_mb(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "x = 'x' * 50_000_000; input()"], stdin=-1):
        with_child = _highest(memory_mb, 50)

    assert with_child > alone + 40


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory is shared")
def test_the_most_that_was_held_is_told_though_it_was_let_go():
    held = "x = b'x' * 50_000_000; import time; time.sleep(0.3); del x; time.sleep(0.1)"
    with subprocess.Popen([sys.executable, "-c", held]) as process:
        assert most_mb(process) > 50


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says it of other processes")
def test_processor_time_counts_what_a_process_started_and_outlived():
    before = processor_seconds(os.getpid())
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", busy], check=True)

    assert processor_seconds(os.getpid()) - before >= 0.25


@pytest.mark.parametrize(
    ("kind", "make", "seen"),
    [
        ("heic", lambda: heic(drawn.photograph(0, (700, 520))), (700, 520, 1)),
        ("pdf", lambda: drawn.paper(3), (1131, 1600, 3)),
        ("dicom", lambda: drawn.cine(4), (*drawn.SCREEN, 1)),
    ],
)
def test_what_is_drawn_to_be_looked_at_can_be(kind, make, seen):
    look = decoder.look(InMemory(make()), kind)

    assert (look.width, look.height, look.pages) == seen
    assert not look.partial
    assert look.views


def test_a_film_goes_on_as_long_as_it_is_wanted(tmp_path, monkeypatch):
    monkeypatch.setattr(reel, "SIZE", (320, 180))

    lasts = reel.film(tmp_path / "long.mp4", reel.H264, seconds=9)

    look = decoder.look(InMemory((tmp_path / "long.mp4").read_bytes()), "mp4")
    assert lasts == pytest.approx(9, abs=0.2)
    assert look.seconds == pytest.approx(9, abs=0.2)
    assert not look.partial


@pytest.mark.slow
def test_a_quick_bench_measures_every_line(tmp_path):
    command = [sys.executable, "-m", "heartleaf", "bench", "--quick", "--json"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}

    told = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=900
    )

    measured = json.loads(told.stdout)
    assert {line.name for line in goals.LINES} - measured.keys() <= {
        "memory_at_rest_mb",
        "memory_after_mb",
        "import_memory_mb",
        "import_core_ratio",
        "many_memory_mb",
        "heic_memory_mb",
        "film_memory_mb",
        "reminders",
        "reminders_due",
        "clock_1_s",
        "clock_2_s",
        "clock_4_s",
        "clock_mb",
        "export_zip_mb_s",
        "exporting_memory_mb",
    }
    assert all(number >= 0 for number in measured.values())
    assert list(tmp_path.iterdir()) == []


def _highest(ask, times: int) -> float:
    most = 0.0
    for _number in range(times):
        most = max(most, ask(os.getpid()))
        time.sleep(0.02)
    return most
