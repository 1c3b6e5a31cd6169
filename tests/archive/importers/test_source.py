"""A folder, a zip or several: one plain list of names, and never a step outside."""

import io
import os
import zipfile

import pytest

from heartleaf.archive.importers import (
    CannotOpen,
    CannotRead,
    Given,
    Refused,
    Source,
    limits,
    reasons,
)
from heartleaf.archive.importers.streams import Counted
from tests.vectors import folders
from tests.vectors.folders import as_zip, picture, write_folder


def read(source, name):
    with source.open(name) as stream:
        return stream.read()


def refused(source):
    return {one.name: one.reason for one in source.refused}


def test_a_folder_and_its_zip_are_the_same(tmp_path):
    unpacked = Source(write_folder(folders.summer(), tmp_path))
    zipped = Source(Given("summer.zip", as_zip(folders.summer())))

    assert unpacked.names() == zipped.names()
    for name in unpacked.names():
        assert read(unpacked, name) == read(zipped, name) == folders.summer()[name]
        assert unpacked.size(name) == zipped.size(name) == len(folders.summer()[name])


def test_what_systems_leave_behind_is_passed_over_without_a_word(tmp_path):
    source = Source(write_folder(folders.summer(), tmp_path))

    assert not [name for name in source.names() if "DS_Store" in name or "._" in name]
    assert not source.refused


def test_two_streams_of_one_zip_do_not_disturb_each_other():
    source = Source(Given("x.zip", as_zip({"a.jpg": picture(1) * 900, "b.jpg": picture(2) * 900})))

    with source.open("a.jpg") as first, source.open("b.jpg") as second:
        mixed = [(first.read(50_000), second.read(50_000)) for _ in range(40)]
    assert b"".join(a for a, _ in mixed) == picture(1) * 900
    assert b"".join(b for _, b in mixed) == picture(2) * 900


def test_a_zip_written_as_a_stream_with_something_before_it_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("a.jpg", "w", force_zip64=True) as member:
            member.write(picture(1))
        archive.comment = b"PK\5\6 not the end"
    unpacking_itself = io.BytesIO(b"stub" + out.getvalue())

    assert read(Source(Given("x.zip", unpacking_itself)), "a.jpg") == picture(1)


def test_a_zip_with_more_files_than_the_first_form_of_zip_could_count_is_read(monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    source = Source(Given("x.zip", as_zip({"a.jpg": picture(1), "b.jpg": picture(2)})))

    assert [read(source, name) for name in source.names()] == [picture(1), picture(2)]


def test_the_same_file_in_two_parts_is_one_and_another_of_its_name_is_kept_apart():
    parts = [{"a.jpg": picture(1), "b.jpg": picture(2)}, {"a.jpg": picture(1), "b.jpg": picture(3)}]
    source = Source(*(Given(f"{n}.zip", as_zip(part)) for n, part in enumerate(parts)))

    assert source.names() == ("a.jpg", "b.jpg", "part-2/b.jpg")
    assert read(source, "part-2/b.jpg") == picture(3)


def test_single_pictures_chosen_one_by_one_are_a_source_too():
    chosen = [Given("image.jpg", io.BytesIO(picture(n))) for n in range(2)]
    chosen.append(Given("Summer\\..\\../1.png", io.BytesIO(picture(3, "PNG"))))
    source = Source(*chosen)

    assert source.names() == ("image.jpg", "part-2/image.jpg", "Summer/1.png")
    assert read(source, "part-2/image.jpg") == picture(1)


def test_a_file_that_gives_less_than_asked_is_read_all_the_same():
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7) if size > 0 else size)

    source = Source(Given("x.zip", Slow(as_zip({"a.jpg": picture(1)}).getvalue())))

    assert read(source, "a.jpg") == picture(1)


def test_links_are_never_followed(tmp_path):
    outside = write_folder({"secret.jpg": picture()}, tmp_path / "outside")
    inside = write_folder({"mine.jpg": picture()}, tmp_path / "inside")
    (inside / "link.jpg").symlink_to(outside / "secret.jpg")
    (inside / "way-out").symlink_to(outside)
    (inside / "round").symlink_to(inside)
    source = Source(inside)

    assert source.names() == ("mine.jpg",)
    assert set(refused(source).items()) == {
        (name, reasons.LINK) for name in ("link.jpg", "way-out", "round")
    }


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are of POSIX")
def test_a_pipe_does_not_make_anyone_wait(tmp_path):
    write_folder({"file.jpg": picture()}, tmp_path)
    os.mkfifo(tmp_path / "pipe.jpg")
    source = Source(tmp_path)
    (tmp_path / "file.jpg").unlink()
    os.mkfifo(tmp_path / "file.jpg")

    assert refused(source) == {"pipe.jpg": reasons.NOT_A_FILE}
    with pytest.raises(CannotRead):
        source.open("file.jpg")


