"""Django's settings for the desk of one data folder: whatever they rest on is an argument, nothing is read globally."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from clausewise.desk.folder import DataFolder
from clausewise.desk.keys import derive
from clausewise.report.kit.pages import STATIC, TEMPLATES

_HERE = Path(__file__).parent
_IDLE = datetime.timedelta(minutes=30)
_SLOWED_AFTER, _SLOWED_FOR = 5, datetime.timedelta(minutes=5)
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_OWN = "'self'"


def configure(folder: DataFolder, *, hosts: tuple[str, ...] = (), url: str = "") -> None:
    """Configure Django, once in a process. `hosts` are names to answer to, `url` the https address behind a proxy."""
    import django
    from django.conf import settings

    settings.configure(**settings_for(folder, hosts=hosts, url=url))
    django.setup()


def settings_for(folder: DataFolder, *, hosts: tuple[str, ...] = (), url: str = "") -> dict[str, Any]:
    """All settings by their names."""
    secure = url.startswith("https://")
    public = [urlsplit(url).hostname or ""] if url else []
    return {
        "DESK_FOLDER": folder,
        "DESK_LOG_KEY": derive(folder.key, "log"),
        "DESK_IDENTITY_KEY": derive(folder.key, "identity numbers"),
        "SECRET_KEY": derive(folder.key, "sessions").hex(),
        "DEBUG": False,
        "ALLOWED_HOSTS": [*_LOOPBACK, *hosts, *public],
        "ROOT_URLCONF": "clausewise.desk.routes",
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "django_htmx",
            "axes",
            "clausewise.desk.apps.Desk",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "csp.middleware.CSPMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "clausewise.desk.caching.never_kept",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "axes.middleware.AxesMiddleware",
        ],
        "DATABASES": {"default": _database(folder)},
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [_HERE / "templates", TEMPLATES],
                "OPTIONS": {"environment": "clausewise.desk.pages.environment"},
            }
        ],
        "USE_TZ": True,
        "TIME_ZONE": _local_zone(),
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [("kit", STATIC)],
        "WHITENOISE_USE_FINDERS": True,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        **_accounts(),
        **_safety(secure=secure, url=url),
        "LOGGING": _logging(),
    }


def _database(folder: DataFolder) -> dict[str, Any]:
    """SQLite that has written what it acknowledged: readers do not wait, and writers wait for one another."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder.database),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        },
    }


def _accounts() -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "desk.Person",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
        "PASSWORD_HASHERS": ["clausewise.desk.passwords.Argon2"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 10},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
        ],
        "LOGIN_URL": "sign_in",
        # Slowed per account, wherever the attempts come from; names of accounts go into no log. Counted in memory only:
        # a table of attempts would keep what was sent with them, held answers of a family among it.
        "AXES_HANDLER": "axes.handlers.cache.AxesCacheHandler",
        "AXES_FAILURE_LIMIT": _SLOWED_AFTER,
        "AXES_COOLOFF_TIME": _SLOWED_FOR,
        "AXES_LOCKOUT_PARAMETERS": ["username"],
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
        "AXES_LOCKOUT_CALLABLE": "clausewise.desk.views.entrance.locked_out",
    }


def _safety(*, secure: bool, url: str) -> dict[str, Any]:
    return {
        # A table of the most members there may be, and a page of questions on nine people, have more fields than 1,000.
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 10_000,
        "SESSION_COOKIE_AGE": int(_IDLE.total_seconds()),
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": secure,
        "CSRF_TRUSTED_ORIGINS": [url.rstrip("/")] if secure else [],
        "CSRF_FAILURE_VIEW": "clausewise.desk.views.errors.csrf_failed",
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "CONTENT_SECURITY_POLICY": {
            "DIRECTIVES": {
                "default-src": [_OWN],
                "script-src": [_OWN],
                "style-src": [_OWN],
                "object-src": ["'none'"],
                "base-uri": ["'none'"],
                "frame-ancestors": ["'none'"],
                "form-action": [_OWN],
            }
        },
    }


def _logging() -> dict[str, Any]:
    """Only what went wrong, by its kind and place: no request, no value, no name."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "handlers": {
            "terminal": {"class": "logging.StreamHandler", "formatter": "short", "filters": ["nameless"]},
            "nothing": {"class": "logging.NullHandler"},
        },
        "filters": {"nameless": {"()": "clausewise.desk.nameless.Nameless"}},
        "formatters": {"short": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        "root": {"handlers": ["terminal"], "level": "ERROR"},
        "loggers": {
            "axes": {"handlers": ["nothing"], "propagate": False},
            "django.security": {"handlers": ["nothing"], "propagate": False},
            "django": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
        },
    }


def _local_zone() -> str:
    """The zone of the machine by its name, where it says so; else that of the document's country."""
    linked = Path("/etc/localtime")
    _, found, name = str(linked.resolve()).partition("zoneinfo/") if linked.exists() else ("", "", "")
    return name if found else "Asia/Shanghai"
