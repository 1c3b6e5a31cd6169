"""A sealed export opens with the printed sheet: by the command age, by a script, and in a browser
without a network. Nothing in it says what it is of."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from heartleaf.archive.bag.opener import page
from heartleaf.archive.bag.sealing import NoSheet, recipients_of
from heartleaf.family.entering import make_sheet, prove_sheet
from heartleaf.sealing import Identity
from tests import needs

ROOT = Path(__file__).parents[3]
LIBRARY = Path(page.__file__).with_name("age.js")
SECRET = "There was snow on the morning."


@pytest.fixture
def sheet(ada):
    key = make_sheet(ada)
    prove_sheet(ada)
    return key


@pytest.fixture
def folder(ada, sheet, given_a_letter, given_files, export_of, tmp_path, monkeypatch):
    monkeypatch.setattr("heartleaf.keepsakes.media.in_parts.__defaults__", (4000,))
    given_a_letter(ada, title="Snow", words=SECRET, date="2025-12-02")
    given_a_letter(ada, title="Later", words="For another day.", until="2199-01-01")
    long = b"".join(b"%06d " % n for n in range(1500))
    given_files(ada, {"long.txt": long}, circle="us", date="2024-06-01", kind="paper")
    folder = tmp_path / "bag"
    for path, data in export_of(ada, sealed=True).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (tmp_path / "key.txt").write_text(sheet.lower() + "\n")
    return folder


@pytest.mark.django_db
def test_the_script_opens_every_file_as_it_is_in_the_clear(ada, folder, export_of):
    needs.command("age")
    done = subprocess.run(
        ["sh", folder / "open.sh", folder.parent / "key.txt", folder.parent / "out"],
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr

    for path, data in export_of(ada).items():
        assert (folder.parent / "out" / path).read_bytes() == data, path
    assert (folder.parent / "out" / "index.html").stat().st_mode & 0o077 == 0

    exchange(folder)
    done = subprocess.run(
        ["sh", folder / "open.sh", folder.parent / "key.txt", folder.parent / "again"],
        capture_output=True,
    )
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "data/family.json is damaged, or it was exchanged" in said
    assert "long.txt is damaged, or it was exchanged" in said


def exchange(folder):
    """The first file for the last, and of each that is long its second part for its third: every
    one of them opens."""
    last = max(one for one in (folder / "data").iterdir() if one.stem.isdigit())
    pairs = [(folder / "data/000001.age", last)]
    for third in folder.glob("data/*.3.age"):
        pairs.append((third, third.with_name(third.name.replace(".3.", ".2."))))
    for one, other in pairs:
        one.rename(folder / "held")
        other.rename(one)
        (folder / "held").rename(other)


@pytest.mark.django_db
def test_the_command_age_opens_each_with_the_key_as_it_stands_on_the_sheet(folder, sheet):
    (folder.parent / "key.txt").write_text(sheet + "\n")
    age = [needs.command("age"), "--decrypt", "--identity", folder.parent / "key.txt"]
    index = subprocess.run([*age, folder / "data/index.age"], capture_output=True, check=True)
    lines = [line.split("\t") for line in index.stdout.decode().splitlines()[1:]]

    several = next(line for line in lines if line[-1].endswith("long.txt"))
    names = [f"{several[0]}.age", *(f"{several[0]}.{n}.age" for n in range(2, int(several[1]) + 1))]
    opened = [
        subprocess.run([*age, folder / "data" / name], capture_output=True, check=True).stdout
        for name in names
    ]

    assert int(several[1]) > 1
    assert b"".join(opened).endswith(b"001499 ")
    assert several[2:4] == ["10500", hashlib.sha256(b"".join(opened)).hexdigest()]
    files = {one.name for one in (folder / "data").iterdir()}
    assert len(files) == sum(int(line[1]) for line in lines) + 1


@pytest.mark.django_db
def test_nothing_in_the_clear_says_what_it_is_of(ada, folder):
    told = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    names = " ".join(path.name for path in folder.rglob("*"))

    for word in (SECRET, "Snow", "Rowan", "2025", "long.txt", str(ada.family_id)):
        assert word.encode() not in told
        assert word not in names


@pytest.mark.django_db
def test_a_sheet_that_was_not_typed_back_counts_while_there_is_no_other(ada, export_of):
    with pytest.raises(NoSheet):
        export_of(ada, sealed=True)
    untried = Identity.parse(make_sheet(ada)).recipient
    assert recipients_of(ada)[:-1] == [untried]

    prove_sheet(ada)
    make_sheet(ada)

    assert recipients_of(ada)[:-1] == [untried]


@pytest.mark.django_db
def test_a_browser_without_a_network_opens_it_with_the_sheet(folder, sheet, chromium):
    window = chromium.new_context(offline=True).new_page()
    problems = []
    window.on("pageerror", lambda error: problems.append(str(error)))
    window.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    window.goto((folder / "opener.html").as_uri())

    # A folder with two exports in it says so, instead of mixing them.
    shutil.copytree(folder / "data", folder.parent / "bags/other/data")
    shutil.copytree(folder / "data", folder.parent / "bags/data")
    window.set_input_files("#folder", folder.parent / "bags")
    window.fill("#key", sheet.lower().replace("1", "1 ", 1))
    window.click("#ask button")
    window.locator("#told", has_text="two exports").wait_for()

    exchange(folder)
    files = sorted((folder / "data").iterdir())
    window.set_input_files("#files", files)
    window.click("#ask button")
    window.wait_for_selector("#inside:not([hidden])")
    later = window.locator("summary", has_text="Not yet")
    assert window.locator("#list > h3", has_text="2199").count() == 0
    later.click()
    window.locator("details h3", has_text="2199-01-01").wait_for()
    window.fill("#find", "long")
    window.click("[aria-label='Show: long.txt']")
    window.locator("#told", has_text="exchanged").wait_for()
    window.fill("#find", "snow")
    window.click("[aria-label='Show: words.md']")
    window.wait_for_selector("dialog[open] pre")

    assert SECRET in window.inner_text("dialog pre")
    assert problems == []
    window.context.close()


def test_the_library_in_the_opener_is_the_one_that_is_told_of():
    told = (ROOT / "docs/dependencies.md").read_text()
    assert hashlib.sha256(LIBRARY.read_bytes()).hexdigest() in told
    assert "age-encryption" in told


def test_the_opener_is_one_file_that_asks_nobody():
    written = page.opener_page({"title": "A </script> title"}).decode()
    assert "default-src 'none'" in written
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", written)
