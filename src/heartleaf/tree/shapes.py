"""The unit drawings: a leaf of length 1 with its stalk at 0,0, a bud, a bract with nutlets.

A linden's leaf is heart-shaped, toothed, slightly oblique at its base; its flower stalk hangs
from a pale, tongue-shaped bract. Each is drawn once in `<defs>` and used wherever it stands.
"""

from __future__ import annotations

STALK = 0.27
"""Length of the stalk for a blade of length 1. Blades begin there, wood is at 0."""

_BLADE = (
    "M0 .035C-.06-.085-.25-.125-.385.02C-.53.18-.47.43-.31.6C-.19.73-.07.83.012 1"
    "C.085.84.2.75.335.585C.49.395.5.165.36.01C.235-.115.065-.085 0 .035Z"
)
_FOLD = "M0 .035Q.02.5.012 1C.085.84.2.75.335.585C.49.395.5.165.36.01C.235-.115.065-.085 0 .035Z"
_MIDRIB = "M0 .035Q.02.5.012.95"
_VEINS = (
    "M.002.07Q-.17.06-.36.2M.006.25Q-.17.29-.33.46M.01.47Q-.11.53-.2.66"
    "M.003.08Q.17.06.345.19M.008.29Q.18.33.32.48M.012.52Q.11.57.19.68"
)
_STALK = f"M0 -{STALK}Q.035-.1 0 .05"


def _leaf(name: str, veins: str) -> str:
    return (
        f'<g id="{name}"><g transform="translate(0 {STALK})"><path class="stalk" d="{_STALK}"/>'
        f'<path class="blade" d="{_BLADE}"/><path class="shade" d="{_FOLD}"/>'
        f'<path class="rib" d="{_MIDRIB}"/>{veins}</g></g>'
    )


_BUD = '<path id="linden-bud" class="bud" d="M0 0C-.34.2-.34.7 0 1C.34.7.34.2 0 0Z"/>'

_BRACT = (
    '<g id="linden-bract"><path class="bract" d="M0 .08C-.11.3-.13.72-.05.98C.06.78.09.34 0 .08Z"/>'
    '<path class="peduncle" d="M0 0Q-.04.3.02.62Q.06.8 0 1.02'
    'M.02.62Q.12.82.14 1.05M.02.62Q.18.76.27.97"/>'
    '<path class="nut" d="M-.052 1.05a.052.052 0 1 0 .104 0a.052.052 0 1 0-.104 0'
    "M.09 1.09a.052.052 0 1 0 .104 0a.052.052 0 1 0-.104 0"
    'M.225 1a.052.052 0 1 0 .104 0a.052.052 0 1 0-.104 0"/></g>'
)

_BARE = (
    f'<g id="linden-bare"><path class="touch" transform="translate(0 {STALK})" d="{_BLADE}"/>'
    '<path class="bud" transform="scale(.3)" d="M0 0C-.34.2-.34.7 0 1C.34.7.34.2 0 0Z"/></g>'
)
"""A leaf in winter: its bud, which can be touched where the leaf would be."""

_LIGHT = (
    '<g id="linden-light"><circle class="glow" cy="-.95" r=".9"/>'
    '<path class="wax" d="M-.12 0V-.62Q0-.69.12-.62V0Q0 .07-.12 0Z"/>'
    '<path class="wick" d="M0-.62V-.74"/>'
    '<path class="flame" d="M0-1.32C.22-1.02.2-.74 0-.7C-.2-.74-.22-1.02 0-1.32Z"/>'
    '<path class="heart" d="M0-1.04C.1-.9.1-.75 0-.73C-.1-.75-.1-.9 0-1.04Z"/></g>'
)
"""A small candle, its foot at 0,0."""

SHAPES = (
    "<defs>"
    + _leaf("linden-leaf", f'<path class="rib vein" d="{_VEINS}"/>')
    + _leaf("linden-leaflet", "")
    + _BUD
    + _BRACT
    + _BARE
    + _LIGHT
    + "</defs>"
)
