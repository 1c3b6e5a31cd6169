"""What the parents see of backups, and asking for one."""

import datetime
import time

import pytest

from heartleaf.archive.backup import asked
from tests.archive.backup.conftest import kept_with_a_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db, ada, tmp_path, settings):
    from heartleaf.family.models import Installation

    settings.HEARTLEAF_DATA = tmp_path / "house"
    settings.HEARTLEAF_DATA.mkdir()
    settings.HEARTLEAF_VAULT = str(settings.HEARTLEAF_DATA / "vault")
    settings.HEARTLEAF_BACKUPS = [tmp_path / "second"]
    (settings.HEARTLEAF_DATA / "MARKER").write_text(f"{Installation.objects.get().pk}\n")


@pytest.mark.django_db(transaction=True)
def test_a_parent_has_one_made_and_sees_that_it_is_proven(
    house, ada, browser_of, tmp_path, settings, monkeypatch
):
    hers = browser_of(ada)
    kept_with_a_file(ada)
    before = hers.get("/settings/backups/").content.decode()
    assert before.count("None yet") == 2

    assert hers.post("/settings/backups/now/").url == "/settings/backups/"
    until_it_is_made()

    page = hers.get("/settings/backups/").content.decode()
    assert page.count("None yet") == 1
    assert f"{tmp_path / 'second'} is not there. Is its disk mounted?" in page
    assert "Everything in your place is as it was" in page
    assert "None yet" not in hers.get("/settings/").content.decode()
    assert "/<wbr>second<wbr>" in page
    assert "Proven, but" not in page
    settings.HEARTLEAF_BACKUPS = []
    [own] = (settings.HEARTLEAF_DATA / "vault").rglob("*.age")
    own.unlink()
    again = hers.post("/settings/backups/now/", follow=True).content.decode()
    assert "One was made and proven just now" in again
    monkeypatch.setattr(asked, "A_MOMENT", datetime.timedelta())
    hers.post("/settings/backups/now/")
    until_it_is_made()
    again = hers.get("/settings/backups/").content.decode()
    assert "Proven, but some files of the archive itself were damaged or missing" in again
    assert 'href="/settings/whole/"' in again
    assert not asked.is_at_work()


def until_it_is_made():
    until = time.monotonic() + 30
    while asked.is_at_work() and time.monotonic() < until:
        time.sleep(0.01)


def test_where_others_live_too_only_the_state_is_shown(house, ada, vera, browser_of, tmp_path):
    hers = browser_of(vera)

    page = hers.get("/settings/backups/").content.decode()

    assert "Last proven" in page
    assert str(tmp_path) not in page
    assert "Make one now" not in page
    assert hers.post("/settings/backups/now/").status_code == 404


def test_whoever_is_no_parent_sees_nothing_of_it(house, inge, browser_of):
    hers = browser_of(inge)

    assert hers.get("/settings/backups/").status_code == 404
    assert hers.post("/settings/backups/now/").status_code == 404
    assert "/settings/backups/" not in hers.get("/settings/").content.decode()
