"""Why something is not brought in: every sentence, on one page.

Each is marked for translation here and translated by whoever shows it, so that an importer knows
nothing of languages. Each says what it is and, where there is something to do, what to do.
"""

from __future__ import annotations


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators' tools and leaves it as it is."""
    return sentence


# Kinds of file
UNKNOWN = gettext_noop("This is not a kind of file that can be kept here. It stays where it is.")
NOT_AS_NAMED = gettext_noop(
    "What is inside is not what its name says, nor anything else that is known here."
    " It may be damaged."
)
TECHNICAL = gettext_noop(
    "This is a program's own file: there is nothing in it to look at or to listen to."
    " It stays where it is."
)
SUBTITLES = gettext_noop("These are subtitles. Films come in without them.")
VIEWER = gettext_noop(
    "This belongs to the program on the hospital's disc; the pictures on it are brought in"
    " without it."
)
EMPTY = gettext_noop("The file is empty.")
NOT_READ_THERE = gettext_noop(
    "It could not be read to its end on the device it was on. If it is still there, bring it in"
    " again."
)
GREW = gettext_noop("It grew while it was read. Bring it in again when it is finished.")
ARCHIVE = gettext_noop("This is an archive inside the archive. Bring it in by itself.")
IN_ICLOUD = gettext_noop(
    "Only its placeholder is here; what it stands for is still in iCloud."
    " Download it to this computer, then bring it in again."
)

# Names and links
ABSOLUTE = gettext_noop("Its name points outside the archive, so it is left alone.")
CLIMBS = gettext_noop("Its name climbs out of its folder with “..”, so it is left alone.")
TOO_DEEP = gettext_noop("It lies more than 40 folders deep. Move it up and bring it in again.")
LONG_NAME = gettext_noop("Its name is too long. Give it a shorter one and bring it in again.")
NO_NAME = gettext_noop("It has no name.")
SAME_NAME = gettext_noop("The archive has this name twice. The first one was taken.")
LINK = gettext_noop("This is a link to another place. Bring in the file it leads to.")
NOT_A_FILE = gettext_noop("This is not an ordinary file.")
NO_WAY_IN = gettext_noop(
    "It could not be opened. Check that you may read it, then bring it in again."
)

# Zip members
LOCKED = gettext_noop(
    "It is locked with a password. Unpack it with the password, then bring in the folder."
)
PACKING = gettext_noop(
    "It is packed in a way that is not read here. Unpack the archive, then bring in the folder."
)
DAMAGED = gettext_noop("It is damaged inside the archive. If you can, fetch the archive again.")
OVERLAPS = gettext_noop(
    "It shares its place in the archive with another file."
    " Archives made to do harm are built like this, so it is left alone."
)
BOMB = gettext_noop(
    "Unpacked it would be very much larger than packed."
    " Archives made to do harm are built like this, so it is left alone."
)
TOO_LARGE = gettext_noop("It is larger than 8 GiB.")
TOO_MUCH = gettext_noop("All together this is more than 1 TiB. Bring in the rest by itself.")

# Instagram
MISSING = gettext_noop(
    "The export speaks of this file, but it is not here."
    " If the export came in several parts, bring them all in together."
)
NOT_IN_EXPORT = gettext_noop(
    "The export has only an address for this, not the file. Addresses are never followed."
)
MESSAGE = gettext_noop("This is from private messages. Messages are not brought in.")
DELETED = gettext_noop(
    "It had been deleted on Instagram and waited there to be removed, so it is left out."
)
BROKEN_JSON = gettext_noop(
    "This list breaks off or is damaged. What stood before the break was brought in."
    " If you can, fetch the export again."
)
BROKEN_ENTRY = gettext_noop("One entry in this list is damaged. The others were brought in.")
LONG_JSON = gettext_noop(
    "This list is longer than can be read here. What stood at its beginning was brought in."
)

# The whole of it
NOT_A_ZIP = gettext_noop(
    "This is not a zip archive, or it was cut off on the way. Nothing was changed."
    " Fetch it again, or unpack it and bring in the folder."
)
BROKEN_ZIP = gettext_noop(
    "The list of contents of this zip archive is damaged. Nothing was changed."
    " Fetch it again, or unpack it and bring in the folder."
)
SPLIT_ZIP = gettext_noop(
    "This is one piece of a zip archive split in several. Nothing was changed."
    " Unpack all the pieces together and bring in the folder."
)
LOCKED_ZIP = gettext_noop(
    "The list of contents of this zip archive is locked with a password. Nothing was changed."
    " Unpack it with the password and bring in the folder."
)
OTHER_ARCHIVE = gettext_noop(
    "Of archives, only zip is read here. Nothing was changed."
    " Unpack this one and bring in the folder."
)
TOO_MANY = gettext_noop(
    "This holds more than 200,000 files. Nothing was changed."
    " Bring it in as several smaller folders or archives."
)
NOT_THERE = gettext_noop("There is nothing at this place, or it may not be opened.")
NOTHING_GIVEN = gettext_noop("Nothing was chosen. Choose a folder, a zip archive or files.")
NO_INSTAGRAM = gettext_noop(
    "No Instagram export was found in this. Choose the zip archive from Instagram,"
    " or the folder it unpacks to."
)
ASK_FOR_JSON = gettext_noop(
    "This Instagram export is in HTML, made for reading in a browser; dates and words"
    " cannot be taken from it safely. Nothing was changed. In Instagram open Accounts Centre,"
    " Your information and permissions, Export your information (in older versions: Download"
    " your information). Ask again for the format JSON and the date range All time."
)
