"""A volume as a PDF: pictures looked at, pages laid out, and written with the pictures in place."""

from heartleaf.book.typesetting.making import Laid, lay_out

__all__ = ["Laid", "lay_out"]
