"""A zip made to do harm, or harmed on the way, is refused in words; the rest goes on."""

import contextlib
import io
import time
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.archive.importers import (
    CannotOpen,
    CannotRead,
    Found,
    Given,
    Refused,
    Source,
    folder,
    limits,
    reasons,
)
from tests.vectors import folders

MIB = 1024 * 1024
A_FOLDER_OF_PICTURES = folders.as_zip(folders.summer()).getvalue()


def opened(file):
    return Source(Given("handed-in.zip", file))


def read(source, name):
    with source.open(name) as stream:
        return stream.read()


def pieces(source, name):
    with source.open(name) as stream:
        yield from iter(lambda: stream.read(64 * 1024), b"")


def reason_for(file, name):
    """Why one member was refused, when the good picture beside it was not."""
    source = opened(file)
    assert "good.jpg" in source
    assert read(source, "good.jpg") == folders.picture()
    return next(one.reason for one in source.refused if one.name == name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", reasons.ABSOLUTE),
        ("//server/share.jpg", reasons.ABSOLUTE),
        ("\\\\server\\share.jpg", reasons.ABSOLUTE),
        ("C:\\Users\\a.jpg", reasons.ABSOLUTE),
        ("c:a.jpg", reasons.ABSOLUTE),
        ("../a.jpg", reasons.CLIMBS),
        ("a/../../b.jpg", reasons.CLIMBS),
        ("a\\..\\..\\b.jpg", reasons.CLIMBS),
        ("a/..", reasons.CLIMBS),
        ("d/" * 41 + "a.jpg", reasons.TOO_DEEP),
        ("more.zip", reasons.ARCHIVE),
        ("more.tar.gz", reasons.ARCHIVE),
        ("good.jpg", reasons.SAME_NAME),
    ],
)
def test_names_that_lead_elsewhere_are_refused(name, reason):
    source = opened(folders.one_odd(name, b"x"))

    assert source.names() == ("good.jpg",)
    assert [one.reason for one in source.refused] == [reason]


def test_a_name_too_long_is_refused_and_shown_short():
    source = opened(folders.one_odd("x" * 3000 + ".jpg", b"x"))

    assert [one.reason for one in source.refused] == [reasons.LONG_NAME]
    assert len(source.refused[0].name) < 200


def test_backslashes_of_old_windows_zips_are_folders():
    assert "photos/a.jpg" in opened(folders.one_odd("photos\\a.jpg", b"x"))


def test_names_that_turn_the_direction_of_writing_are_made_plain():
    source = opened(folders.one_odd("a\u202egpj.exe\x1b[2J", b"x"))

    assert "a\ufffdgpj.exe\ufffd[2J" in source


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"mode": 0o120777}, reasons.LINK),
        ({"mode": 0o010644}, reasons.NOT_A_FILE),
        ({"mode": 0o020644}, reasons.NOT_A_FILE),
        ({"flags": 0x801}, reasons.LOCKED),
        ({"method": 99}, reasons.LOCKED),
        ({"method": 12}, reasons.PACKING),
        ({"packed": 4000}, reasons.OVERLAPS),
        ({"size": 9 * 1024 * MIB % 2**32, "packed": 1}, reasons.BOMB),
    ],
)
def test_links_locks_and_lies_are_refused_by_name(odd, reason):
    assert reason_for(folders.one_odd("odd.jpg", b"x" * 50, **odd), "odd.jpg") == reason


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = folders.one_odd("bomb.jpg", bytes(60 * MIB))

    assert reason_for(bomb, "bomb.jpg") == reasons.BOMB


def test_many_small_zip_bombs_are_one_large_one(monkeypatch):
    monkeypatch.setattr(limits, "RATIO_ALL", 5 * MIB)
    blank = {f"{number}.jpg": bytes(2 * MIB) for number in range(4)}
    source = opened(folders.as_zip(blank | {"good.jpg": folders.picture()}))

    assert source.names() == ("0.jpg", "1.jpg", "good.jpg")
    assert [one.reason for one in source.refused] == [reasons.BOMB] * 2


def test_a_zip_bomb_that_claims_to_be_small_stops_where_it_said_it_would():
    bomb = opened(folders.one_odd("bomb.jpg", bytes(60 * MIB), size=1 * MIB))

    came = []
    with pytest.raises(CannotRead) as problem:
        came.extend(pieces(bomb, "bomb.jpg"))
    assert sum(map(len, came)) <= MIB
    assert problem.value.refused == Refused("bomb.jpg", reasons.DAMAGED)


