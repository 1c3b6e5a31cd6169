"""Two parents at once, and work that goes on beside the pages."""

import datetime
import threading
import time

import pytest
from django.db import connections
from django.utils import timezone

from heartleaf.circle import accepting, gathering, inviting, making, steward, working
from heartleaf.circle.models import Entrusted, Sealing
from heartleaf.circle.sealing_anew import is_needed
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.models import Epoch
from heartleaf.family.opening import NotAParent
from heartleaf.keepsakes import moving
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import keep
from tests.cast import PASSPHRASE
from tests.circle.holding import again, card_of, kept, keys_of, opens, sealed_of
from tests.circle.leaving import a_note, a_page, read_first_by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def otto(ada):
    return join(ada, Beginner("otto@example.org", PASSPHRASE, "Otto"), ["friends"])


def at_once(*acts):
    """Each in a thread of its own; what they raised."""
    ready, raised = threading.Barrier(len(acts)), []

    def run(act):
        ready.wait()
        try:
            act()
        except BaseException as problem:
            raised.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_both_parents_take_out_different_people_at_once(ada, jonas, inge, otto):
    hers, his = keys_of(inge), keys_of(otto)
    raised = at_once(
        lambda: gathering.let_go(again(ada), inge.id),
        lambda: gathering.let_go(again(jonas), otto.id),
    )
    letter = kept(jonas, "friends", "after both")

    assert raised == []
    assert Epoch.objects.filter(circle__kind="friends").count() == 3
    assert not any(opens(one, hers + his) for one in sealed_of(letter))
    assert card_of(ada, letter).words == "after both"
    assert again(ada).facts.name == again(jonas).facts.name == "Rowan's place"


def test_whatever_parents_do_at_once_none_waits_for_the_other_for_ever(ada, jonas, inge, otto):
    """On PostgreSQL two who lock the same rows in another order end with an error."""
    page, _link = a_page(ada, **read_first_by(inge))
    a_note(page, [("words.txt", [b"a few words"])])
    soon = timezone.now() + datetime.timedelta(days=1)
    asked = inviting.invite(ada, ["friends"], "adds", ends=soon)
    ruth = Beginner("ruth@example.org", PASSPHRASE, "Ruth")
    sheets = steward.name_steward(ada, "Ruth")
    person = again(jonas)
    raised = at_once(
        lambda: gathering.let_go(again(ada), inge.id),
        lambda: inviting.invite(again(jonas), ["us"], "parent", ends=soon),
        lambda: accepting.accept(accepting.find(asked.asked.secret), ruth),
        lambda: steward.name_steward(again(jonas), "Ruth"),
        lambda: [keep(person, person.circle("us"), Card(words=str(n))) for n in range(6)],
        lambda: inviting.take_back(asked.row),
        lambda: making.make(again(ada), "Garden"),
    )

    assert [one for one in raised if not isinstance(one, accepting.NoInvitation)] == []
    assert again(ada).facts.name == again(jonas).facts.name == "Rowan's place"
    assert Entrusted.objects.filter(stewardship__isnull=False).count() == 3
    with pytest.raises(steward.OpensNothing):
        steward.Opening.of(sheets[0], sheets[1])


def test_what_is_kept_while_someone_is_taken_out_opens_for_who_is_left(ada, jonas, inge, otto):
    hers = keys_of(inge)
    letters = []

    def write():
        person = again(jonas)
        for n in range(6):
            letters.append(keep(person, person.circle("friends"), Card(words=str(n))))

    assert at_once(write, lambda: gathering.let_go(again(ada), inge.id)) == []
    newest = [one for one in letters if one.epoch == 2]

    assert [card_of(otto, one).words for one in letters] == [str(n) for n in range(6)]
    assert not any(opens(sealed, hers) for one in newest for sealed in sealed_of(one))


def test_two_parents_who_take_each_other_out_at_once_leave_one(ada, jonas):
    raised = at_once(
        lambda: gathering.take_out_parent(again(ada), jonas.id),
        lambda: gathering.take_out_parent(again(jonas), ada.id),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], (NotAParent, KeyError, gathering.LastParent))
    assert [again(ada).is_parent, again(jonas).is_parent].count(True) == 1


def test_sealing_anew_goes_on_beside_the_page_and_once(ada, jonas, inge):
    letters = [
        kept(ada, "friends", str(n), b"a file") if not n else kept(ada, "friends", str(n))
        for n in range(5)
    ]
    hers = keys_of(inge)
    gathering.let_go(ada, inge.id)
    begun = [working.start(again(who), again(who).circle("friends")) for who in (ada, jonas)]
    until(lambda: not Sealing.objects.exists())

    assert begun == [True, False]
    assert not is_needed(again(ada).circle("friends"))
    assert not any(opens(sealed, hers) for one in letters for sealed in sealed_of(one))


def test_what_a_crash_left_is_taken_up_again_by_the_other_parent(ada, jonas, inge):
    kept(ada, "friends", "before")
    gathering.let_go(ada, inge.id)
    circle = again(jonas).circle("friends")
    row = Sealing.objects.create(circle=circle.circle, person=ada.person)
    assert working.go_on(again(jonas), circle)
    assert Sealing.objects.exists()  # somebody may be at it
    Sealing.objects.filter(pk=row.pk).update(alive_at=timezone.now() - 2 * working.SILENT)
    working.go_on(again(jonas), circle)
    until(lambda: not Sealing.objects.exists())

    assert not is_needed(again(ada).circle("friends"))


def test_a_grandmother_cannot_begin_it(ada, inge):
    with pytest.raises(NotAParent):
        working.start(inge, inge.circle("friends"))


def test_something_large_goes_on_its_way_beside_the_page(ada, jonas, browser_of, monkeypatch):
    monkeypatch.setattr(moving, "AT_ONCE", 0)
    paper = kept(ada, "us", "a paper", b"its bytes")
    said = {"words": "for all", "circle": "friends", "based_on": "1"}
    answer = browser_of(again(ada)).post(f"/keepsakes/{paper.id}/change/", said, follow=True)
    assert "on its way to “family and friends”" in answer.content.decode()
    until(lambda: moving.share_moved(paper.id) is None)

    assert card_of(jonas, paper).words == "for all"
    assert [one.handle for one in again(ada).circles.values() if one.circle == _circle(paper)] == [
        "friends"
    ]


def _circle(keepsake):
    return type(keepsake).objects.get(pk=keepsake.pk).circle
