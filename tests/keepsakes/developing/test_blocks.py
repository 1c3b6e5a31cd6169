"""Reading in blocks and in pieces gives the same bytes as reading at once."""

import io

from hypothesis import given
from hypothesis import strategies as st

from heartleaf.keepsakes.developing.blocks import BLOCK, Blocks, end_to_end
from heartleaf.keepsakes.developing.looks import Stretch

LONG = bytes(range(251)) * 1200  # several blocks, and no multiple of one
PLACES = st.integers(0, len(LONG) + 10)


@given(st.lists(st.tuples(PLACES, st.integers(0, 3 * BLOCK))))
def test_blocks_are_the_file(asked):
    blocks = Blocks(io.BytesIO(LONG))
    for at, size in asked:
        blocks.seek(at)
        assert blocks.read(size) == LONG[at : at + size]


@given(st.lists(st.tuples(PLACES, st.integers(-2, 5000)), max_size=6), st.integers(0, 9000))
def test_pieces_are_read_end_to_end(stretches, at):
    pieces = [Stretch(offset, min(size, len(LONG) - offset)) for offset, size in stretches]
    whole = b"".join(LONG[offset : offset + max(0, size)] for offset, size in pieces)

    joined = end_to_end(io.BytesIO(LONG), pieces)
    joined.seek(at)

    assert joined.read() == whole[at:]


def test_a_file_is_asked_for_a_block_only_once():
    class Counting(io.BytesIO):
        asked = 0

        def read(self, size=-1):
            self.asked += 1
            return super().read(size)

    file = Counting(LONG)
    blocks = Blocks(file)
    for at in range(0, 4000, 8):
        blocks.seek(at)
        blocks.read(8)

    assert file.asked == 1
