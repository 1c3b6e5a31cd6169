"""What the sample family has written. Nobody wrote these; any likeness is that of ordinary days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A letter by `by`, kept in `circle`; `to` names children, `date` is as the family says it.

    `next_day` closes it until their day comes round again, `until_asked` until it is asked for.
    """

    title: str
    date: str
    words: str
    to: tuple[str, ...] = ("Rowan",)
    by: str = "Ada"
    circle: str = "us"
    next_day: bool = False
    until_asked: bool = False
    covered: bool = False


def letters() -> Iterator[Letter]:
    """The letters, in the order they were kept."""
    yield from _of_the_year_before()
    yield from _of_that_year()
    yield from _of_this_year()


def _of_the_year_before() -> Iterator[Letter]:
    yield Letter(
        "The key",
        "autumn 2024",
        "The key of the house was gone, somewhere after the toll bridge. We took the seats apart"
        " at the side of the road, all four of us, with the torch from the glove box.\n\n"
        "It was in your sleeve. You had been holding on to it the whole time, inside your jumper,"
        " and you said you only wanted to see how long we would look.\n\n"
        "A long time, Mila. We would have taken the engine out too.",
        to=("Mila",),
        by="Jonas",
    )
    yield Letter(
        "Two words",
        "about January 2024",
        "You have two words now: *no*, and *moon*. You use them in turn. At the window this"
        " morning you said *moon* and pointed at the street lamp, and when your sister told you"
        " what it was, you said *no*.",
        to=("Emil",),
    )


def _of_that_year() -> Iterator[Letter]:
    yield Letter(
        "A list, before you",
        "28 February 2025",
        "Things that have to be done before you come:\n\n"
        "- the small room, which is full of bicycles\n"
        "- tell Grandmother Inge (she knows; she looked at my shoes and knew)\n"
        "- the blue chair, new legs\n"
        "- find out where one buys a pram for two when one of the two would rather walk\n"
        "- names. Jonas has a list. I have a list. There is one name on both.",
        circle="only-me",
    )
    yield Letter(
        "What we were told",
        "12 May 2025",
        "I want to put down the order of it before it runs together.\n\n"
        "We came at ten. It was the room at the end with the picture of the boats. You were born"
        " at twenty to four in the afternoon. You weighed three hundred and ten grams, and"
        " somebody wrote it on a card with a round, careful hand. The midwife was called Orla."
        " She said your name each time she came in, as one does in a room where there is"
        " somebody.\n\n"
        "Jonas held you first, because I asked him to. Then I did. Your fingers were quite"
        " finished, with nails on them.\n\n"
        "Nobody told us when we had to go. It was dark and then it was getting light again. That"
        " is everything I am sure of.",
        covered=True,
    )
    yield Letter(
        "The yellow blanket",
        "about the end of May 2025",
        "My mother had made it for Mila, and then it was Emil’s, and it has a hole in one corner"
        " from the cat we had in the old flat. You had it for one night. It came home with us in"
        " a paper bag.\n\n"
        "I washed it once and I wish I had not. After that I put it on the shelf with the others,"
        " since it has always been there, and it would look odd for it to be anywhere else.",
        by="Jonas",
        circle="only-me",
    )
    yield Letter(
        "Chestnuts",
        "October 2025",
        "Mila has explained to Emil that you are in the tree, and that this is why it may not be"
        " moved, and that the watering can is hers. He has thought it over. Now he brings it"
        " things: three chestnuts, a bus ticket, the lid of the jam.\n\n"
        "We leave them lying there. The pot is getting rather full.",
        to=("Rowan", "Mila", "Emil"),
    )
    yield Letter(
        "Six in the morning",
        "2 December 2025",
        "The boiler starts at ten to six, and a little later Emil does. He sings before he is"
        " awake. It is one note and it goes on until Jonas has found the slippers.\n\n"
        "Then the third stair. Then the tap, which has to run until it is warm, and the drawer"
        " with the spoons, which I have asked everyone to close more quietly. Mila asks what day"
        " it is. Whatever it is, she had thought it was another.\n\n"
        "For a long while I lay there and could not bear that it was all the same as before. I"
        " wanted one of the noises to be missing. Now I wait for them in their order, and when"
        " the drawer has slammed I get up.\n\n"
        "That is the house you would have come to. I thought somebody should write it down.",
        circle="only-me",
    )
    yield Letter(
        "For the day you ask me",
        "winter 2025",
        "Mila, one day you will want to know all of it, and not only the part with the tree. I"
        " have written it down here while I still have the words, so that you do not have to take"
        " it out of me on a bad evening.\n\n"
        "You asked me in the bath whether it was because you had jumped on the bed with me. It"
        " was not. I said so then, and I say it again, in case it comes back to you when you are"
        " grown up and the bath is long ago. It was nothing that anyone did.",
        to=("Mila",),
        until_asked=True,
    )


def _of_this_year() -> Iterator[Letter]:
    yield Letter(
        "Snow, and a question",
        "between 4 January 2026 and 10 January 2026",
        "It snowed on a school day, and the school shut. I built the three of you in the yard:"
        " Mila tall, with the good scarf, Emil nearly round, and you. I did not know how large to"
        " make you. I made you as large as a boy of eight months, which is guessing, and then I"
        " put the colander on your head because Emil wanted it there.\n\n"
        "A man I know from the bus stopped and asked whether those were my three. I said yes.",
        by="Jonas",
        to=("Rowan", "Mila", "Emil"),
    )
    yield Letter(
        "At the clinic",
        "17 March 2026",
        "The form asked how many pregnancies, and how many children. I wrote three and three. The"
        " nurse looked at the screen, and then at me, and did not change it.",
        circle="only-me",
        covered=True,
    )
    yield Letter(
        "A new leaf",
        "early May 2026",
        "There is a new leaf on the linden, the light kind that looks wet. Nothing else in the"
        " kitchen is that green. Mila measured it against her thumb and wrote the number on the"
        " wall beside the two of them, a good way down, with an R.",
        to=("Rowan", "Mila"),
    )
    yield Letter(
        "Red boots",
        "24 June 2026",
        "Emil has got Mila’s old red boots and will not take them off, not for bed either. She"
        " has new ones, red too, because there was no other colour he would have let her buy.",
        to=("Emil", "Mila"),
    )
    yield Letter(
        "For your next day",
        "12 May 2026",
        "I said I would write to you every year on this day, and put it away until the next one."
        " So this is the first, and I shall read it in a year with you.\n\n"
        "This morning we went to the sea, because it is where none of us knows what to do and it"
        " does not matter. We had a flask and the good cups. Emil threw stones. Mila asked if you"
        " would be walking now, and Jonas said: yes, just about, and falling over.\n\n"
        "It has not become lighter. I have become used to the weight of it, I think, as one does"
        " with a bag: one knows which shoulder.",
        next_day=True,
    )
