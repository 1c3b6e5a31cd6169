"""The colours of a frame: what it says of them, what is taken for granted, and how those of a
brighter world (HDR) are brought into this one. FFmpeg's scaler does that for films, but prepares
for it for seconds; for a single picture it is done here.

Numbers are those of ITU-T H.273. Curves: ITU-R BT.2100 (PQ and HLG), matrix from BT.2020 to BT.709:
BT.2087. Diffuse white is at 203 cd/m2 (BT.2408).
"""

from __future__ import annotations

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

BT709, BT601, BT2020 = 1, 6, 9
_MATRICES = {1: BT709, 4: BT601, 5: BT601, 6: BT601, 9: BT2020, 10: BT2020}
_UNSPECIFIED, _LIMITED, _FULL = 2, 1, 2
PQ, HLG = 16, 18
_PRIMARIES_BT2020 = 9
_WHITE = 203.0

Array = NDArray[np.float32]


def settle(frame: VideoFrame) -> None:
    """Fill in what a frame leaves open. Old, small pictures are BT.601, others BT.709; what no
    one can know, as the primaries, is left out rather than converted by a guess."""
    if frame.format.is_rgb:
        frame.colorspace, frame.color_range = 0, _FULL
    else:
        taken_for = BT709 if frame.height >= 720 else BT601
        frame.colorspace = _MATRICES.get(frame.colorspace, taken_for)
        full = frame.color_range == _FULL or frame.format.name.startswith("yuvj")
        frame.color_range = _FULL if full else _LIMITED
    if bright(frame):
        frame.color_primaries = _PRIMARIES_BT2020
    else:
        frame.color_trc = frame.color_primaries = _UNSPECIFIED


def bright(frame: VideoFrame) -> bool:
    return frame.color_trc in (PQ, HLG)


def shown(pixels: NDArray[np.uint16], transfer: int) -> NDArray[np.uint8]:
    """Bright pixels in BT.2020, sixteen bits a colour, as they are shown on any screen."""
    signal = pixels.reshape(-1, 3).T.astype(np.float32) / np.float32(65535)
    colours = _darkened(_light(signal, transfer)) * 255
    return np.rint(colours.T).astype(np.uint8).reshape(pixels.shape)


def _light(signal: Array, transfer: int) -> Array:
    """Light on a screen, 1 for diffuse white, in BT.2020."""
    if transfer == PQ:
        power = signal ** np.float32(1 / 78.84375)
        root = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
        return np.asarray(root ** (1 / 0.1593017578125) * (10_000 / _WHITE), np.float32)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    luminance = np.tensordot([0.2627, 0.6780, 0.0593], scene, 1)
    return np.asarray(scene * luminance**0.2 * (1000 / _WHITE), np.float32)


_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
    np.float32,
)
_KNEE = 0.5


def _darkened(light: Array) -> Array:
    """BT.709 as a signal. Up to half of white nothing changes; what is brighter draws near to
    white without ever going past it, all three colours alike so that a face keeps its own."""
    light = np.maximum(_TO_BT709 @ light, 0)
    most = np.maximum(light.max(axis=0), 1e-6)
    above = np.maximum(most - _KNEE, 0)
    softened = np.minimum(most, _KNEE) + (1 - _KNEE) * (1 - np.exp(-above / (1 - _KNEE)))
    kept = np.clip(light * (softened / most), 0, 1)
    return np.asarray(kept ** (1 / 2.2), np.float32)
