"""Files on their way, when the line is lost or a file is: everything else arrives, once.

They are of no known kind, so that nothing of them stays in Jonas's tray.
"""

import re

import pytest

from heartleaf.keepsakes.media import PART

FIRST_PARTS = re.compile(r"/uploads/[^/]+/\?offset=0$")
# As a browser says it of a file that was deleted since it was chosen.
GONE_AFTER_ITS_FIRST_PART = """() => {
  const slice = File.prototype.slice;
  File.prototype.slice = function (from, to) {
    const part = slice.call(this, from, to);
    if (from) part.arrayBuffer = async () => { throw new DOMException("", "NotFoundError"); };
    return part;
  };
}"""


@pytest.fixture
def jonas(filled, window):
    return window(filled).sign_in("jonas@example.org")


@pytest.fixture
def notes(tmp_path):
    """Two files, the first of them in two parts."""
    for name, size in (("long.bin", PART + 10), ("short.bin", 10)):
        (tmp_path / name).write_bytes(b"n" * size)
    return sorted(tmp_path.iterdir())


def test_whichever_answer_is_lost_each_file_arrives_once(jonas, notes):
    lost = []

    def lose_the_first(route):
        if route.request.url in lost:
            route.continue_()
        else:
            lost.append(route.request.url)
            route.fetch()
            route.abort("connectionrefused")

    jonas.page.route("**/uploads/**", lose_the_first)
    jonas.bring_in(files=notes)

    jonas.reads("Nothing new came in.")
    for file in notes:
        jonas.reads(file.name)
    assert len([address for address in lost if "offset" in address]) == 3


def test_a_file_that_is_gone_from_the_device_is_named_and_the_other_arrives(jonas, notes):
    jonas.go("/bring-in/")
    jonas.page.get_by_label("Choose files, or lay them here").set_input_files(notes)
    jonas.page.evaluate(GONE_AFTER_ITS_FIRST_PART)
    jonas.press("Bring them in")
    jonas.page.wait_for_url("**/imports/*/")

    jonas.reads("Nothing new came in.")
    jonas.reads("on the device it was on")
    jonas.reads("short.bin")


def test_while_files_are_on_their_way_the_page_says_how_far_and_asks_to_stay_open(jonas, notes):
    held = []
    jonas.page.route(FIRST_PARTS, lambda route: held.append(route))
    jonas.go("/bring-in/")
    jonas.page.get_by_label("Choose files, or lay them here").set_input_files(notes)
    with jonas.page.expect_request(FIRST_PARTS):
        jonas.press("Bring them in")

    jonas.reads("0 of 2 have arrived. Please keep this page open until all has arrived.")
    jonas.page.unroute(FIRST_PARTS)  # what was held goes on
    jonas.page.wait_for_url("**/imports/*/")
