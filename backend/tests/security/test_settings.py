"""How Kith stands when nobody has set anything, and what it refuses to start with."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.security.conftest import BACKEND

NAMES = [
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "PASSWORD_HASHERS",
    "DEFAULT_FROM_EMAIL",
]
TELL = f"""
import json, sys
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def start(data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A fresh Python that reads the settings and tells them."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    return subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=BACKEND,
        env={
            **clean,
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "DJANGO_SETTINGS_MODULE": "crm.settings",
            "KITH_DATA": str(data),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def settings_of(data: Path, **environment: str) -> dict[str, Any]:
    """The settings that Kith starts with."""
    done = start(data, **environment)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_safe_when_nothing_is_set(tmp_path: Path) -> None:
    told = settings_of(tmp_path)

    assert told["DEBUG"] is False
    assert "*" not in told["ALLOWED_HOSTS"]
    assert told["SESSION_COOKIE_HTTPONLY"] is True
    assert told["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = settings_of(tmp_path)["SECRET_KEY"]
    path = tmp_path / "secret_key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) >= 64
    assert settings_of(tmp_path)["SECRET_KEY"] == first
    assert settings_of(tmp_path / "another")["SECRET_KEY"] != first


def test_secret_key_comes_from_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("k" * 50 + "\n")

    assert settings_of(tmp_path, KITH_SECRET_KEY_FILE=str(path))["SECRET_KEY"] == "k" * 50


def test_https_address_makes_cookies_secure(tmp_path: Path) -> None:
    told = settings_of(tmp_path, KITH_PUBLIC_URL="https://crm.example.com")

    assert (told["SESSION_COOKIE_SECURE"], told["CSRF_COOKIE_SECURE"]) == (True, True)
    assert "crm.example.com" in told["ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KITH_SECRET_KEY", "short"),
        ("KITH_PUBLIC_URL", "crm.example.com"),
        ("KITH_TRUSTED_PROXIES", "all"),
        ("KITH_DEBUG", "maybe"),
    ],
)
def test_nonsense_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    done = start(tmp_path, **{name: value})

    assert done.returncode != 0
    assert name in done.stderr
