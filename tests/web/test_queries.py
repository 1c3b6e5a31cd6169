"""How often the busiest pages ask the database; more keepsakes must not mean more questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(browser, address):
    browser.get(address)  # the wood of the tree is grown and kept by the first look
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "at_most"), [("/", 17), ("/timeline/", 18), ("/tree/", 15), ("/tray/", 19)]
)
def test_a_page_asks_no_more_of_an_archive_that_has_grown(
    ada, browser_of, given_a_letter, given_a_picture, address, at_most
):
    hers = browser_of(ada)
    given_a_letter(ada, circle="us")
    few = queries_of(hers, address)

    for number in range(25):
        given_a_letter(ada, circle="us", title=str(number))
    for number in range(3):
        given_a_picture(ada, place="tray", title=str(number))
        given_a_picture(ada, title=str(number), circle="us")

    many = queries_of(hers, address)
    assert many <= at_most
    assert many - few <= 3  # one for each circle that is no longer empty
