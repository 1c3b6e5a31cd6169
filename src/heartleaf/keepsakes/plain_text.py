"""A letter that came as a plain text file: its words, to be read on the page."""

from __future__ import annotations

import codecs
import unicodedata

from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.media import SealedFile
from heartleaf.sealing import Identity

LONGEST = 200_000
"""Bytes; what is longer is saved and read elsewhere."""


def text_of(attachment: Attachment, identity: Identity) -> str:
    """Empty for what is no such file. Raises SealingError or VaultError if it is damaged."""
    if attachment.type != "text" or attachment.size > LONGEST:
        return ""
    return as_text(SealedFile(attachment, identity).read(0, attachment.size))


def as_text(data: bytes) -> str:
    """The words, whatever program wrote them; what cannot be read or seen is left out."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    else:
        text = _utf8_or_older(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc").strip("\n")


def _utf8_or_older(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
