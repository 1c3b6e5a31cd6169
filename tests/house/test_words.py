"""Words to avoid stand nowhere a person reads: no page, no mail, no data, no script, no document,
in any language.

What they are stands in tests/house/words/, a file for each language; where one stands on purpose,
in exceptions.toml beside them.
"""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "heartleaf"
LISTS = Path(__file__).parent / "words"
OURS = "en"

# What is code in a document: fenced, between backticks, set in.
CODE = re.compile(r"(?s:```.*?```)|`[^`\n]*`|^ {4}.*$|!\[", re.MULTILINE)
TRANSLATED = re.compile(r"(?:^|/)(?:locale|pages|docs|templates)/([a-z]{2,3}(?:_[A-Z]{2})?)/")


class Avoid(NamedTuple):
    pattern: re.Pattern[str]
    why: str
    instead: str
    found: str
    fine: tuple[str, ...]


class Text(NamedTuple):
    """What a person may read of a file, in one language."""

    file: str
    language: str
    words: str


class Hit(NamedTuple):
    file: str
    words: str
    around: str
    instead: str


def list_of(language: str) -> list[Avoid]:
    path = LISTS / f"{language}.toml"
    assert path.exists(), f"There is no list of words to avoid in “{language}”: write {path.name}."
    return [avoid_of(one) for one in tomllib.loads(path.read_text())["avoid"]]


def avoid_of(said: dict) -> Avoid:
    pattern = re.compile(said["words"], re.IGNORECASE)
    return Avoid(pattern, said["why"], said["instead"], said["found"], tuple(said.get("fine", ())))


def hits(text: Text) -> list[Hit]:
    words = " ".join(text.words.split())
    return [
        Hit(text.file, found[0], words[max(0, found.start() - 40) : found.end() + 40], one.instead)
        for one in cached_list(text.language)
        for found in one.pattern.finditer(words)
    ]


cached_list = functools.cache(list_of)


# ── What a person may read ──────────────────────────────────────────────────────────────────


@functools.cache
def everything() -> tuple[Text, ...]:
    return tuple(text for path in files() for text in texts_of(path))


def files() -> list[Path]:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    kinds = ("py", "html", "txt", "toml", "json", "typ", "js", "po", "md")
    inside = [path for kind in kinds for path in SOURCE.rglob(f"*.{kind}")]
    at_a_terminal = [ROOT / "start.py", *(p for p in ROOT.glob("scripts/*") if p.is_file())]
    found = {*documents, *inside, *at_a_terminal}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def texts_of(path: Path) -> Iterator[Text]:
    name = path.relative_to(ROOT).as_posix()
    language, content = language_of(name), path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".po":
        yield Text(name, language, po_words(content))
    elif path.suffix == ".md":
        yield Text(name, language, CODE.sub(" ", content))
    elif path.suffix == ".py" or content.startswith("#!/usr/bin/env python"):
        yield Text(name, language, "\n".join(sentences(content)))
    else:
        yield Text(name, language, content)


def language_of(name: str) -> str:
    """By its folder, or by the end of a document's name: docs/de/running.md, README.de.md."""
    folder = TRANSLATED.search(name)
    ending = re.search(r"\.([a-z]{2})\.(?:md|html|txt|toml)$", name)
    return (folder or ending)[1].partition("_")[0] if folder or ending else OURS


def sentences(source: str) -> Iterator[str]:
    """What Python says: every string that is a sentence or is translated, and no docstring."""
    docstrings, asked = set[int](), set[int]()
    for node in ast.walk(ast.parse(source)):  # what holds a string comes before the string
        if isinstance(node, ast.Expr):
            docstrings.add(id(node.value))
        elif isinstance(node, ast.Call):
            asked.update(map(id, translated(node)))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and (id(node) in asked or (" " in node.value and id(node) not in docstrings))
        ):
            yield node.value


