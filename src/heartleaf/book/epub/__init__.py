"""A book as EPUB 3.3: for a reader of books, large letters and voices that read aloud.

    chunks = set_epub(volume, pictures, told=print)

`zipping` writes the file, `pages` its pages, `words` what a person wrote in them, `package` what
says of them in which order they are read. The same volume gives the same bytes.
"""

from __future__ import annotations

from heartleaf.book.epub.binding import set_epub

__all__ = ["set_epub"]
