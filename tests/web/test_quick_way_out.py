"""A closed screen can be left for an ordinary page, if someone needs that and says which."""

import pytest

from heartleaf.family.models import Session

LEAVING = "/settings/closing/leaving/"


def test_ada_may_leave_the_closed_screen_for_the_weather(hers):
    hers.post(LEAVING, {"leave": "weather.example.org"})

    hers.post("/closed/begin/")

    page = hers.get("/closed/").text
    assert 'data-leaves-for="https://weather.example.org"' in page
    assert "Leave" in page


def test_to_leave_ends_the_session_and_leads_on_without_script(hers):
    hers.post(LEAVING, {"leave": "weather.example.org"})
    hers.post("/closed/begin/")

    answer = hers.post("/closed/leave/")

    assert '<meta http-equiv="refresh" content="0;url=https://weather.example.org">' in answer.text
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not Session.objects.exists()
    assert hers.get("/timeline/").headers["Location"] == "/sign-in/"


def test_without_an_address_there_is_no_such_button(hers):
    hers.post(LEAVING, {"leave": ""})

    hers.post("/closed/begin/")

    assert "Leave" not in hers.get("/closed/").text


def test_looking_at_the_address_leaves_nothing(hers):
    hers.post(LEAVING, {"leave": "weather.example.org"})

    assert hers.get("/closed/leave/").status_code == 405
    assert Session.objects.exists()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"]
)
def test_it_leads_to_a_page_and_nowhere_else(hers, address):
    answer = hers.post(LEAVING, {"leave": address})

    assert "This is not the address of a page." in answer.text