def translated(call: ast.Call) -> list[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return call.args if re.fullmatch(r"_|n?p?gettext(_lazy)?", name) else []


def po_words(content: str) -> str:
    catalog = read_po(content.encode().splitlines(keepends=True))
    said = [one.string for one in catalog if one.id]
    return "\n".join(
        each for one in said for each in ([one] if isinstance(one, str) else one) if each
    )


# ── Exceptions ──────────────────────────────────────────────────────────────────────────────


class Except(NamedTuple):
    file: str
    words: tuple[str, ...]
    why: str

    def covers(self, hit: Hit) -> bool:
        same = [one for one in self.words if one.casefold() == hit.words.casefold()]
        return hit.file == self.file and bool(same)


def exceptions() -> list[Except]:
    said = tomllib.loads((LISTS / "exceptions.toml").read_text())["except"]
    return [Except(one["file"], tuple(one["words"]), one["why"]) for one in said]


@functools.cache
def every_hit() -> tuple[Hit, ...]:
    return tuple(hit for text in everything() for hit in hits(text))


# ── What is asked of it ─────────────────────────────────────────────────────────────────────


def test_no_word_to_avoid_is_read_anywhere():
    allowed = exceptions()

    assert [hit for hit in every_hit() if not any(one.covers(hit) for one in allowed)] == []


def test_every_exception_says_why_and_is_still_needed():
    for one in exceptions():
        assert len(one.why) > 20
        used = {hit.words.casefold() for hit in every_hit() if one.covers(hit)}
        assert {words.casefold() for words in one.words} == used, one.file


def test_every_language_that_is_spoken_has_its_list():
    for language in {text.language for text in everything()}:
        assert list_of(language)


@pytest.mark.parametrize("path", sorted(LISTS.glob("??*.toml")), ids=lambda path: path.stem)
def test_every_entry_finds_what_it_is_for_and_leaves_what_is_fine(path):
    if path.stem == "exceptions":
        return
    for one in list_of(path.stem):
        assert one.why
        assert one.instead
        assert one.pattern.search(one.found), one.found
        assert [fine for fine in one.fine if one.pattern.search(fine)] == []


@pytest.mark.parametrize(
    "what",
    [
        "src/heartleaf/web/templates/today/today.html",
        "src/heartleaf/web/templates/days/mail.html",
        "src/heartleaf/care/telling.py",
        "src/heartleaf/days/observances.toml",
        "src/heartleaf/care/body/pages/en/milk.toml",
        "src/heartleaf/web/static/heartleaf/js/recording.js",
        "src/heartleaf/circle/card.typ",
        "docs/security.md",
        "README.md",
        "start.py",
    ],
)
def test_every_sort_of_file_is_read_and_a_word_in_it_would_be_found(what, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    copy = tmp_path / what
    copy.parent.mkdir(parents=True, exist_ok=True)
    spoilt = {
        ".py": '\nSAID = "They lost their baby."\n',
        ".js": '\nsay("They lost their baby.");\n',
    }
    copy.write_text((Path(__file__).parents[2] / what).read_text())
    before = [hit for text in texts_of(copy) for hit in hits(text)]
    with copy.open("a") as file:
        file.write(spoilt.get(copy.suffix, "\n\nThey lost\ntheir baby.\n"))

    after = [hit for text in texts_of(copy) for hit in hits(text)]

    assert what in [text.file for text in texts_of(copy)]
    assert [hit.words for hit in after if hit not in before] == ["lost their baby"]


def test_the_files_that_are_read_are_those_of_the_program():
    names = {text.file for text in everything()}

    assert len([name for name in names if name.endswith(".html")]) > 150
    assert {"README.md", "start.py", "src/heartleaf/days/observances.toml"} <= names
    assert "src/heartleaf/care/body/pages/en/milk.toml" in names


def test_a_translation_is_read_in_its_language_and_one_without_a_list_is_refused():
    name = "src/heartleaf/locale/xx/LC_MESSAGES/django.po"
    words = po_words('msgid ""\nmsgstr ""\n\nmsgid "Kept"\nmsgstr "Gut"\n"gemacht"\n')

    assert language_of(name) == "xx"
    assert language_of("src/heartleaf/care/body/pages/de/milk.toml") == "de"
    assert language_of("src/heartleaf/locale/pt_BR/LC_MESSAGES/django.po") == "pt"
    assert language_of("docs/decisions/0001-one-django-app.md") == OURS
    assert language_of("README.de.md") == "de"
    assert words == "Gutgemacht"
    with pytest.raises(AssertionError, match="no list of words to avoid in “xx”"):
        hits(Text(name, "xx", words))


def test_a_docstring_may_name_a_word_and_a_sentence_may_not():
    source = (
        '"""Never says journey."""\nSAID = _("journey")\nNAME = "journey"\nBOTH = "a journey"\n'
    )

    assert sorted(sentences(source)) == ["a journey", "journey"]