def test_a_link_put_in_a_files_place_after_the_walk_is_not_followed(tmp_path):
    secret = write_folder({"secret.jpg": picture()}, tmp_path / "outside") / "secret.jpg"
    inside = write_folder({"a/mine.jpg": picture()}, tmp_path / "inside")
    source = Source(inside)
    (inside / "a/mine.jpg").unlink()
    (inside / "a/mine.jpg").symlink_to(secret)

    with pytest.raises(CannotRead):
        source.open("a/mine.jpg")


def test_a_folder_swapped_for_a_link_after_the_walk_is_not_followed(tmp_path):
    write_folder({"mine.jpg": picture(9)}, tmp_path / "outside")
    inside = write_folder({"a/mine.jpg": picture()}, tmp_path / "inside")
    source = Source(inside)
    (inside / "a").rename(tmp_path / "moved")
    (inside / "a").symlink_to(tmp_path / "outside")

    with pytest.raises(CannotRead):
        source.open("a/mine.jpg")


def test_a_folder_too_deep_is_named(tmp_path):
    write_folder({"/".join("d" * 45) + "/a.jpg": picture(), "good.jpg": picture()}, tmp_path)
    source = Source(tmp_path)

    assert source.names() == ("good.jpg",)
    assert list(refused(source).values()) == [reasons.TOO_DEEP]


def test_names_from_before_utf_8_are_kept_apart(tmp_path):
    try:
        for name in (b"\xe9.jpg", b"\xe8.jpg"):
            (tmp_path / os.fsdecode(name)).write_bytes(picture())
    except OSError:
        pytest.skip("this file system takes only UTF-8")

    assert Source(tmp_path).names() == ("è.jpg", "é.jpg")


def test_zips_lying_in_a_folder_are_opened_and_deeper_ones_named(tmp_path):
    (tmp_path / "part-1.zip").write_bytes(as_zip({"a.jpg": picture()}).getvalue())
    (tmp_path / "broken.zip").write_bytes(b"PK")
    write_folder({"deeper/more.zip": b"PK"}, tmp_path)
    with Source(tmp_path) as source:
        assert source.names() == ("a.jpg",)
        assert source.refused == [
            Refused("deeper/more.zip", reasons.ARCHIVE),
            Refused("broken.zip", reasons.NOT_A_ZIP),
        ]


def test_a_folder_of_more_files_than_can_be_listed_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ENTRIES", 3)
    files = {f"{number}/{number}.jpg": picture() for number in range(2)}
    write_folder(files, tmp_path)

    with pytest.raises(CannotOpen, match="200,000 files"):
        Source(tmp_path)


def test_many_zips_together_may_not_hold_more_than_one(monkeypatch):
    monkeypatch.setattr(limits, "ENTRIES", 3)
    parts = [as_zip({f"{n}a.jpg": picture(), f"{n}b.jpg": picture()}) for n in range(2)]
    source = Source(*(Given(f"{n}.zip", part) for n, part in enumerate(parts)))

    assert source.names() == ("0a.jpg", "0b.jpg")
    assert refused(source) == {"1.zip": reasons.TOO_MANY}


def test_more_bytes_than_can_be_taken_are_named_file_by_file(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ALL_FILES", 15)
    write_folder({"a.jpg": b"0123456789", "b.jpg": b"0123456789"}, tmp_path)

    assert refused(Source(tmp_path)) == {"b.jpg": reasons.TOO_MUCH}


def test_a_file_that_grows_without_end_is_left_at_its_limit(tmp_path):
    stream = Counted("a.jpg", io.BytesIO(bytes(100)), most=50)

    with pytest.raises(CannotRead, match="larger than"):
        stream.readall()


def test_nothing_and_nowhere_are_said_in_words(tmp_path):
    with pytest.raises(CannotOpen, match="Nothing was chosen"):
        Source()
    with pytest.raises(CannotOpen, match="nothing at this place"):
        Source(tmp_path / "not-there.zip")


def test_files_given_open_stay_open_and_files_opened_here_are_closed(tmp_path):
    given = Given("x.zip", as_zip({"a.jpg": picture()}))
    (tmp_path / "y.zip").write_bytes(given.file.getvalue())
    with Source(given, tmp_path / "y.zip"):
        pass

    assert not given.file.closed
