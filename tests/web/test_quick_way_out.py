"""A closed screen can be left for an ordinary page, if someone needs that and says which."""

import pytest

ME = {"name": "Ada", "theme": "device", "letters": "1", "zone": "Europe/Dublin"}


def test_ada_may_leave_the_closed_screen_for_the_weather(hers):
    hers.post("/settings/me/", ME | {"leave": "weather.example.org"})

    hers.post("/closed/begin/")

    assert 'href="https://weather.example.org"' in hers.get("/closed/").text


def test_without_an_address_there_is_no_such_button(hers):
    hers.post("/settings/me/", ME)

    hers.post("/closed/begin/")

    assert "Leave" not in hers.get("/closed/").text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"]
)
def test_it_leads_to_a_page_and_nowhere_else(hers, address):
    answer = hers.post("/settings/me/", ME | {"leave": address})

    assert "This is not the address of a page." in answer.text
