"""What parents are told where taking someone out ends more than a membership."""

import pytest
from django.utils import timezone

from heartleaf.circle import gathering, steward
from heartleaf.circle.models import Stewardship
from heartleaf.web.forms.pages import HowForm
from tests.circle.holding import again
from tests.circle.leaving import a_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def adas(ada, jonas, browser_of):
    return browser_of(ada)


def test_that_the_sheets_end_is_said_before_and_after(adas, ada, inge):
    steward.name_steward(ada, "Inge", steward=inge.person)
    path = f"/circles/people/{inge.id}/taking-out/"
    assert "three sheets open nothing any more" in adas.get(path).text
    assert "they need making anew" in adas.post(path, follow=True).text


def test_nothing_is_said_of_sheets_that_go_on(adas, ada, inge):
    steward.name_steward(ada, "Ruth")
    path = f"/circles/people/{inge.id}/taking-out/"
    assert "sheets" not in adas.get(path).text
    assert "making anew" not in adas.post(path, follow=True).text


def test_of_two_parents_at_once_the_second_is_told(adas, inge, monkeypatch):
    def taken_out_meanwhile(*given):
        raise gathering.NotAParent

    monkeypatch.setattr("heartleaf.care.parting.gathering.let_out", taken_out_meanwhile)
    said = adas.post(f"/circles/people/{inge.id}/friends/", {"role": "out"}, follow=True).text
    assert "changed here a moment ago" in said


def test_who_is_in_no_circle_is_offered_neither_for_reading_first_nor_as_steward(adas, ada, inge):
    page, _link = a_page(ada)

    def offered():
        form = HowForm(person=again(ada), page=page)
        choices = dict(form.fields["first_reader"].choices)
        return str(inge.id) in choices, str(inge.id) in adas.get("/stewardship/").text

    assert offered() == (True, True)
    gathering.let_go(ada, inge.id)
    assert offered() == (False, False)


def test_just_opened_it_is_neither_ended_nor_made_anew(adas, ada):
    steward.name_steward(ada, "Ruth")
    Stewardship.objects.update(opened_at=timezone.now())
    assert 'name="passphrase"' not in adas.get("/stewardship/").text
    assert "stays said for two weeks" in adas.post("/stewardship/end/", follow=True).text
    assert Stewardship.objects.exists()
