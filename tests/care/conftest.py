import functools

import pytest

from tests.care.post_office import PostOffice


@pytest.fixture
def post_office():
    with PostOffice() as here:
        yield here


@pytest.fixture
def mail_by(settings):
    """Mail goes by this server: `mail_by(post_office, password="…")`."""
    from tests.care.reminders import mail_goes_by  # what needs Django is not there yet above

    return functools.partial(mail_goes_by, settings)


@pytest.fixture
def mail(mail_by, post_office):
    mail_by(post_office)
    return post_office


@pytest.fixture
def told_by():
    """A way by which someone is told: `told_by(ada, "ada@example.org")`."""
    from tests.care.reminders import a_channel

    return a_channel


@pytest.fixture
def due():
    """A reminder that is due: `due(channel, ago=5, words="…")`, in minutes."""
    from tests.care.reminders import a_reminder

    return a_reminder


@pytest.fixture
def tick():
    """The clock asks, so many minutes after noon."""
    from tests.care.reminders import the_clock_asks

    return the_clock_asks


@pytest.fixture
def ada_by_mail(ada, told_by):
    return told_by(ada, "ada@example.org")
