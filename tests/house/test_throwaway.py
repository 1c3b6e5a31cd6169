"""The tests have a house of their own, and leave nothing of the person's touched or running."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
HOLD_A_CLUSTER = """
import time
from tests import postgres
with postgres.cluster() as address:
    print(address, flush=True)
    time.sleep(60)
"""


def test_the_data_of_the_person_at_this_computer_is_out_of_reach():
    assert settings.HEARTLEAF_DATA.is_relative_to(tempfile.gettempdir())
    assert Path(settings.HEARTLEAF_VAULT).is_relative_to(tempfile.gettempdir())


@pytest.mark.django_db
def test_the_suite_is_on_the_database_it_says():
    asked = os.environ.get("HEARTLEAF_TEST_DATABASE", "sqlite")

    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[asked]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_postgres_of_the_tests_ends_with_them_however_they_end(ending):
    tests = subprocess.Popen(
        [sys.executable, "-c", HOLD_A_CLUSTER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    folder = Path(tests.stdout.readline().strip().partition("host=")[2])
    server = int((folder / "data/postmaster.pid").read_text().split()[0])

    tests.send_signal(ending)
    tests.communicate()

    assert within(10, lambda: not alive(server))
    assert within(10, lambda: not folder.exists())


def test_a_real_chromium_opens_a_page(chromium):
    page = chromium.new_page()
    page.set_content("<h1>A leaf</h1>")

    assert page.get_by_role("heading").inner_text() == "A leaf"
    page.close()


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def within(seconds, happens):
    until = time.monotonic() + seconds
    while not happens() and time.monotonic() < until:
        time.sleep(0.05)
    return happens()
