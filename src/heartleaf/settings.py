"""Every setting, read in one place. Each is optional; a wrong one stops the start with a sentence.

A secret may also come from a file: set NAME_FILE to its path.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import sys
import unicodedata
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import platformdirs


class WrongSetting(SystemExit):
    """A setting that cannot be used. Told in one sentence, exit status 1."""

    def __init__(self, sentence: str) -> None:
        print(f"heartleaf: {sentence}", file=sys.stderr)  # noqa: T201  # there is no log yet
        super().__init__(1)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """The value of NAME, or the first line of the file that NAME_FILE names."""
    file = text(f"{name}_FILE")
    if not file:
        return text(name)
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()[0].strip()
    except (OSError, IndexError, UnicodeDecodeError):
        raise WrongSetting(f"{name}_FILE names {file}, which cannot be read.") from None


def folder(name: str, default: str) -> Path:
    return Path(text(name, default)).expanduser().absolute()


def folders(name: str) -> list[Path]:
    """Several folders, parted as the paths in PATH are: by : on most systems, by ; on Windows."""
    told = [part.strip() for part in text(name).split(os.pathsep)]
    return [Path(part).expanduser().absolute() for part in told if part]


def one_of(name: str, choices: list[str]) -> str:
    """One of these words; the first if nothing was said."""
    value = text(name, choices[0])
    if value not in choices:
        raise WrongSetting(f"{name} is {value!r}; there is {', '.join(choices)}.")
    return value


def zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongSetting(
            f"{name} is {value!r}, which is not a time zone such as Europe/Dublin."
        ) from None
    return value


def address(name: str, value: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError:
        raise WrongSetting(f"{name} is not an address.") from None


def database(url: str, data: Path) -> dict[str, Any]:
    """SQLite in the data folder, or PostgreSQL by an address such as postgres://user@host/name."""
    if not url:
        return _sqlite(data / "heartleaf.sqlite3")
    parts = address("DATABASE_URL", url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("DATABASE_URL must begin with postgres:// or be left out.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or secret("DATABASE_PASSWORD")),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": port("DATABASE_URL", parts) or options.pop("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
    }


def port(name: str, parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise WrongSetting(f"{name} has a port that is not a number.") from None


def _sqlite(path: Path) -> dict[str, Any]:
    # FULL: what was acknowledged survives a power cut. IMMEDIATE: two writers wait, not fail.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
    # What is deleted for good must not go on lying in free pages of the file.
    pragmas += " PRAGMA secure_delete=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "CONN_MAX_AGE": None,  # a thread keeps its own: opening one costs as much as a page
        "TEST": {"NAME": path.with_name("test.sqlite3")},
    }


# Another name than the data folder's: on macOS and Windows both would be one place.
CONFIG = Path(platformdirs.user_config_dir("heartleaf-host"))


def server_key(name: str) -> str:
    """The server's key, for links, forms and what the clock sends; outside the data folder. It
    opens no keepsake."""
    if given := secret(name):
        return given
    file = CONFIG / "server.key"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise WrongSetting(f"{file} cannot be written ({error.strerror}). Set {name}.") from None
    if key := file.read_text(encoding="utf-8").strip():
        return key
    raise WrongSetting(f"{file} is empty. Remove it and start again: it opens nothing.")


def mail(url: str) -> dict[str, Any]:
    """A mail server by an address such as smtp://user:password@host:587/?from=days@example.org."""
    parts = address("EMAIL_URL", url)
    told = dict(parse_qsl(parts.query, keep_blank_values=True))
    tls = told.pop("tls", "starttls")
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise WrongSetting("EMAIL_URL must begin with smtp:// or smtps:// and name a host.")
    if tls not in {"starttls", "none"} or told.keys() - {"from"}:
        raise WrongSetting("EMAIL_URL takes from=… and tls=starttls or tls=none, nothing else.")
    secure = parts.scheme == "smtps"
    return {
        "host": parts.hostname,
        "port": int(port("EMAIL_URL", parts) or (465 if secure else 587)),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": secure,
        "use_tls": tls == "starttls" and not secure,
        "timeout": 15,
    }


def sender(url: str) -> str:
    """Who mail is from: what `from` says in its address, or else its user."""
    parts = address("EMAIL_URL", url)
    said = dict(parse_qsl(parts.query)).get("from") or unquote(parts.username or "")
    name, plain = parseaddr(said)
    if not re.fullmatch(r"[\x21-\x7e]+@[a-z0-9.-]+", plain, re.IGNORECASE):
        raise WrongSetting("EMAIL_URL needs from=…, the address that mail is from.")
    return formataddr((name or "Heartleaf", plain))


def own_address(url: str) -> str:
    """Where this place is, as it goes over the line: a host with other letters by its IDNA name."""
    given = url.rstrip("/")
    parts = address("HEARTLEAF_URL", given)
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise WrongSetting("HEARTLEAF_URL must begin with https:// (or http:// on this machine).")
    if not parts.netloc.isascii():
        given = parts._replace(netloc=_as_servers_know_it(parts.netloc)).geturl()
    if not re.fullmatch(r"[!-~]*", given):
        raise WrongSetting("HEARTLEAF_URL has a letter or a space in it that no address has.")
    return given


def _as_servers_know_it(host: str) -> str:
    """Raises WrongSetting also for a letter that browsers and this library spell differently."""
    host = unicodedata.normalize("NFC", host).lower()
    with contextlib.suppress(UnicodeError):
        plain = host.encode("idna")
        if plain.decode("idna") == host:
            return plain.decode()
    raise WrongSetting(
        "HEARTLEAF_URL needs its host as name servers know it, such as xn--bume-loa.org."
    )


HERE = Path(__file__).parent

# ── Ours ────────────────────────────────────────────────────────────────────────────────────
HEARTLEAF_DATA = folder("HEARTLEAF_DATA", platformdirs.user_data_dir("heartleaf"))
HEARTLEAF_VAULT = str(folder("HEARTLEAF_VAULT", str(HEARTLEAF_DATA / "vault")))
HEARTLEAF_URL = own_address(text("HEARTLEAF_URL"))
HEARTLEAF_OBSERVANCES = text("HEARTLEAF_OBSERVANCES")
HEARTLEAF_SUPPORT = text("HEARTLEAF_SUPPORT")
HEARTLEAF_UPGRADE_WITHOUT_BACKUP = bool(text("HEARTLEAF_UPGRADE_WITHOUT_BACKUP"))
HEARTLEAF_PIECES = bool(text("HEARTLEAF_PIECES"))
HEARTLEAF_BACKUPS = folders("HEARTLEAF_BACKUPS")

if text("HEARTLEAF_VAULT").startswith("s3://"):
    raise WrongSetting("HEARTLEAF_VAULT: this version keeps files in a folder only.")

SECURE = HEARTLEAF_URL.startswith("https://")

# ── Django ──────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = server_key("HEARTLEAF_SECRET_KEY")
DEBUG = False
# A page is answered under a name of ours or a bare number; see web/headers.py.
OWN_NAMES = {"localhost", socket.gethostname().lower(), urlsplit(HEARTLEAF_URL).hostname}
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["heartleaf", "django_htmx"]
ROOT_URLCONF = "heartleaf.web.urls"
WSGI_APPLICATION = "heartleaf.web.serving.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(secret("DATABASE_URL"), HEARTLEAF_DATA)}
ATOMIC_REQUESTS = False

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "heartleaf.web.headers.headers",
    "heartleaf.web.headers.own_name",
    "heartleaf.web.headers.own_origin",
    "django.middleware.gzip.GZipMiddleware",
    "heartleaf.web.sessions.sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "heartleaf.web.told.told",
    "heartleaf.web.sessions.closed_screen",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "heartleaf.web.context.everywhere",
            ],
            "libraries": {"heartleaf": "heartleaf.web.tags"},
            "builtins": ["django.templatetags.i18n", "heartleaf.web.tags"],
        },
    }
]

