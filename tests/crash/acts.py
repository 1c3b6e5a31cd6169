"""What Ada does in two windows at once, until there is no answer any more."""

import hashlib
import itertools
import uuid

from tests.crash.bringing import Bringing, a_picture
from tests.crash.ledger import Draft, State, Thing
from tests.crash.visiting import CutOff

numbers = itertools.count(1)


class Window:
    """One act after another, chosen by chance; the words and the choices come from a seed."""

    def __init__(self, ada, ledger, chance):
        self.ada, self.ledger, self.chance = ada, ledger, chance
        self.done, self.failure = 0, None

    def act_until_cut_off(self):
        try:
            while True:
                self.act()
                self.done += 1
        except CutOff:
            pass
        except BaseException as failure:
            self.failure = failure

    def act(self):
        acts, weights = zip(*self.acts(), strict=True)
        self.chance.choices(acts, weights)[0]()

    def choose(self, place, *, with_files):
        there = self.ledger.at(place, with_files=with_files)
        return self.chance.choice(there) if there else None

    def some_words(self):
        return " ".join(f"w{self.chance.randrange(10**6)}" for _ in range(400))

    def bin_and_back(self, *, with_files):
        """Into the bin, and out of it one way or the other."""
        if thing := self.choose("bin", with_files=with_files):
            place, ending = self.chance.choice([("shelf", "take-back"), ("gone", "for-good")])
            with thing.becoming(place=place):
                told(self.ada.post(f"/keepsakes/{thing.id}/{ending}/", {}))
        elif thing := self.choose("shelf", with_files=with_files):
            with thing.becoming(place="bin"):
                told(self.ada.post(f"/keepsakes/{thing.id}/bin/", {}))


class WritingWindow(Window):
    """Letters: new ones, changed ones, drafts, the bin."""

    def acts(self):
        return [
            (self.write, 4),
            (self.change, 3),
            (self.type, 3),
            (lambda: self.bin_and_back(with_files=False), 2),
        ]

    def write(self):
        mark = f"letter{next(numbers):06}"
        thing = Thing("", mark, [State("shelf", f"{mark} {self.some_words()}")])
        with self.ledger.keeping(thing):
            kept = told(self.ada.post("/keepsakes/new/", letter(thing.now.words, mark)))
            thing.id = kept.location.split("/")[2]

    def change(self):
        if thing := self.choose("shelf", with_files=False):
            words, revision = f"{thing.mark} {self.some_words()}", thing.now.revision
            with thing.becoming(words=words, revision=revision + 1):
                form = letter(words, thing.mark) | {"based_on": str(revision)}
                told(self.ada.post(f"/keepsakes/{thing.id}/change/", form))

    def type(self):
        """A little more of a draft, as the page keeps it while one types."""
        drafts = self.ledger.drafts
        if len(drafts) < 5:
            drafts.append(Draft(str(uuid.uuid4()), [("", 0)]))
        draft = self.chance.choice(drafts)
        before = draft.may_be[0]
        after = (self.some_words(), before[1] + 1)
        draft.may_be = [before, after]
        form = letter(after[0]) | {"revision": str(before[1]), "who": self.ada.who}
        assert self.ada.post(f"/drafts/{draft.id}/", form).status == 200
        draft.may_be = [after]


class PictureWindow(Window):
    """Pictures: by the form, by an import, and what becomes of the tray."""

    def __init__(self, ada, ledger, chance):
        super().__init__(ada, ledger, chance)
        self.bringing = Bringing(ada, ledger, chance)

    def acts(self):
        return [
            (self.keep_pictures, 3),
            (self.bringing.go_on, 12),
            (self.choose_from_tray, 3),
            (lambda: self.bin_and_back(with_files=True), 1),
        ]

    def keep_pictures(self):
        mark = f"picture{next(numbers):06}"
        files = [(f"{mark}-{n}.jpg", a_picture(self.chance)) for n in range(2)]
        hashes = tuple(hashlib.sha256(data).hexdigest() for _, data in files)
        thing = Thing("", mark, [State("shelf", files=hashes)])
        with self.ledger.keeping(thing):
            kept = told(self.ada.post("/keepsakes/new/files/", letter("", mark), files))
            thing.id = kept.location.split("/")[2]

    def choose_from_tray(self):
        thing = self.choose("tray", with_files=True)
        if thing is None:
            return
        act, place = self.chance.choice([("keep", "shelf"), ("keep", "shelf"), ("remove", "gone")])
        circle = self.chance.choice(["only-me", "us"])
        with thing.becoming(place=place):
            told(
                self.ada.post(
                    "/tray/chosen/",
                    {"chosen": thing.id, "circle": circle, act: "yes", "sure": "yes"},
                )
            )


def letter(words, title=""):
    return {"title": title, "words": words, "date": "May 2025", "circle": "only-me"}


def told(answer):
    """The act was acknowledged."""
    assert answer.status == 302, f"refused with {answer.status}: {answer.text[:2000]}"
    return answer
