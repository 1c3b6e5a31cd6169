"""`opener.html`: one file that opens a sealed export in any current browser, without a network.

The age format is read by `age.js`, a library of others that lies here as it was bundled; see
docs/dependencies.md. The page forbids itself every address but what it makes itself.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources

from django.utils.html import escape
from django.utils.translation import get_language


def opener_page(words: Mapping[str, str]) -> bytes:
    """`words` are what it says, by what they are for."""
    here = resources.files(__package__)
    page, style, library, script = (
        here.joinpath(name).read_text(encoding="utf-8")
        for name in ("opener.html", "opener.css", "age.js", "opener.js")
    )
    # "</" would end the script it stands in.
    told = json.dumps(dict(words), ensure_ascii=True).replace("</", "<\\/")
    script = f"const WORDS = {told};\n{script}"
    allowed = " ".join(map(_hash, (library, script)))
    filled = {
        "LANGUAGE": get_language() or "en",
        "POLICY": f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src blob:; media-src blob:; base-uri 'none'; form-action 'none'",
        "STYLE": style,
        "LIBRARY": library,
        "SCRIPT": script,
    }
    filled |= {name.upper(): str(escape(text)) for name, text in words.items()}
    for name, text in filled.items():
        page = page.replace(f"{{{{{name}}}}}", text)
    return page.encode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
