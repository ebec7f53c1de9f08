"""Files of the built client while a newer build takes their place."""

from pathlib import Path

import pytest
from django.test import RequestFactory

from crm.client import with_client_files
from crm.wsgi import application


@pytest.mark.django_db
def test_a_file_that_a_newer_build_took_away_is_not_there(tmp_path: Path, settings: object) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    old = assets / "page-abc123.js"
    old.write_text("1")
    settings.CLIENT_DIST = tmp_path  # type: ignore[attr-defined]
    files = with_client_files(application)
    old.unlink()
    said: list[str] = []

    body = files(
        RequestFactory().get(f"/assets/{old.name}", HTTP_HOST="127.0.0.1").environ, lambda s, h: said.append(s)
    )

    assert said[0].startswith("404")
    assert b"No such file" in b"".join(body)
