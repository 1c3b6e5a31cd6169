"""A family with something of everything."""

import pytest


@pytest.fixture
def filled(ada, jonas, inge, given_a_letter, given_a_picture, given_files):
    from tests.archive.bag.house import fill  # Django is not there yet above

    fill(ada, jonas, inge, given_a_letter, given_a_picture, given_files)
    return ada
