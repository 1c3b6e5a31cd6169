"""An import, step by step as the page's script does it, going on after every kill."""

import hashlib
import io
import itertools
import json
import zipfile

from PIL import Image

from tests.crash.ledger import State, Thing, listed, look

PICTURES = 4
PADDING = 5 * 1024 * 1024  # makes the zip two parts long; it is no picture, so it is refused

numbers = itertools.count(1)


class Bringing:
    """One zip after another. Each step remembers only what was acknowledged."""

    def __init__(self, ada, ledger, chance):
        self.ada, self.ledger, self.chance = ada, ledger, chance
        self.finished = 0
        self._next()

    def go_on(self):
        """Do the next step, or look how far it is."""
        if self.upload is None:
            self._begin()
        elif self.at < len(self.zip):
            self._send()
        elif not self.started:
            self._start()
        else:
            self._look()

    def settle(self):
        """After a kill: what has arrived is at least what was acknowledged, and what is through
        is wholly there."""
        if self.upload and self.at < len(self.zip):
            received = answered(self.ada.get(f"/uploads/{self.upload}/"))["received"]
            assert received >= self.at, "acknowledged bytes of an upload are gone"
            self.at = received
        elif self.upload:
            self._look()
        if self.ended:
            self._take_stock()
            self.finished += 1
            self._next()

    def _next(self):
        files = {f"{n}.jpg": a_picture(self.chance) for n in range(PICTURES)}
        self.hashes = {hashlib.sha256(data).hexdigest() for data in files.values()}
        self.zip = a_zip(files | {"padding.bin": self.chance.randbytes(PADDING)})
        self.imported = self.upload = None
        self.at, self.part, self.started, self.ended = 0, 0, False, False

    def _begin(self):
        if self.imported is None:
            self.imported = answered(self.ada.post("/imports/", {}))["id"]
        label = {"name": "export.zip", "number": "0", "size": str(len(self.zip))}
        told = answered(self.ada.post(f"/imports/{self.imported}/uploads/", label))
        self.upload, self.part = told["id"], told["part"]

    def _send(self):
        data = self.zip[self.at : self.at + self.part]
        told = answered(self.ada.send(f"/uploads/{self.upload}/?offset={self.at}", data))
        self.at = told["received"]

    def _start(self):
        answered(self.ada.post(f"/imports/{self.imported}/start/", {}))
        self.started = True

    def _look(self):
        page = self.ada.get(f"/imports/{self.imported}/")
        assert page.status == 200, f"the page of the import answers {page.status}"
        assert "failure" not in page.text, f"the import failed: {page.text[-1500:]}"
        self.started = "have not all arrived" not in page.text
        self.ended = self.started and "hx-trigger" not in page.text
        assert not self.ended or "padding.bin" in page.text, "what did not come in is not named"

    def _take_stock(self):
        """The tray holds each picture of this import once: nothing missing, nothing twice."""
        known = {thing.id for thing in self.ledger.things}
        arrived = set(listed(self.ada, "/tray/")) - known
        found = {id: look(self.ada, id, {"tray": arrived}) for id in arrived}
        files = sorted(file for seen in found.values() for file in seen.files)
        assert files == sorted(self.hashes), "the tray does not hold each picture once"
        for id, seen in found.items():
            mark = f"import{next(numbers)}"
            self.ledger.things.append(Thing(id, mark, [State("tray", files=seen.files)]))


def answered(answer):
    assert answer.status < 300, f"refused with {answer.status}: {answer.text[:2000]}"
    return json.loads(answer.text)


def a_zip(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_picture(chance, size=(900, 700)):
    """A JPEG that there was never before."""
    grain = Image.frombytes("RGB", (24, 18), chance.randbytes(24 * 18 * 3))
    out = io.BytesIO()
    grain.resize(size).save(out, "JPEG", quality=90)
    return out.getvalue()
