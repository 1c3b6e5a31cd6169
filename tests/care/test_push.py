"""Push, against a service that is as particular as the real ones."""

import base64
import datetime
import ssl

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from heartleaf.care import pushing
from heartleaf.care.missing import missed
from heartleaf.care.models import Channel, Quiet
from heartleaf.sealing import push_key
from tests.care.push_service import PushService
from tests.care.reminders import NOON, states

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(days=1)


@pytest.fixture
def service(tmp_path, settings, monkeypatch):
    settings.HEARTLEAF_URL = "https://leaf.example.org"
    monkeypatch.setattr(pushing, "PATIENCE", 0.5)
    with PushService(tmp_path) as here:
        settings.PUSH_SERVICES = [here.name]
        trust = ssl.create_default_context(cafile=here.certificate)
        monkeypatch.setattr(pushing, "trust", lambda: trust)
        yield here


@pytest.fixture
def ada_by_push(ada, told_by, service):
    return told_by(ada, service.browser("ada"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr("heartleaf.care.pushing.timezone.now", lambda: NOON)


def test_a_browser_is_told_once_and_no_word_is_in_it(ada_by_push, due, tick, service):
    due(ada_by_push, ago=30, words="Rowan")

    for minute in range(3):
        tick(minute)

    assert service.paths == ["ada"]
    assert states() == ["sent"]
    [(_path, headers)] = service.asked
    assert headers["TTL"] == str(90 * 60 - 20)
    assert (headers["Urgency"], headers["Topic"]) == ("normal", "told")
    assert "Content-Type" not in headers
    assert "Content-Encoding" not in headers


def test_many_browsers_of_one_service_share_a_line(ada, told_by, due, tick, service):
    for number in range(5):
        due(told_by(ada, service.browser(str(number))))
    tick()

    assert states() == ["sent"] * 5
    assert service.lines == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(ada_by_push, due, tick, service, status):
    due(ada_by_push)
    service.answer = lambda path: status
    tick()

    assert not Channel.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_not_now_is_tried_again(ada_by_push, due, tick, service, status):
    due(ada_by_push)
    service.answer = lambda path: status if len(service.asked) < 3 else 201
    for minute in range(5):
        tick(minute)

    assert len(service.asked) == 3
    assert states() == ["sent"]


@pytest.mark.parametrize("status", [400, 401, 403])
def test_no_three_times_is_no_to_this_message_and_not_to_the_browser(
    ada, ada_by_push, due, tick, service, status
):
    due(ada_by_push)
    service.answer = lambda path: status
    for minute in range(10):
        tick(minute)

    assert len(service.asked) == 3
    assert states() == ["refused"]
    assert [one.why for one in missed(ada.person, LATER)] == ["refused"]
    assert Channel.objects.exists()


def test_a_browser_of_a_service_that_is_asked_no_more_stays(
    ada_by_push, due, tick, service, settings
):
    due(ada_by_push)
    settings.PUSH_SERVICES = []
    tick()

    assert service.asked == []
    assert Channel.objects.exists()


def test_it_goes_nowhere_else_when_it_is_sent_on(ada_by_push, due, tick, service):
    due(ada_by_push)
    service.answer = lambda path: 307
    tick()

    assert len(service.asked) == 1
    assert states() == ["planned"]


@pytest.mark.parametrize("answer", [0, -1])
def test_a_service_without_an_answer_is_not_asked_twice(
    ada, ada_by_push, due, tick, service, answer
):
    due(ada_by_push)
    service.answer = lambda path: answer
    tick()
    service.answer = lambda path: 201
    tick(minutes=5)

    assert len(service.asked) == 1
    assert [one.why for one in missed(ada.person, LATER)] == ["unclear"]


def test_a_service_that_hangs_does_not_hold_up_another(
    ada, jonas, told_by, due, tick, service, tmp_path, settings
):
    other = tmp_path / "other"
    other.mkdir()
    service.answer = lambda path: -1
    for number in range(5):
        due(told_by(ada, service.browser(str(number))))
    with PushService(other) as second:
        settings.PUSH_SERVICES = [service.name, second.name]
        trust_both = ssl.create_default_context(cafile=service.certificate)
        trust_both.load_verify_locations(second.certificate)
        pushing.trust = lambda: trust_both
        due(told_by(jonas, second.browser("jonas")))

        tick()

        assert second.paths == ["jonas"]
    assert len(service.asked) == 1
    assert states() == ["claimed", *["planned"] * 4, "sent"]


def test_a_service_that_cannot_be_reached_loses_nothing(ada_by_push, due, tick, service, settings):
    name = "localhost:1"
    settings.PUSH_SERVICES = [name]
    channel = Channel.objects.get()
    from heartleaf.care.channels import Subscription, put

    put(channel, Subscription(f"https://{name}/ada"))
    channel.save()
    due(channel)
    tick()

    assert states() == ["planned"]


def test_after_two_hours_it_is_too_late(ada, ada_by_push, due, tick, service):
    due(ada_by_push, ago=2 * 60)
    tick(minutes=1)

    assert service.asked == []
    assert [one.why for one in missed(ada.person, LATER)] == ["late"]


def test_two_channels_are_two_messages_and_one_may_fail_alone(
    ada, ada_by_push, told_by, due, tick, service, mail_by, post_office
):
    mail_by(post_office)
    due(ada_by_push)
    due(told_by(ada, "ada@example.org"))
    service.answer = lambda path: 503
    tick()

    assert post_office.addresses == ["ada@example.org"]
    assert states() == ["planned", "sent"]


def test_quiet_silences_push_too(ada, ada_by_push, due, tick, service):
    due(ada_by_push)
    Quiet.begin(ada.person)
    tick()

    assert service.asked == []
    assert states() == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
        "https://web.push.apple.com/QGu",
        "https://db5p.notify.windows.com/w/?token=abc%3d",
    ],
)
def test_the_companies_behind_browsers_may_be_asked(endpoint):
    assert pushing.may_be_asked(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data/",
        "https://fcm.googleapis.com:8080/",
        "https://fcm.googleapis.com@evil.example.org/",
        "https://evil.example.org/#.push.apple.com",
        "https://evil.example.org\\.push.apple.com/",
        "https://evil.example.org?.push.apple.com",
        "https://push.apple.com.example.org/",
        "https://a@b.push.apple.com/",
        "https://fcm.googleapis.com/a\r\nHost: evil",
        "https://fcm.googleapis.com/" + "a" * 2000,
        "https://[::1/",
        "",
    ],
)
def test_no_other_address_is_ever_asked(endpoint, ada, told_by, due, tick, service, settings):
    settings.PUSH_SERVICES = ["fcm.googleapis.com", "*.push.apple.com"]
    assert not pushing.may_be_asked(endpoint)


def test_the_key_is_the_same_as_long_as_the_server_s_is(settings):
    settings.SECRET_KEY = "one"
    first = pushing.public_key()
    settings.SECRET_KEY = "two"
    second = pushing.public_key()
    settings.SECRET_KEY = "one"

    assert pushing.public_key() == first != second
    point = base64.urlsafe_b64decode(first + "=")
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert push_key(b"one").public == point


def test_without_anyone_to_ask_push_is_not_set_up(settings):
    settings.HEARTLEAF_URL, settings.EMAIL_SENDER = "http://localhost:8000", ""
    assert not pushing.push_is_set_up()
    settings.EMAIL_SENDER = "days@example.org"
    assert pushing.push_is_set_up()
