"""Decoding: whatever a file does to the process that opens it, the program and its neighbours go
on, and the next picture is opened."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heartleaf.keepsakes.developing import looks
from heartleaf.keepsakes.developing.decoder import Decoder
from heartleaf.keepsakes.developing.kinds import kind_of
from heartleaf.keepsakes.developing.wire import InMemory, Limits
from tests.vectors.pictures import corners, gif_of_a_huge_frame, png_of_zeros, saved

PICTURE = saved(corners(), "JPEG")
SLOW = png_of_zeros(7_000, 6_000)

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def decoder():
    with Decoder() as decoder:
        yield decoder


def look(decoder, data=PICTURE):
    return decoder.look(InMemory(data), kind_of(data))


def nursery(decoder):
    return decoder._nurseries["pictures"]._process.pid


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def child_opening_a_slow_picture(decoder):
    """Its number, and a list that will hold what became of the picture."""
    outcome = []

    def ask():
        try:
            outcome.append(look(decoder, SLOW))
        except Exception as told:
            outcome.append(told)

    look(decoder)
    wait_until(lambda: not children(nursery(decoder)))
    asking = threading.Thread(target=ask)
    asking.start()
    wait_until(lambda: children(nursery(decoder)))
    return children(nursery(decoder))[0], asking, outcome


def wait_until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@linux
@pytest.mark.parametrize(
    ("blow", "told"),
    [
        (signal.SIGKILL, looks.TooMuchMemory),
        (signal.SIGTRAP, looks.TooMuchMemory),
        (signal.SIGSEGV, looks.Broken),
        (signal.SIGXCPU, looks.TookTooLong),
    ],
)
def test_a_child_that_dies_takes_only_its_own_picture_with_it(decoder, blow, told):
    child, asking, outcome = child_opening_a_slow_picture(decoder)

    os.kill(child, blow)
    asking.join(20)

    assert [type(what) for what in outcome] == [told]
    assert look(decoder).width == 240


@linux
def test_a_child_that_hangs_is_stopped_by_the_clock():
    with Decoder(limits=Limits(seconds=1)) as decoder:
        child, asking, outcome = child_opening_a_slow_picture(decoder)
        os.kill(child, signal.SIGSTOP)

        asking.join(10)

        assert [type(what) for what in outcome] == [looks.TookTooLong]
        assert gone(child)
        assert look(decoder).width == 240


@linux
def test_a_picture_that_wants_too_much_memory_is_refused():
    with Decoder(limits=Limits(memory=400 * 2**20)) as decoder:
        with pytest.raises(looks.TooMuchMemory):
            look(decoder, gif_of_a_huge_frame(10_900, 10_900))

        assert look(decoder).width == 240


def test_a_file_of_too_many_bytes_is_refused():
    with Decoder(limits=Limits(bytes=1000)) as decoder, pytest.raises(looks.TooLarge):
        look(decoder)


def test_a_picture_of_too_many_pixels_is_refused():
    with Decoder(limits=Limits(pixels=1000)) as decoder, pytest.raises(looks.TooLarge):
        look(decoder)


@linux
def test_the_helper_killed_amid_a_picture_is_started_again_for_it(decoder):
    child, asking, outcome = child_opening_a_slow_picture(decoder)

    os.kill(nursery(decoder), signal.SIGKILL)
    asking.join(60)

    assert outcome[0].width == 7_000
    assert gone(child)


def test_a_page_of_the_web_starts_no_process(decoder):
    with pytest.raises(looks.NotShown):
        decoder.look(InMemory(b"<html><script>alert(1)</script>"), "web")

    assert not decoder._nurseries


def test_a_picture_is_opened_while_something_else_is_done(decoder):
    looking, other = decoder.begin(InMemory(PICTURE), "jpeg"), decoder.begin(InMemory(b"x"), "svg")

    assert looking.result(20).width == 240
    assert isinstance(other.exception(20), looks.NotShown)


def test_many_threads_are_served_at_once(decoder):
    widths = range(20, 36)
    files = [saved(corners(width, 20), "PNG") for width in widths]

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda file: look(decoder, file), files))

    assert [one.width for one in made] == list(widths)


@linux
def test_each_picture_is_opened_in_a_process_of_its_own_with_one_thread_behind_it(decoder):
    look(decoder)

    assert len(list(Path(f"/proc/{nursery(decoder)}/task").iterdir())) == 1
    wait_until(lambda: not children(nursery(decoder)))


@linux
def test_the_helper_knows_nothing_of_ours(decoder, monkeypatch, tmp_path):
    monkeypatch.setenv("HEARTLEAF_SECRET_KEY", "a very secret key")
    with (tmp_path / "open file").open("w"):
        look(decoder)

        home = Path(f"/proc/{nursery(decoder)}")
        files = [str(link.readlink()) for link in (home / "fd").iterdir()]
        assert b"secret" not in (home / "environ").read_bytes()
        assert not [file for file in files if "open file" in file]


@linux
def test_it_ends_by_itself_when_nothing_is_asked_and_starts_again():
    with Decoder(idle=0) as decoder:
        look(decoder)
        first = nursery(decoder)
        wait_until(lambda: gone(first))

        assert look(decoder).width == 240
        assert nursery(decoder) != first


@linux
def test_closing_ends_it():
    with Decoder() as decoder:
        look(decoder)
        pid = nursery(decoder)

    assert gone(pid)


PROGRAM = """
import sys, time
from heartleaf.keepsakes.developing.decoder import Decoder
from heartleaf.keepsakes.developing.wire import InMemory
decoder = Decoder()
decoder.look(InMemory(sys.stdin.buffer.read()), "jpeg")
crafts = {"pyvips", "PIL", "pi_heif", "av", "pydicom", "numpy", "pypdfium2", "rawpy"}
loaded = sorted({name.partition(".")[0] for name in sys.modules} & crafts)
print(decoder._nurseries["pictures"]._process.pid, *loaded, flush=True)
time.sleep(60 if len(sys.argv) > 1 else 0)
"""


def program(*arguments):
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdin.write(PICTURE)
    process.stdin.close()
    return process


def test_the_program_loads_no_picture_library_and_ends_cleanly():
    with program() as process:
        told, complaint = process.stdout.read().split(), process.stderr.read()

    assert process.returncode == 0
    assert len(told) == 1, "the number of the helper, and no library's name"
    assert complaint == b""


@linux
def test_no_helper_outlives_a_program_that_was_killed():
    with program("stay") as process:
        pid = int(process.stdout.readline())
        process.kill()

    wait_until(lambda: gone(pid))