def test_a_zip_bomb_whose_packed_size_lies_is_counted_while_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "RATIO_FROM", 1 * MIB)
    data, good = bytes(8 * MIB), folders.picture()
    first = folders.member(b"good.jpg", good)
    packed = len(first) + len(folders.member(b"b.jpg", data)) + 100_000
    members = first + folders.member(b"b.jpg", data) + bytes(100_000)
    lines = folders.line(b"good.jpg", good, 0)
    lines += folders.line(b"b.jpg", data, len(first), packed=packed - len(first) - 35)
    source = opened(folders.assembled(members, lines, 2))

    with pytest.raises(CannotRead) as problem:
        read(source, "b.jpg")
    assert problem.value.refused.reason == reasons.BOMB


@pytest.mark.parametrize("bomb", [folders.one_kernel_bomb, folders.quoted_bomb])
def test_a_bomb_of_overlapping_members_gives_its_kernel_at_most_once(bomb):
    source = opened(bomb(2000, bytes(MIB)))

    assert len(source.names()) <= 1
    assert {one.reason for one in source.refused} == {reasons.OVERLAPS}


def test_a_million_empty_entries_are_counted_no_further_than_the_limit():
    bomb = folders.million_empty(1_000_000)
    began = time.process_time()

    with pytest.raises(CannotOpen) as problem:
        opened(bomb)
    assert str(problem.value) == reasons.TOO_MANY
    assert time.process_time() - began < 10


@pytest.mark.parametrize("method", [0, 8])
@pytest.mark.parametrize("place", [0, 8, 32, 200])  # mark, method, name, picture
def test_damage_to_one_member_is_found_before_it_is_taken_for_whole(method, place):
    harmed = folders.one_odd("name-of-it.jpg", folders.picture(1), method=method)
    start = len(folders.member(b"good.jpg", folders.picture()))
    harmed.getbuffer()[start + place] ^= 0x10
    source = opened(harmed)

    with pytest.raises(CannotRead) as problem:
        read(source, "name-of-it.jpg")
    assert problem.value.refused.reason == reasons.DAMAGED


@pytest.mark.parametrize("data", [b"", b"<html>Please sign in</html>", b"PK\3\4 and no more"])
def test_what_is_no_zip_is_said_in_one_sentence(data):
    with pytest.raises(CannotOpen) as problem:
        opened(io.BytesIO(data))
    assert str(problem.value) == reasons.NOT_A_ZIP


def test_a_zip_cut_off_on_the_way_is_said_so():
    with pytest.raises(CannotOpen, match="cut off"):
        opened(io.BytesIO(A_FOLDER_OF_PICTURES[:-30]))


def test_a_zip_that_lost_its_beginning_is_said_to_be_damaged():
    with pytest.raises(CannotOpen, match="damaged"):
        opened(io.BytesIO(A_FOLDER_OF_PICTURES[100:]))


def test_an_archive_of_another_kind_is_said_so():
    with pytest.raises(CannotOpen, match="only zip"):
        Source(Given("pictures.rar", io.BytesIO(b"Rar!")))


def test_one_broken_part_does_not_stop_the_others():
    good = Given("good.zip", io.BytesIO(A_FOLDER_OF_PICTURES))
    source = Source(good, Given("bad.zip", io.BytesIO(A_FOLDER_OF_PICTURES[:-30])))

    assert Refused("bad.zip", reasons.NOT_A_ZIP) in source.refused
    assert "Summer/IMG_0001.jpg" in source


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_whatever_happens_to_a_zip_on_the_way_only_words_come_of_it(data):
    harmed = bytearray(A_FOLDER_OF_PICTURES)
    for _ in range(data.draw(st.integers(1, 6))):
        near_end = data.draw(st.booleans())
        low = len(harmed) - 1700 if near_end else 0
        harmed[data.draw(st.integers(low, len(harmed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([0, 0, 0, 1, 40]))

    with contextlib.suppress(CannotOpen):
        source = opened(io.BytesIO(harmed[: len(harmed) - cut]))
        for thing in folder.find(source):
            for name in thing.names if isinstance(thing, Found) else ():
                with contextlib.suppress(CannotRead):
                    read(source, name)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_do_anything_but_refuse(data):
    with contextlib.suppress(CannotOpen):
        opened(io.BytesIO(data + b"PK\5\6" + data[:18].ljust(18, b"\0")))


def test_a_large_zip_is_read_in_flat_memory():
    piece, out = folders.picture(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.jpg", piece + bytes(10 * MIB))
    tracemalloc.start()
    source = opened(out)
    for thing in folder.find(source):
        for _ in pieces(source, thing.names[0]):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 6 * MIB
