"""The colours of a frame: what it says of them, what is taken for granted, and how those of a
brighter world (HDR) are brought into this one.

HLG is made such that it can be taken for the usual curve. PQ is not; FFmpeg's scaler brings it over
for films, but prepares for that for seconds, so for a single picture it is done here.

Numbers are those of ITU-T H.273. The curve of PQ: ITU-R BT.2100; the matrix from BT.2020 to BT.709:
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
    """Say whether a frame is of that brighter world."""
    return frame.color_trc in (PQ, HLG)


def steps_to_usual(frame: VideoFrame, drawn: bool) -> list[tuple[str, str]]:
    """FFmpeg's filters that bring a frame to BT.709; of PQ only where it is `drawn` for a film."""
    if frame.color_trc == HLG:
        taken_for = "ispace=bt2020nc:iprimaries=bt2020:itrc=bt2020-10"
        usual = f"all=bt709:range=tv:format=yuv420p:{taken_for}"
        return [("format", "yuv420p10le"), ("colorspace", usual)]
    if not drawn:
        return []
    bright = ":out_primaries=bt709:out_transfer=bt709:intent=perceptual"
    tone = bright if frame.color_trc == PQ else ""
    return [("scale", f"out_color_matrix=bt709:out_range=tv{tone}")]


def shown(pixels: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Pixels in PQ and BT.2020, sixteen bits a colour, as they are shown on any screen."""
    light = _LIGHT[pixels.reshape(-1, 3) >> 4].T
    kept = np.rint(_darkened(light) * (len(_SIGNAL) - 1)).astype(np.uint16)
    return _SIGNAL[kept.T].reshape(pixels.shape)


def _light() -> Array:
    """Light on a screen for each signal of twelve bits, 1 for diffuse white."""
    power = np.linspace(0, 1, 4096) ** (1 / 78.84375)
    root = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
    return np.asarray(root ** (1 / 0.1593017578125) * (10_000 / _WHITE), np.float32)


_LIGHT = _light()
_SIGNAL = np.rint(np.linspace(0, 1, 4096) ** (1 / 2.2) * 255).astype(np.uint8)
_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
    np.float32,
)
_PEAK = 1000 / _WHITE


def _darkened(light: Array) -> Array:
    """Light from 0 to 1 in BT.709. What is bright draws near to white (after Reinhard, with white
    where most screens end), all three colours alike so that a face keeps its own."""
    light = np.maximum(_TO_BT709 @ light, 0)
    most = np.clip(light.max(axis=0), 1e-6, _PEAK)
    softened = most * (1 + most / _PEAK**2) / (1 + most)
    return np.asarray(np.clip(light * (softened / most), 0, 1), np.float32)
