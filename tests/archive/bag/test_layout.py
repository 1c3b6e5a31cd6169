"""Names in an export can be written on every system, and are always the same."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from heartleaf.archive.bag.layout import LONGEST, Names, keepsake_folder, safe, safe_file

NAMES = some.text(max_size=200) | some.text(alphabet='CONPRNAUX.:/\\ "*?<>|%\n', max_size=30)
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{p}{n}" for p in ("COM", "LPT") for n in range(10))}


def can_be_written(name: str) -> bool:
    return (
        name == unicodedata.normalize("NFC", name)
        and not set(name) & set('<>:"/\\|?*%')
        and all(ord(c) >= 32 and not 0x7F <= ord(c) < 0xA0 for c in name)
        and not name.startswith((" ", "."))
        and not name.endswith((" ", "."))
        and name.split(".")[0].strip().upper() not in RESERVED
        and 0 < len(name.encode()) <= LONGEST
    )


@settings(max_examples=60)
@given(NAMES)
def test_whatever_a_file_was_called_its_name_can_be_written(name):
    assert can_be_written(safe_file(name))
    assert safe_file(safe_file(name)) == safe_file(name)


@settings(max_examples=60)
@given(some.lists(NAMES, max_size=12))
def test_no_two_in_one_folder_are_the_same_for_a_system_without_capitals(names):
    folder = Names()
    taken = [folder.take(safe_file(name)) for name in names]
    assert all(can_be_written(name) for name in taken)
    alike = [unicodedata.normalize("NFC", name.casefold()) for name in taken]
    assert len(set(alike)) == len(names)


@settings(max_examples=60)
@given(NAMES)
def test_whatever_a_thing_is_called_its_folder_can_be_written(title):
    path = keepsake_folder("1a2b3c4d-0000", placed="2025-05-12", date="2025-05-12", title=title)
    assert all(can_be_written(part) for part in path.split("/"))


@pytest.mark.parametrize(
    ("says", "path"),
    [
        ({"placed": "2025-05-12", "date": "2025-05-12"}, "keepsakes/2025/2025-05-12 Snow 1a2b3c4d"),
        ({"placed": "2025-05-16", "date": "2025-05~"}, "keepsakes/2025/2025-05 Snow 1a2b3c4d"),
        ({"placed": "2025-04-15", "date": "2025-21"}, "keepsakes/2025/2025 Snow 1a2b3c4d"),
        ({"placed": "", "date": "P20W"}, "keepsakes/undated/Snow 1a2b3c4d"),
        ({"until": "2043-05-12", "closed": True}, "not-yet/2043-05-12 1a2b3c4d"),
        ({"closed": True}, "not-yet/1a2b3c4d"),
        ({"placed": "2025-05-12", "date": "2025", "binned": True}, "bin/2025 Snow 1a2b3c4d"),
    ],
)
def test_each_thing_lies_where_its_date_says(says, path):
    assert keepsake_folder("1a2b3c4d-0000", title="Snow", **says) == f"data/{path}"


def test_a_name_keeps_what_it_ends_in():
    assert safe_file("a" * 300 + ".HEIC").endswith("a.HEIC")
    assert safe_file("CON.jpg") == "_CON.jpg"
    assert safe_file("desktop.ini") == "_desktop.ini"
    assert safe("..") == ""
