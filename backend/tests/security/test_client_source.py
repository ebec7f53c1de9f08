"""The client's source: text is shown as text, nothing that was data is run, little is kept in the browser."""

import re
from pathlib import Path

from django.conf import settings

SOURCE = Path(settings.CLIENT_DIST).parent / "src"
FILES = sorted(path for path in SOURCE.rglob("*.ts*") if ".test." not in path.name)


def found(pattern: str) -> list[str]:
    """Where `pattern` stands in the source, as `folder/file: line`."""
    return [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for path in FILES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(pattern, line)
    ]


def test_text_is_never_made_markup() -> None:
    assert len(FILES) > 50
    assert (
        found(r"dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|srcdoc|srcDoc") == []
    )


def test_no_text_is_run() -> None:
    assert found(r"\beval\(|new Function\(|set(Timeout|Interval)\(\s*['\"`]|import\(\s*[^'\"]") == []


def test_no_window_is_spoken_to() -> None:
    assert found(r"postMessage|window\.open\(|window\.opener|document\.domain") == []


def test_no_other_server_is_called() -> None:
    assert found(r"fetch\(\s*['\"`]https?:|new WebSocket|sendBeacon|new EventSource\(\s*['\"`]https?:") == []


def test_links_out_of_a_field_are_mail_and_phone_alone() -> None:
    """Beside them stand downloads from our own API, by id."""
    built = [line for line in found(r"href=\{[^}]*`") if not re.search(r"`(mailto:|tel:|/api/v1/)", line)]
    assert built == []


def test_browser_keeps_no_more_than_colours_and_drafts() -> None:
    # And, for some seconds, when this browser began and ended to get a new cookie: two times of day.
    keepers = {
        line.partition(":")[0]
        for line in found(r"localStorage|sessionStorage|indexedDB|caches\.open|document\.cookie\s*=[^=]")
    }
    assert keepers == {"lib/drafts.ts", "lib/renewal.ts", "ui/ColourScheme.tsx"}


def test_passwords_are_masked_and_left_to_password_managers() -> None:
    assert found(r"\bonCopy=|autoComplete=[\"'{]+off[^>]*assword") == []
    # Whoever writes a message may paste files into it, by one handler for each sort of field; nothing else looks at it.
    composer = "features/composer/components/Body.tsx"
    assert found(r"\bonPaste\b|clipboardData|addEventListener\(\s*['\"](paste|copy|cut)") == [
        f"{composer}: onPaste={{(event) => {{",
        f"{composer}: if (isNote || event.clipboardData.files.length === 0) return;",
        f"{composer}: onFiles([...event.clipboardData.files]);",
        "ui/richtext/RichText.tsx: handlePaste: (_, event) => takeFiles(event.clipboardData),",
    ]
    # A provider's secret is nobody's password: one field has it, masked too, and password managers fill nothing in.
    secret = "features/channels/components/AccountDialog.tsx"
    fields = [line.partition(":")[0] for line in found(r"<PasswordInput|type=[\"'{]+password")]
    assert sorted(fields) == ["features/accounts/components/PasswordField.tsx", secret]
    (use,) = re.findall(r"<PasswordInput.*?/>", (SOURCE / secret).read_text(encoding="utf-8"), re.DOTALL)
    assert 'autoComplete="new-password"' in use
    # Nothing unmasks it but its own eye, which is shut at first.
    assert not re.search(r"\bvisible=|defaultVisible|\btype=", use)
    uses = [path for path in FILES if "<PasswordField" in path.read_text(encoding="utf-8")]
    assert len(uses) >= 4
    for path in uses:
        for use in re.findall(r"<PasswordField.*?/>", path.read_text(encoding="utf-8"), re.DOTALL):
            assert re.search(r"autoComplete=[\"{]", use), path


def test_objects_made_of_data_take_no_names_from_it() -> None:
    """Keys that come from outside would reach `__proto__`; such tables are a Map."""
    assert found(r"__proto__|Object\.setPrototypeOf|\.constructor\.prototype") == []


def test_a_page_that_is_left_open_keeps_nobody_signed_in() -> None:
    # What is read by the clock says that nobody asked for it (`usePolling`). While a job goes on, or a queue is
    # watched that empties itself, a read that counts as somebody's is let be: it ends.
    assert found(r"refetchInterval:\s*[0-9A-Z]") == []