LANGUAGES = [("en", "English")]
LANGUAGE_CODE = one_of("HEARTLEAF_LANGUAGE", [code for code, _name in LANGUAGES])
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = zone("HEARTLEAF_TIME_ZONE", "UTC")
USE_TZ = True
# With one language alone, looking every sentence up would cost a tenth of a page for nothing.
USE_I18N = len(LANGUAGES) > 1

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
COOKIE_PREFIX = "__Host-" if SECURE else ""
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}heartleaf-form"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "heartleaf.web.failing.stale_form"
CSRF_TRUSTED_ORIGINS = [HEARTLEAF_URL] if HEARTLEAF_URL else []

# A long letter is a megabyte; files never pass through Django's own handlers, which would
# write them to a temporary folder as they are.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = ["heartleaf.web.uploading.SealingUploadHandler"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "heartleaf.web.logs.NothingPrivate"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        "pyvips": {"level": "ERROR"},
        "waitress.queue": {"level": "ERROR"},  # a page of thirty pictures is no cause for alarm
    },
}
LOGGING_CONFIG = "logging.config.dictConfig"

# ── Being told ──────────────────────────────────────────────────────────────────────────────
EMAIL_URL = secret("EMAIL_URL")
EMAIL_FROM = sender(EMAIL_URL) if EMAIL_URL else ""
EMAIL_SENDER = parseaddr(EMAIL_FROM)[1]
BACKENDS = "django.core.mail.backends"
MAILERS: dict[str, Any] = {"default": {"BACKEND": f"{BACKENDS}.dummy.EmailBackend"}}
if EMAIL_URL:
    MAILERS = {"default": {"BACKEND": f"{BACKENDS}.smtp.EmailBackend", "OPTIONS": mail(EMAIL_URL)}}
# The companies behind browsers. The clock asks these and no other host, whatever a browser says.
PUSH_SERVICES = [
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
]
SILENCED_SYSTEM_CHECKS: list[str] = []
