"""The files of a keepsake in an export: what lies beside an original so that anyone can see it.

Beside what no browser shows lies a JPEG; a film or a sound gets what plays everywhere. For someone
else the views stand in the place of the originals, unless these were asked for.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import PICTURES, PieceFile
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.gathering import Gathered, Kept, KeptFile
from heartleaf.archive.bag.layout import Names
from heartleaf.keepsakes.attachments import Attachment, Played
from heartleaf.keepsakes.developing import placeless
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.keepsakes.media import SealedFile, SealedStream, open_original, open_view
from heartleaf.keepsakes.plain_text import as_text, text_of
from heartleaf.keepsakes.receiving import decoder, kind_inside
from heartleaf.keepsakes.words import length, word_for
from heartleaf.sealing import Identity, SealingError
from heartleaf.vault import VaultError

SHOWN_AS_THEY_ARE = {"jpeg", "png", "gif", "webp"}
PLAYED_AS_THEY_ARE = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav"}
ENDINGS = {"video/mp4": "mp4", "audio/mp4": "m4a", "audio/mpeg": "mp3"}
MOST_PAGES = 200
"""Of one paper, as pictures, where its original is not given."""

Made = Generator[Entry, None, list[PieceFile]]


def files_of(walk: Walk, kept: Kept) -> Made:
    """What lies beside the originals, as it is made; then all there is of each file."""
    names = kept.names if walk.gives_originals else Names()
    found = []
    for one in kept.card.attachments:
        file = kept.file(one.media)
        if file is None:
            continue
        found.append((yield from _file(walk, kept, file, names)))
        if not walk.gives_originals and one.sort == "paper":
            found += yield from _pages(kept, file, names)
    return found


def _file(
    walk: Walk, kept: Kept, file: KeptFile, names: Names
) -> Generator[Entry, None, PieceFile]:
    one, word = file.attachment, _word(file.attachment)
    note = "" if one.views or one.type == "text" else _sentence(one.unseen)
    path = yield from _original(walk, kept, file)
    if not path and one.type == "text":
        path = yield from _text(walk.gathered, kept, file, names)
    picture, harm = yield from _picture(walk, kept, file, names)
    play, type = yield from _played(walk, kept, file, names, path)
    view = one.views[1] if picture else None
    return PieceFile(
        name=file.name if path else PurePosixPath(picture or play or file.name).name,
        word=word,
        path=path or ("" if play else picture),
        alt=one.alt,
        picture=picture,
        width=view.width if view else 0,
        height=view.height if view else 0,
        play=play,
        type=type,
        note=harm or note,
    )


def _original(walk: Walk, kept: Kept, file: KeptFile) -> Generator[Entry, None, str]:
    """Its path, where it is given. In someone's own export whoever writes the bag lays it there."""
    path = kept.path(file.name)
    if walk.is_own or not walk.gives_originals:
        return path if walk.is_own else ""
    gathered = walk.gathered
    if not (gathered.asked.placeless or file.attachment.placeless):
        yield Entry(path, lambda: gathered.original(kept, file))
        return path
    key = kept.circle.identity(file.epoch)
    try:
        sealed = SealedFile(file.attachment, key)
        stream = io.BufferedReader(SealedStream(sealed))
        blots = placeless.find(stream, kind_inside(sealed, file.attachment))
    except (SealingError, VaultError):
        blots = None
    if blots is None:  # no copy without the place can be promised of it
        return ""
    yield Entry(path, lambda: placeless.blotted(gathered.original(kept, file), blots))
    return path


def _text(
    gathered: Gathered, kept: Kept, file: KeptFile, names: Names
) -> Generator[Entry, None, str]:
    """The words of a plain text file."""
    try:
        words = text_of(file.attachment, kept.circle.identity(file.epoch))
    except (SealingError, VaultError) as error:
        gathered.tell(kept.path(file.name), str(error), kept.row)
        return ""
    if not words:
        return ""
    path = kept.path(names.take(_named(file.name, "txt")))
    yield Entry.of(path, as_text(words.encode()).encode() + b"\n")
    return path


def _picture(
    walk: Walk, kept: Kept, file: KeptFile, names: Names
) -> Generator[Entry, None, tuple[str, str]]:
    """The path of the JPEG that shows it, and what is to be said where there is none."""
    one = file.attachment
    if not one.views:
        return "", ""
    beside = one.type not in SHOWN_AS_THEY_ARE and one.sort in {"picture", "ultrasound"}
    if beside or not walk.gives_originals:
        path = kept.path(names.take(_named(file.name, "jpg")))
    else:
        path = f"{PICTURES}/{one.media}.jpg"
    try:
        data = open_view(one, "large", _key(kept, one.viewed))
    except (SealingError, VaultError) as error:
        walk.gathered.tell(path, str(error), kept.row)
        return "", _("The picture that was made of it is damaged.")
    yield Entry.of(path, data)
    return path, ""


def _played(
    walk: Walk, kept: Kept, file: KeptFile, names: Names, path: str
) -> Generator[Entry, None, tuple[str, str]]:
    """The path of what a browser plays, and its media type."""
    one = file.attachment
    if path and one.type in PLAYED_AS_THEY_ARE:
        return path, PLAYED_AS_THEY_ARE[one.type]
    made = one.played
    if made is None or made.type not in ENDINGS:
        return (path, "video/mp4") if path and one.type == "mp4" else ("", "")
    played = kept.path(names.take(_named(file.name, ENDINGS[made.type])))
    yield Entry(played, lambda: _parts(walk.gathered, kept, made, played))
    return played, made.type


def _parts(gathered: Gathered, kept: Kept, made: Played, path: str) -> Iterator[bytes]:
    try:
        yield from open_original(made, _key(kept, made.media))
    except (SealingError, VaultError) as error:
        gathered.tell(path, str(error), kept.row)


def _pages(kept: Kept, file: KeptFile, names: Names) -> Made:
    """Each further page of a paper as a picture; the first is there already."""
    one, found = file.attachment, []
    if not one.views:
        return []
    for number in range(1, min(one.pages, MOST_PAGES)):
        try:
            sealed = SealedFile(one, kept.circle.identity(file.epoch))
            page = decoder.page(sealed, kind_inside(sealed, one), number)
        except (Unreadable, SealingError, VaultError):
            break
        path = kept.path(names.take(_named(file.name, "jpg")))
        yield Entry.of(path, page.data)
        word = _("Page {number}").format(number=number + 1)
        name = PurePosixPath(path).name
        found.append(PieceFile(name, word, path, "", path, page.width, page.height))
    return found


def _key(kept: Kept, media: str) -> Identity:
    rows = kept.row.media.all()  # they were read with it
    epoch = next((row.epoch for row in rows if str(row.pk) == media), kept.row.epoch)
    return kept.circle.identity(epoch)


def _named(name: str, ending: str) -> str:
    return f"{PurePosixPath(name).stem or name}.{ending}"


def _word(one: Attachment) -> str:
    if one.still:
        return _("The moment around it")
    word, long = word_for(one.sort), length(one.seconds)
    return _("{word}, {length}").format(word=word, length=long) if long else word


def _sentence(unseen: str) -> str:
    return _(unseen) if unseen else ""
