"""Colours that libvips does not know by themselves: Adobe RGB without a profile, and light that is
brighter than white (HDR), brought into sRGB."""

from __future__ import annotations

import struct

import pyvips

BT_2020, DISPLAY_P3 = 9, 12
PQ, HLG = 16, 18
BRIGHT = (PQ, HLG)
"""Primaries and transfer curves as ISO/IEC 23091-2 numbers them."""

_TO_SRGB = {
    BT_2020: [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]],
    DISPLAY_P3: [[1.2249, -0.2247, 0.0], [-0.0420, 1.0419, 0.0], [-0.0197, -0.0786, 1.0979]],
}
"""Linear light to linear light (ITU-R BT.2087; SMPTE EG 432-1)."""

WHITE = 203.0
"""How bright white is in an HDR picture, in candelas for a square metre (ITU-R BT.2408)."""


def dimmed(image: pyvips.Image, primaries: int, curve: int) -> pyvips.Image:
    """A picture in PQ or HLG as sRGB: what is darker than most of white stays as it is, what is
    brighter is pressed together below white."""
    extra = image[3:] if image.bands == 4 else None
    ushort = image.format == "ushort"
    steps = pyvips.Image.identity(ushort=ushort) / (65535.0 if ushort else 255.0)
    light = image[:3].maplut((_from_pq if curve == PQ else _from_hlg)(steps))
    if matrix := _TO_SRGB.get(primaries):
        light = light.recomb(matrix)
    light = (light < 0).ifthenelse(0, light)
    knee = 0.7
    pressed = 1 - (1 - knee) * (((light - knee) / (knee - 1)).exp())
    light = (light > knee).ifthenelse(pressed, light)
    shown = (light <= 0.0031308).ifthenelse(light * 12.92, light ** (1 / 2.4) * 1.055 - 0.055)
    result = (shown * 255).rint().cast("uchar").copy(interpretation="srgb")
    return (
        result
        if extra is None
        else result.bandjoin((extra >> 8 if ushort else extra).cast("uchar"))
    )


def _from_pq(steps: pyvips.Image) -> pyvips.Image:
    """SMPTE ST 2084."""
    power = steps ** (32 / 2523)
    above = power - 3424 / 4096
    above = (above < 0).ifthenelse(0, above)
    return (above / (2413 / 128 - power * (2392 / 128))) ** (16384 / 2610) * (10_000 / WHITE)


def _from_hlg(steps: pyvips.Image) -> pyvips.Image:
    """ITU-R BT.2100 for a screen of 1000 candelas; its gamma taken channel by channel."""
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    scene = (steps <= 0.5).ifthenelse(steps * steps / 3, (((steps - c) / a).exp() + b) / 12)
    return scene**1.2 * (1000 / WHITE)


def from_adobe_rgb(image: pyvips.Image) -> pyvips.Image:
    """Many cameras write Adobe RGB and say so in EXIF alone."""
    if image.bands != 3:
        return image
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", adobe_rgb())
    return image.icc_transform("srgb", embedded=True)


def adobe_rgb() -> bytes:
    """An ICC profile of version 2 from the numbers in Adobe RGB (1998), 4.3.1 and B.1."""
    curve = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, 0x0233)
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 4) + b"RGB\0" + bytes(79),
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": _xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": _xyz(0.14919, 0.06322, 0.74457),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s", at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    head = (head + bytes(28) + _xyz(0.9642, 1.0, 0.8249)[8:]).ljust(128, b"\0")
    return head + struct.pack(">I", len(tags)) + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))
