"""A mail server by its address; a wrong one stops the start with a sentence."""

import pytest

from heartleaf.settings import WrongSetting, mail, own_address, secret, sender


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://h.example.org/?from=a@b.org", ("h.example.org", 587, False, True)),
        ("smtp://h.example.org:25/?tls=starttls", ("h.example.org", 25, False, True)),
        ("smtp://localhost:1025/?tls=none", ("localhost", 1025, False, False)),
        ("smtps://h.example.org", ("h.example.org", 465, True, False)),
        ("smtps://h.example.org/?tls=none", ("h.example.org", 465, True, False)),
    ],
)
def test_an_address_says_where_and_how(url, expected):
    told = mail(url)

    assert (told["host"], told["port"], told["use_ssl"], told["use_tls"]) == expected


def test_user_and_password_may_hold_any_sign():
    told = mail("smtp://days%40example.org:p%2Fss%3Aw%C3%B6rd@h.example.org")

    assert (told["username"], told["password"]) == ("days@example.org", "p/ss:wörd")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://h/?from=days@example.org", "Heartleaf <days@example.org>"),
        ("smtp://h/?from=Our%20place%20<days@example.org>", "Our place <days@example.org>"),
        ("smtp://days%40example.org:x@h/", "Heartleaf <days@example.org>"),
        (
            "smtp://h/?from=Gr%C3%BC%C3%9Fe%20<d@example.org>",
            "=?utf-8?b?R3LDvMOfZQ==?= <d@example.org>",
        ),
    ],
)
def test_who_it_is_from(url, expected):
    assert sender(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp:///?from=a@b.org",
        "smtp://h:port/?from=a@b.org",
        "smtp://h:99999/?from=a@b.org",
        "smtp://h/?tls=yes",
        "smtp://h/?form=a@b.org",
        "smtp://[h/",
    ],
)
def test_a_wrong_one_is_told_in_a_sentence(url, capsys):
    with pytest.raises(WrongSetting):
        mail(url)

    assert capsys.readouterr().err.startswith("heartleaf: EMAIL_URL ")


@pytest.mark.parametrize(
    "url", ["smtp://h", "smtp://user@h", "smtp://h/?from=nobody", "smtp://h/?from=a@b%0Ac"]
)
def test_a_mail_from_nobody_is_told_in_a_sentence(url, capsys):
    with pytest.raises(WrongSetting):
        sender(url)

    assert "from=" in capsys.readouterr().err


def test_it_may_come_from_a_file(tmp_path, monkeypatch):
    file = tmp_path / "mail"
    file.write_text("smtp://h/?from=a@b.org\n")
    monkeypatch.setenv("EMAIL_URL_FILE", str(file))

    assert secret("EMAIL_URL") == "smtp://h/?from=a@b.org"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", ""),
        ("https://leaf.example.org/", "https://leaf.example.org"),
        ("https://leaf.example.org:8443", "https://leaf.example.org:8443"),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://Bäume.example.org/", "https://xn--bume-loa.example.org"),
        ("https://bäume.example.org:8443", "https://xn--bume-loa.example.org:8443"),
    ],
)
def test_the_address_of_this_place_goes_over_the_line(url, expected):
    assert own_address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "leaf.example.org",
        "ftp://leaf.example.org",
        "https://",
        "https://leaf.example.org/bäume",
        "https://a leaf.example.org",
        "https://ä..example.org",
        "https://straße.example.org",  # browsers keep this letter, and others write two
        f"https://{'ä' * 64}.example.org",
    ],
)
def test_an_address_that_is_none_is_told_in_a_sentence(url, capsys):
    with pytest.raises(WrongSetting):
        own_address(url)

    assert capsys.readouterr().err.startswith("heartleaf: HEARTLEAF_URL ")
