"""docs/format.md is what someone will hold on to: its commands are run, its tables compared."""

import hashlib
import hmac
import json
import re
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.apps import apps

from heartleaf.family.unknown import written
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card
from heartleaf.sealing import Binder, Cost, Identity, derive
from tests.format.opening import ROOT, keyfile, need_tools, on_sqlite

PAGE = (ROOT / "docs" / "format.md").read_text()
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def by_hand(lived, tmp_path_factory):
    """A folder in which someone typed every command of the page, one after the other."""
    need_tools()
    folder = tmp_path_factory.mktemp("by-hand")
    (folder / "scripts").symlink_to(ROOT / "scripts")
    keys = keyfile(tmp_path_factory.mktemp("sheet"), lived.key)
    out = tmp_path_factory.mktemp("opened") / "out"
    said = {"DATA": str(lived.while_running / "data"), "KEYFILE": str(keys), "OUT": str(out)}
    shell = [shutil.which("dash") or "sh", "-eu", "-c", "\n".join(COMMANDS)]
    done = subprocess.run(
        shell, cwd=folder, env={"PATH": "/usr/bin:/bin", **said}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


@on_sqlite
def test_its_commands_open_every_card_and_every_original(lived, by_hand):
    cards = [json.loads(path.read_text()) for path in (by_hand / "cards").glob("*.json")]
    originals = [path.read_bytes() for path in by_hand.glob("*.original")]

    assert {c["title"]: c["words"] for c in cards if c["kind"] == "letter"} == lived.letters
    kept = [*lived.originals.values(), lived.film]
    assert sorted(map(digest, originals)) == sorted(map(digest, kept))


@on_sqlite
def test_the_mac_is_made_as_the_page_says(by_hand):
    keys = [Identity.parse(key) for key in (by_hand / "circles.txt").read_text().split()]

    for path in (by_hand / "cards").glob("*.json"):
        card = json.loads(path.read_text())
        mac = card.pop("mac")
        text = json.dumps(card, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        expanded = [
            HKDFExpand(SHA256(), 32, b"heartleaf card binding").derive(k.scalar) for k in keys
        ]
        assert mac in [hmac.new(key, text.encode(), "sha256").hexdigest() for key in expanded]


def test_every_field_of_a_card_is_on_the_page():
    bound = json.loads(Binder(Identity.generate()).bind(written(Card())))
    fields = [*bound, *written(Attachment("", "", "", 0, "", ()))]

    assert [name for name in fields if f"`{name}`" not in PAGE] == []


def test_every_table_with_something_sealed_is_on_the_page():
    sealed = [
        (model._meta.db_table, column.name)
        for model in apps.get_app_config("heartleaf").get_models()
        for column in model._meta.fields
        if type(column).__name__ == "SealedField"
    ]

    assert sealed
    assert [one for one in sealed if not all(f"`{word}`" in PAGE for word in one)] == []


def test_a_passphrase_gives_the_key_the_page_says():
    """Written anew from the page, with other tools than the program's own where there are."""
    from argon2.low_level import Type, hash_secret_raw

    salt, cost = b"s" * 32, Cost(passes=2, memory_kib=1024)
    personal = hashlib.sha256(salt + b"ada@example.org").digest()
    root = hash_secret_raw(b"five boats", personal, 2, 1024, 1, 32, Type.ID)

    derived = derive("ﬁve boats", " Ada@Example.org ", salt=salt, cost=cost)

    def expand(info):
        return HKDFExpand(SHA256(), 32, info).derive(root)

    assert derived.identity.scalar == expand(b"heartleaf passphrase identity")
    assert derived.tag == expand(b"heartleaf passphrase tag")[:16]


def digest(data):
    return hashlib.sha256(data).hexdigest()
