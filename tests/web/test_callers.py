"""Where a request comes from, with and without a web server in front."""

import pytest
from django.test import RequestFactory

from heartleaf.web.callers import is_at_this_machine, sender

HERE, ELSEWHERE, NAMED = "127.0.0.1", "9.9.9.9", "HTTP_X_FORWARDED_FOR"


@pytest.fixture
def behind_https(settings):
    settings.SECURE, settings.HEARTLEAF_URL = True, "https://leaf.example.org"


def asked(**says):
    return RequestFactory().get("/", **says)


@pytest.mark.parametrize("near", [HERE, "::1", "10.0.0.2", "172.18.0.1", "192.168.1.2", "fd00::2"])
def test_a_web_server_nearby_says_who_asks(behind_https, near):
    assert sender(asked(REMOTE_ADDR=near, **{NAMED: "2.2.2.2"})) == "2.2.2.2"


def test_only_its_own_word_counts_and_not_what_was_sent_to_it(behind_https):
    assert sender(asked(REMOTE_ADDR=HERE, **{NAMED: "1.1.1.1, 2.2.2.2"})) == "2.2.2.2"


@pytest.mark.parametrize("named", ["", "unknown", "2.2.2.2, ", "<script>", "2.2.2.2:80"])
def test_a_word_that_is_no_address_is_not_taken(behind_https, named):
    assert sender(asked(REMOTE_ADDR=HERE, **{NAMED: named})) == HERE


def test_someone_elsewhere_cannot_say_who_asks(behind_https):
    assert sender(asked(REMOTE_ADDR=ELSEWHERE, **{NAMED: "2.2.2.2"})) == ELSEWHERE


def test_without_an_https_address_there_is_no_web_server_to_believe():
    assert sender(asked(REMOTE_ADDR=HERE, **{NAMED: "2.2.2.2"})) == HERE


@pytest.mark.parametrize("url", ["", "http://localhost:8000", "http://127.0.0.1:8000"])
def test_who_asks_without_a_detour_is_at_this_machine(settings, url):
    settings.HEARTLEAF_URL = url

    assert is_at_this_machine(asked(REMOTE_ADDR=HERE))
    assert is_at_this_machine(asked(REMOTE_ADDR="::1"))
    assert not is_at_this_machine(asked(REMOTE_ADDR="192.168.1.2"))


@pytest.mark.parametrize(
    "header", [NAMED, "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO"]
)
def test_what_a_web_server_here_hands_on_is_from_elsewhere(header):
    assert not is_at_this_machine(asked(REMOTE_ADDR=HERE, **{header: "anything"}))


@pytest.mark.parametrize("url", ["https://leaf.example.org", "http://leaf.local:8000"])
def test_where_there_is_a_public_address_nobody_passes_for_this_machine(settings, url):
    """Also behind a web server that adds no word of its own."""
    settings.HEARTLEAF_URL = url

    assert not is_at_this_machine(asked(REMOTE_ADDR=HERE))
