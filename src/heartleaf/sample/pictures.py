"""The pictures of the sample family: which was painted, when, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from heartleaf.sample import outdoors, rooms, table, things
from heartleaf.sample.painting import jpeg


@dataclass(frozen=True)
class Picture:
    """One painted picture. `taken` is what its EXIF says; `date` what the family says instead, if
    the file knows nothing. `neutral` is what its cover says. With `tray` it waits to be chosen."""

    paint: Callable[[], Image.Image]
    name: str
    alt: str
    taken: str = ""
    date: str = ""
    title: str = ""
    words: str = ""
    to: tuple[str, ...] = ()
    by: str = "Ada"
    circle: str = "us"
    covered: bool = False
    neutral: str = ""
    tray: bool = False

    def file(self) -> bytes:
        """Paint it."""
        return jpeg(self.paint(), self.taken)


PICTURES = (
    Picture(
        things.ultrasound,
        "scan0001.jpg",
        "An ultrasound picture",
        date="about spring 2025",
        words="From the drawer in the hall. There is no date on it any more: the corner with the"
        " print came off in my coat.",
        to=("Rowan",),
        covered=True,
        neutral="A scan",
    ),
    Picture(
        things.hat,
        "IMG_2041.JPG",
        "A knitted hat, cream, with a tuft",
        taken="2025:05:12 19:20:11",
        title="His hat",
        words="Inge made it from the end of a ball she had by her. It is the smallest she knows how"
        " to make.",
        to=("Rowan",),
        covered=True,
        neutral="Picture, a thing",
    ),
    Picture(
        things.footprints,
        "IMG_2047.JPG",
        "A card with the prints of two feet",
        taken="2025:05:13 08:02:40",
        to=("Rowan",),
        covered=True,
        neutral="Picture, hospital",
    ),
    Picture(
        things.blanket,
        "IMG_2066.JPG",
        "A folded blanket, yellow, on a wooden floor",
        taken="2025:05:19 11:31:05",
        title="The blanket",
        to=("Rowan",),
        by="Jonas",
    ),
    Picture(
        rooms.window,
        "IMG_2102.JPG",
        "Rain on the kitchen window; a cup on the sill",
        taken="2025:06:09 06:48:52",
        circle="only-me",
    ),
    Picture(
        table.chestnuts,
        "IMG_2388.JPG",
        "Chestnuts on the table, two still in their husks",
        taken="2025:10:05 16:12:27",
        title="What Emil brings",
        to=("Emil", "Rowan"),
    ),
    Picture(
        rooms.candle,
        "IMG_2401.JPG",
        "A candle in a glass before a dark window",
        taken="2025:10:15 19:04:00",
        words="Seven o’clock. We put it where it can be seen from the road.",
        to=("Rowan",),
    ),
    Picture(
        outdoors.linden,
        "IMG_2415.JPG",
        "A linden with yellow leaves at the end of a path",
        taken="2025:10:26 15:40:18",
        words="The seed is from this one.",
        by="Jonas",
    ),
    Picture(
        table.childs_drawing,
        "IMG_2533.JPG",
        "A child’s drawing: a house, five people, a tree with hearts for leaves",
        taken="2026:02:21 10:15:33",
        title="All of us, by Mila",
        words="The small one by the tree is Rowan. He has no feet because of the grass.",
        to=("Mila", "Rowan", "Emil"),
    ),
    Picture(
        rooms.plant,
        "IMG_2604.JPG",
        "A small linden in a clay pot, with one new leaf",
        taken="2026:05:03 09:22:46",
        title="The new leaf",
        to=("Rowan",),
    ),
    Picture(
        outdoors.sea,
        "IMG_2619.JPG",
        "A tray with two cups and a flask on a wall by the sea",
        taken="2026:05:12 10:58:09",
        to=("Rowan", "Mila", "Emil"),
        by="Jonas",
    ),
    Picture(
        rooms.boots,
        "IMG_2688.JPG",
        "Two pairs of red boots on the stairs",
        taken="2026:06:24 17:45:30",
        to=("Mila", "Emil"),
    ),
    Picture(
        outdoors.kite,
        "IMG_2150.JPG",
        "A kite over the dunes",
        taken="2025:08:02 14:10:00",
        tray=True,
    ),
    Picture(
        table.apples,
        "IMG_2291.JPG",
        "Three apples in a bowl",
        taken="2025:08:30 18:20:00",
        tray=True,
    ),
    Picture(
        outdoors.snow,
        "IMG_2497.JPG",
        "Roofs in the snow, and the moon",
        taken="2026:01:06 17:33:00",
        tray=True,
    ),
    Picture(things.blanket, "scan0002.jpg", "A folded blanket", tray=True),
)
