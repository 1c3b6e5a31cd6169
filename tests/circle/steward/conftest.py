"""The people and things of the steward's tests. What needs Django is not there yet when this file
is read, so each fixture brings its own."""

import datetime

import pytest
import time_machine

BEGAN = datetime.datetime(2026, 5, 12, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nobody_waits():
    from heartleaf.web import slowing

    slowing._failed.clear()


@pytest.fixture
def sheets(ada, jonas):
    from heartleaf.circle import steward

    return steward.name_steward(ada, "Ruth")


@pytest.fixture
def named(ada, jonas, inge):
    """Inge is named, and thirty days are waited."""
    from heartleaf.circle import steward
    from heartleaf.circle.models import Stewardship

    steward.name_steward(ada, "Inge", steward=inge.person, days=30)
    return Stewardship.objects.get()


@pytest.fixture
def clock():
    with time_machine.travel(BEGAN, tick=False) as moving:
        yield moving


@pytest.fixture
def office(settings):
    from tests.care.post_office import PostOffice
    from tests.care.reminders import mail_goes_by

    with PostOffice() as here:
        mail_goes_by(settings, here)
        yield here
