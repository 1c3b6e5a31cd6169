"""What a guest is asked when they leave something, and what of it needs another look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from heartleaf.circle.note_content import ANSWER
from heartleaf.circle.page_content import CANDLE, PICTURE, VOICE, WORDS, PageContent
from heartleaf.circle.readable import one_line, readable, says_nothing
from heartleaf.keepsakes.developing.kinds import HEAD, SORTS, UNSHOWN, Sort, kind_of
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.web.held_files import MOST_FILES, HeldFile, held_files

MOST_LETTERS, LONGEST_NAME = 5_000, 80


@dataclass
class LeavingForm:
    """As it was typed; `faults` are sentences by field. `ask` is which asking of the page it
    answers, counted from 1, and `did` whether it is done already."""

    content: PageContent
    name: str = ""
    words: str = ""
    answer: str = ""
    ask: int = 0
    did: bool = False
    files: list[HeldFile] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest, content: PageContent) -> LeavingForm:
        told = request.POST or request.GET
        ask = told.get("ask", "")
        return cls(
            content=content,
            name=told.get("name", ""),
            words=told.get("words", "").replace("\0", ""),
            answer=told.get("answer", ""),
            ask=int(ask) if ask in map(str, range(1, len(content.asks) + 1)) else 0,
            did=told.get("did") == "yes",
            files=list(held_files(request)),
        )

    @property
    def asked(self) -> str:
        return self.content.asks[self.ask - 1] if self.ask else ""

    @property
    def takes(self) -> set[str]:
        """What may be left here. An asking is answered in words, if with any."""
        return {WORDS} if self.ask else set(self.content.allows) - {CANDLE}

    @property
    def takes_files(self) -> bool:
        return bool(self.takes & {PICTURE, VOICE})

    def check_words(self) -> bool:
        """Before it is shown once more."""
        if len(self.words) > MOST_LETTERS:
            self.faults["words"] = _(
                "There is room for {most} letters, and these are {number}. All of them still stand "
                "here; perhaps they can be left in two parts."
            ).format(most=number_format(MOST_LETTERS), number=number_format(len(self.words)))
        if len(self.name) > LONGEST_NAME:
            self.faults["name"] = _("That is longer than a name has room here.")
        if not (self.ask or self.takes_files) and says_nothing(self.words):
            self.faults["words"] = _("No words stand here yet.")
        return not self.faults

    def check(self) -> bool:
        """Before it is sent."""
        self.check_words()
        if not self.answers_question():
            self.faults["answer"] = _(
                "The family had something else in mind. You may try again, or ask them."
            )
        if fault := self._about_files():
            self.faults["files"] = fault
        elif not (self.ask or self.files) and says_nothing(self.words):
            self.faults["words"] = _("Nothing is here yet that could be left.")
        return not self.faults

    def answers_question(self) -> bool:
        asked = bool(self.content.question and self.content.answer)
        return not asked or _plain(self.answer) == _plain(self.content.answer)

    @property
    def kind(self) -> str:
        if self.ask:
            return ANSWER
        sorts = {_sort(one) for one in self.files}
        return VOICE if "sound" in sorts else PICTURE if sorts else WORDS

    def says(self) -> dict[str, object]:
        """As the letterbox takes it."""
        content = self.content
        return {
            "kind": self.kind,
            "name": one_line(self.name),
            "words": readable(self.words),
            "ask": self.asked,
            "did": self.did,
            "on": content.title,
            "reader": content.first_reader,
        }

    def _about_files(self) -> str:
        if self.files and not self.takes_files:
            return _("This page takes words alone.")
        if any(one.data is None for one in self.files):
            return _("The files together are larger than 30 MB. Perhaps a smaller one will do.")
        if len(self.files) > MOST_FILES:
            return _("There is room for six files. Please choose the ones that matter most.")
        for one in self.files:
            sort = _sort(one)
            name = one_line(one.name or "")[:80]
            if sort == "picture" and PICTURE not in self.takes:
                return _("This page takes no pictures, so “{name}” was left out.").format(name=name)
            if sort == "sound" and VOICE not in self.takes:
                return _("This page takes no sounds, so “{name}” was left out.").format(name=name)
            if sort not in {"picture", "sound"}:
                return _("“{name}” is neither a picture nor a sound that is known here.").format(
                    name=name
                )
        return ""


def sort_left(data: bytes, name: str) -> Sort | None:
    """Picture or sound, by its first bytes; something else is not taken. A recorder of a browser
    may put a voice into a box for films."""
    try:
        kind = kind_of(data[:HEAD], name)
    except NotKnown:
        return None
    if kind in UNSHOWN:
        return None
    return "sound" if kind in {"webm", "mp4"} else SORTS[kind]


def _sort(file: HeldFile) -> Sort | None:
    return sort_left(file.data or b"", file.name or "")


def _plain(answer: str) -> str:
    """Neither capitals, accents nor full stops decide."""
    letters = unicodedata.normalize("NFKD", answer[:500]).casefold()
    return "".join(c for c in letters if unicodedata.category(c)[0] in "LN")
