"""A day has no time and no zone of its own: what is tested of days holds anywhere, any time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ABOUT_DAYS = (
    "tests/days/test_family_days.py",
    "tests/days/test_saying.py",
    "tests/care/test_coming.py",
    "tests/care/test_planning.py",
    "tests/web/test_today.py",
)
# Around midnight, and in both nights in which clocks are changed, where that is.
MOMENTS = [
    ("Pacific/Kiritimati", "2026-12-31T10:00:05+00:00"),  # already next year
]
MORE_MOMENTS = [
    ("America/New_York", "2027-03-14T06:59:55+00:00"),  # about to leave out an hour
    ("Europe/Dublin", "2026-10-25T00:59:55+00:00"),  # an hour is about to come twice
    ("Asia/Kathmandu", "2027-02-28T18:14:55+00:00"),
    ("Pacific/Pago_Pago", "2027-01-01T10:59:55+00:00"),  # still last year
    ("Europe/Dublin", "2027-03-28T00:59:55+00:00"),
    ("America/New_York", "2026-11-01T05:59:55+00:00"),
]


@pytest.mark.parametrize(
    ("zone", "moment"),
    [*MOMENTS, *(pytest.param(*one, marks=pytest.mark.slow) for one in MORE_MOMENTS)],
)
def test_what_holds_of_days_holds_there_and_then(zone, moment):
    ours = ("HEARTLEAF_", "DJANGO_", "DATABASE_")
    alone = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    there = alone | {"HEARTLEAF_TEST_ZONE": zone, "HEARTLEAF_TEST_MOMENT": moment}

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", *ABOUT_DAYS],
        cwd=ROOT,
        env=there,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr + done.stdout[-3000:]
