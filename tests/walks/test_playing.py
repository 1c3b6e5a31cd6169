"""A film plays and is found anywhere in it, in a real browser; nothing begins by itself."""

import re

import pytest

from tests.vectors import films

READY = "video => video.readyState >= 2 && video.videoWidth > 0"


@pytest.fixture
def ada(filled, window):
    return window(filled, width=360).sign_in()


def keep(visitor, tmp_path, name, data):
    """Keep a file that is not covered; the window stands on its page afterwards."""
    (tmp_path / name).write_bytes(data)
    visitor.go("/keepsakes/new/files/")
    visitor.page.locator("input[type=file][name=files]").first.set_input_files(tmp_path / name)
    covered = visitor.page.locator("[name=covered]")
    covered.evaluate("box => { box.closest('details').open = true; }")
    covered.uncheck()
    visitor.press("Keep")
    visitor.page.wait_for_url(re.compile(r"/keepsakes/[0-9a-f-]{36}/"))


def test_a_film_of_another_kind_is_made_ready_and_then_plays_and_seeks(ada, tmp_path):
    asked = []
    ada.page.on("request", lambda one: asked.append(one.url) if "/played" in one.url else None)

    keep(ada, tmp_path, "at the sea.avi", films.film("avi", seconds=4))
    film = ada.page.locator("video")
    film.wait_for()
    assert asked == [], "nothing is fetched before someone asks for it"

    film.evaluate("video => video.play()")
    ada.page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    film.evaluate("video => { video.pause(); video.currentTime = video.duration / 2; }")
    ada.page.wait_for_function(
        "() => !document.querySelector('video').seeking && "
        "document.querySelector('video').currentTime > 1.5"
    )
    assert film.evaluate(READY)
    assert 3.5 < film.evaluate("video => video.duration") < 4.5


def test_a_sound_plays_when_its_ring_is_pressed_and_is_found_anywhere_in_it(ada, tmp_path):
    keep(ada, tmp_path, "his heart.wav", films.sound("wav", seconds=3))

    ring = ada.page.get_by_role("button", name=re.compile("^Play"))
    ring.click()
    ada.page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    ada.page.get_by_role("button", name=re.compile("^Pause")).click()
    ada.page.get_by_label("Where in it").fill("500")

    ada.page.wait_for_function(
        "() => Math.abs(document.querySelector('audio').currentTime - 1.5) < 0.2"
    )
    assert ada.page.locator("audio").evaluate("audio => audio.paused")


def test_without_script_the_browsers_own_player_stands_there(filled, window, tmp_path):
    plain = window(filled, width=360, script=False).sign_in()

    keep(plain, tmp_path, "short.mp3", films.sound("mp3"))
    plain.page.wait_for_timeout(1500)
    plain.page.reload()

    assert plain.page.locator("audio[controls]").is_visible()
    assert not plain.page.locator(".ring").is_visible()
