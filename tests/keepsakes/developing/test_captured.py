"""A child that its file has taken over may say what it likes: it is heard for a time, no longer."""

import sys
import time

import pytest

from heartleaf.keepsakes.developing import decoder as decoding
from heartleaf.keepsakes.developing.looks import Broken, TookTooLong
from heartleaf.keepsakes.developing.wire import InMemory

CAPTURED = """#!{python} -I
import sys, time, types

def play(file, kind, frame, out, tell):
    out.write(b"a beginning")
    while kind == "mp4":
        tell(0.5)
    while kind == "mov":
        out.seek(0)
        out.write(bytes(2**20))
    while kind == "webm":
        file.seek(0)
        file.read(1000)
    while kind == "avi":
        pass
    if kind == "wmv":  # a byte now and then
        while True:
            out._line.sendall(b"a" if out.tell() == 11 else b"x")
            out.seek(12)
            time.sleep(0.2)
    out.seek(2**62)
    out.write(b"far beyond the end")

name = "heartleaf.keepsakes.developing.films"
sys.modules[name] = craft = types.ModuleType(name)
craft.warm, craft.play = lambda: None, play
from heartleaf.keepsakes.developing.child import main
main(sys.argv[4:])
"""
"""A nursery whose craft is wicked; before its arguments stand those of Python itself."""


@pytest.fixture
def decoder(monkeypatch, tmp_path):
    nursery = tmp_path / "nursery"
    nursery.write_text(CAPTURED.format(python=sys.executable))
    nursery.chmod(0o700)
    monkeypatch.setattr(decoding.sys, "executable", str(nursery))
    with decoding.Decoder(workers=4) as decoder:
        yield decoder


class Kept:
    size = 0

    def write(self, position, data):
        if position > self.size:
            raise ValueError
        self.size = max(self.size, position + len(data))


def played(decoder, kind):
    decoder.play(InMemory(bytes(1000)), kind, Kept(), seconds=1, tell=lambda share: None)


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm", "avi", "wmv"])
def test_one_that_never_ends_is_stopped_by_the_clock(decoder, kind):
    began = time.monotonic()

    with pytest.raises(TookTooLong):
        played(decoder, kind)

    assert time.monotonic() - began < 1 + decoding.PATIENCE


def test_one_that_writes_where_nothing_can_be_is_not_heard_further(decoder):
    with pytest.raises(Broken):
        played(decoder, "flv")
