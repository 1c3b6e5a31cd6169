"""Pages for paper, set by typst: a template and plain values in, a PDF out.

What stands on a page goes from memory to memory: the template is given to typst as bytes, and what
it sets as JSON beside it. No file holds any of it. The same values give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any, Literal

import typst

Paper = Literal["a4", "us-letter"]
Translate = Callable[[str], str]

LONGEST_NAME = 80


def printed(package: str | None, template: str, page: Mapping[str, Any], language: str) -> bytes:
    """The PDF of a template that lies in this package."""
    said = json.dumps({**page, "language": re.split(r"[-_]", language)[0]})
    lines = resources.files(package or "").joinpath(template).read_bytes()
    return bytes(typst.compile(lines, format="pdf", sys_inputs={"page": said}))


def short(name: str) -> str:
    """A name of any length as it still has room on a page."""
    name = " ".join(name.split())
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
