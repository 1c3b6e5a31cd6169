"""Lossless JPEG written by hand, so that its reader is tested by somebody else (ITU-T T.81, H)."""

from __future__ import annotations

import numpy as np

LENGTHS = 17
"""Every category of a difference gets a code of five bits: the least clever table there is."""


def encoded(pixels: np.ndarray, precision: int) -> bytes:
    """One sample a pixel, each foretold by the one to its left (selection value 1)."""
    rows, columns = pixels.shape
    table = bytes([0, *([0] * 4), LENGTHS, *([0] * 11)]) + bytes(range(LENGTHS))
    frame = bytes([precision, *divmod(rows, 256), *divmod(columns, 256), 1, 1, 0x11, 0])
    scan = bytes([1, 1, 0, 1, 0, 0])
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xC3, frame),
            _segment(0xC4, table),
            _segment(0xDA, scan),
            _entropy_coded(pixels, precision),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2) + data


def _entropy_coded(pixels: np.ndarray, precision: int) -> bytes:
    foretold = np.empty(pixels.shape, np.int64)
    foretold[:, 1:] = pixels[:, :-1]
    foretold[1:, 0] = pixels[:-1, 0]
    foretold[0, 0] = 2 ** (precision - 1)
    bits = "".join(_code(int(step)) for step in (pixels.astype(np.int64) - foretold).flat)
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8).replace(b"\xff", b"\xff\x00")


def _code(step: int) -> str:
    """The category, then the difference in as many bits (H.1.2.2)."""
    size = abs(step).bit_length()
    if not size:
        return f"{0:05b}"
    return f"{size:05b}" + f"{step if step > 0 else step + 2**size - 1:0{size}b}"
