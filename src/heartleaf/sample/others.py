"""What the sample family keeps beside pictures: sounds, films, papers and an ultrasound."""

from __future__ import annotations

from functools import partial

from heartleaf.sample.brought import Brought, File
from heartleaf.sample.filming import film, still
from heartleaf.sample.hearing import heart, one_note
from heartleaf.sample.moving import branch, in_the_wind, lantern, on_the_way, rings, water
from heartleaf.sample.papers import certificate, from_orla
from heartleaf.sample.scanning import cine

CREATED = "com.apple.quicktime.creationdate"
PAIR = "com.apple.quicktime.content.identifier"
MARK = "5A2F1E30-2026-4512-9C00-0B5E5EA50001"

LANTERN = partial(
    film, lantern, on_the_way, 2.4, "libx265", ((CREATED, "2025-11-11T17:52:10+0000"),)
)
LEAVES = partial(
    film, branch, in_the_wind, 2.6, "libx264", ((CREATED, "2026-06-07T16:20:44+0100"),), wind=True
)
RINGS = partial(
    film,
    water,
    rings,
    1.6,
    "libx264",
    ((CREATED, "2026-05-12T11:31:19+0100"), (PAIR, MARK)),
)

OTHERS = (
    Brought(
        (File(LANTERN, "IMG_2438.MOV", "A paper lantern on a stick, in the dark"),),
        title="Mila’s lantern",
        words="Saint Martin’s. She made it herself and would have nobody carry it. There are two"
        " lights in it, she says, hers and Rowan’s. One cannot see it because they are in the same"
        " place.",
        to=("Mila", "Rowan"),
    ),
    Brought(
        (File(LEAVES, "IMG_2671.MOV", "Linden leaves in the wind"),),
        words="Under the tree at the corner. I wanted to see if the phone would get the sound.",
        by="Jonas",
    ),
    Brought(
        (
            File(
                partial(still, water, rings, 0.8, "2026:05:12 11:31:20", MARK),
                "IMG_2621.JPG",
                "Rings on the water where a stone went in",
            ),
            File(RINGS, "IMG_2621.MOV"),
        ),
        title="Emil’s stone",
        words="The only one that went where he wanted.",
        to=("Emil", "Rowan"),
        by="Jonas",
    ),
    Brought(
        (File(cine, "IM000001.dcm", "Someone very small in a dark round"),),
        title="The first time",
        words="Nine weeks and six days. What flickers in the middle is him.",
        to=("Rowan",),
        circle="only-me",
        covered=True,
        neutral="Ultrasound, hospital",
    ),
    Brought(
        (File(heart, "Recording 3.wav", "A heart, quick, through a machine that hisses"),),
        date="14 April 2025",
        title="His heart, at sixteen weeks",
        words="Jonas held his phone to the machine for as long as they let us.\n\n"
        "I thought that it was too fast. They are meant to be so fast.",
        to=("Rowan",),
    ),
    Brought(
        (File(certificate, "Certificate.pdf", "A certificate with the prints of two feet"),),
        date="13 May 2025",
        title="From the hospital",
        words="It came in an envelope without a window. It counts for nothing with the authorities,"
        " and his name is spelt right.",
        to=("Rowan",),
        by="Jonas",
    ),
    Brought(
        (File(from_orla, "for Ada and Jonas.txt"),),
        date="June 2025",
        title="What Orla remembers",
        words="I asked her, and three weeks later it was there.",
        to=("Rowan",),
    ),
    Brought((File(one_note, "Recording 11.wav"),), tray=True),
)
