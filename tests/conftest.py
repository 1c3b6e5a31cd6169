"""What every test stands on: a house of its own, which is thrown away afterwards.

    pytest                                    on SQLite
    HEARTLEAF_TEST_DATABASE=postgres pytest   what asks a database, on a PostgreSQL of our own
    pytest --slow                             the long sweeps too

`python3 start.py test` does the first two, at the same time.
"""

import functools
import json
import os
import signal
import tempfile
import time
import uuid
import zlib
from contextlib import ExitStack
from pathlib import Path

import django
import django.conf
import hypothesis
import pytest
import time_machine

from tests import needs, postgres

FIXTURES = ("tests.browser", "tests.cast")

began = time.monotonic()
things_to_end = ExitStack()


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="also run the long sweeps")


def pytest_configure(config):
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: in order
    leave_the_persons_own_house()
    choose_database()
    choose_moment()
    django.setup()
    for module in FIXTURES:  # only now: what they import needs Django to be set up
        config.pluginmanager.import_plugin(module)
    hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("slow", deadline=None, max_examples=2_000)
    hypothesis.settings.load_profile("slow" if slow(config) else "ci")


def leave_the_persons_own_house():
    """No test may read or write what belongs to the person at this computer."""
    if django.conf.settings.configured:
        raise pytest.UsageError(
            "Heartleaf's tests choose the settings: unset DJANGO_SETTINGS_MODULE."
        )
    for name in settings_of_the_person():
        del os.environ[name]
    data = things_to_end.enter_context(tempfile.TemporaryDirectory(prefix="heartleaf-tests-"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "heartleaf.settings",
        "HEARTLEAF_DATA": data,
        "XDG_CONFIG_HOME": f"{data}/config",
        "HEARTLEAF_SECRET_KEY": "for tests, and for nothing else",
        # Playwright keeps an event loop in this thread; what the tests ask of the database is
        # asked between its steps, so nothing is blocked.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


def settings_of_the_person():
    ours = [name for name in os.environ if name.startswith("HEARTLEAF_")]
    kept = ("HEARTLEAF_TEST_", "HEARTLEAF_SLOW", "HEARTLEAF_PYTHON", "HEARTLEAF_TAKE_PICTURES")
    return [
        name
        for name in [
            *ours,
            *{"DATABASE_URL", "DATABASE_URL_FILE", "EMAIL_URL", "EMAIL_URL_FILE"} & {*os.environ},
        ]
        if not name.startswith(kept)
    ]


def choose_database():
    if not on_postgres():
        return
    try:
        os.environ["DATABASE_URL"] = things_to_end.enter_context(postgres.cluster())
    except needs.Missing as missing:
        pytest.exit(str(missing), returncode=1)


def choose_moment():
    """Some tests of days run the others again, elsewhere and at another moment."""
    if zone := os.environ.get("HEARTLEAF_TEST_ZONE"):
        os.environ["HEARTLEAF_TIME_ZONE"] = zone
    if moment := os.environ.get("HEARTLEAF_TEST_MOMENT"):
        things_to_end.enter_context(time_machine.travel(moment))


def on_postgres():
    return os.environ.get("HEARTLEAF_TEST_DATABASE", "sqlite") == "postgres"


def pytest_unconfigure():
    things_to_end.close()


def slow(config):
    return config.getoption("--slow") or os.environ.get("HEARTLEAF_SLOW") == "1"


# Rooms whose tests ask no database unless they say so: these run once. The demo and the bench are
# always on an SQLite of their own.
ROOMS_WITHOUT = (
    "archive/importers",
    "book",
    "circle/postcard",
    "command/test_bench",
    "command/test_days",
    "command/test_demo",
    "days",
    "family",
    "house",
    "keepsakes",
    "sealing",
    "tree",
    "vault",
)
# What looks at pages, or at how they are sent: that does not depend on where the rows are.
LOOKS = (
    "secrecy/test_circles_apart",
    "secrecy/test_headers",
    "walks/test_axe",
    "walks/test_closing",
    "walks/test_feed_programs",
    "walks/test_keyboard",
    "walks/test_pictures",
    "walks/test_playing",
    "walks/test_recording",
    "walks/test_tending",
    "walks/test_weight",
)
# A walk goes through everything once, from the browser to the rows. Where both suites run at once
# each goes through one of the two databases, so that both are walked and neither is walked twice.
WALKS_BESIDE_POSTGRES = (
    "walks/test_bringing_in",
    "walks/test_drafts",
    "walks/test_first_evening",
    "walks/test_inviting",
    "walks/test_letterbox",
    "walks/test_pages",
    "walks/test_sending",
)
# Tests that ask for pages and look at the answers. Where both suites run at once, and nobody asked
# for the long sweeps, each file of them goes through one of the two databases.
PAGES = (
    "archive/bag",
    "archive/faces",
    "book",
    "care/body",
    "care/check_ins",
    "care/for_others",
    "care/paths",
    "care/plants",
    "care/questionnaires",
    "care/support",
    "circle/test_siblings",
    "secrecy/test_covered_and_not_yet",
    "secrecy/test_stranger",
    "web/",
)
# What of all this takes minutes. Where both suites run at once it goes with PostgreSQL's, which is
# the shorter, so that they end together.
BESIDE_POSTGRES = ("archive/importers", "keepsakes/developing")
ASKS_A_DATABASE = {"db", "transactional_db", "empty_house", "house", "filled"}


def pytest_collection_modifyitems(config, items):
    config.hook.pytest_deselected(items=[item for item in items if not runs_here(item)])
    items[:] = [item for item in items if runs_here(item)]
    if not slow(config):
        for item in items:
            if item.get_closest_marker("slow"):
                item.add_marker(pytest.mark.skip(reason="a long sweep: runs with --slow"))


def runs_here(item):
    """Each test that asks a database runs on both, and each other one once."""
    room = item.path.relative_to(Path(__file__).parent).as_posix()
    if room.startswith("walks/") and both_at_once():
        return on_postgres() == room.startswith(WALKS_BESIDE_POSTGRES)
    if asks_a_database(item, room):
        once = room.startswith(PAGES) and both_at_once() and not slow(item.config)
        return not once or on_postgres() == is_odd(room)
    beside_postgres = both_at_once() and room.startswith(BESIDE_POSTGRES)
    return on_postgres() == beside_postgres


def is_odd(room):
    """Parts files in two halves, each always in the same one."""
    return zlib.crc32(room.encode()) % 2 == 1


def asks_a_database(item, room):
    if room.removesuffix(".py") in LOOKS:
        return False
    marked = item.get_closest_marker("django_db") is not None
    fixtures = ASKS_A_DATABASE.intersection(item.fixturenames)
    return marked or bool(fixtures) or not room.startswith(ROOMS_WITHOUT)


def both_at_once():
    return "HEARTLEAF_TEST_SUMMARY" in os.environ


@pytest.fixture(autouse=True)
def one_tree(monkeypatch):
    """To grow a tree takes seconds, and says nothing of anyone: on pages one stands for all. The
    rooms `tree` and `walks` have trees of their own."""
    for asks in ("tree.gathering", "tree.grove", "tree.printing", "web.tree_growing"):
        monkeypatch.setattr(f"heartleaf.{asks}.wood_of", lambda family: wood())


@functools.cache
def wood():
    from heartleaf.tree.growing import grow  # what needs Django is not there yet above

    return grow(b"s" * 32)


@pytest.fixture
def empty_house(tmp_path):
    """The environment for a Heartleaf in a process of its own, on the database this suite is on."""
    house = {
        "HEARTLEAF_DATA": str(tmp_path / "house"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    if on_postgres():
        house["DATABASE_URL"] = postgres.new_database(f"house_{uuid.uuid4().hex}")
    return os.environ | house


def pytest_report_header():
    return f"database: {database()}"


def database():
    from django.db import connection

    if on_postgres():
        return f"PostgreSQL {postgres.version(postgres.find())}"
    return "SQLite {}.{}.{}".format(*connection.Database.sqlite_version_info)


def pytest_terminal_summary(terminalreporter):
    """When both suites run, scripts/test.py tells at the end how each of them went."""
    if not (told := os.environ.get("HEARTLEAF_TEST_SUMMARY")):
        return
    counts = ", ".join(text for text, _ in terminalreporter.build_summary_stats_line()[0])
    line = f"{counts} in {time.monotonic() - began:.2f}s"
    Path(told).write_text(json.dumps([database(), line]))
