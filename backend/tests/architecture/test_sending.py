"""Nothing leaves but through the gate: who may count what was sent, and who may know a provider."""

import ast
from collections.abc import Iterator
from pathlib import Path

from crm.settings.environment import REPOSITORY

ROOMS = REPOSITORY / "backend" / "crm"
# Libraries of providers, and hosts that their addresses name.
CLIENTS = {
    "twilio",
    "sendgrid",
    "smtplib",
    "imaplib",
    "aiosmtplib",
    "boto3",
    "vonage",
    "telnyx",
    "messagebird",
    "plivo",
}
HOSTS = ("api.twilio.com", "api.sendgrid.com")


def modules_with(*words: str) -> Iterator[tuple[Path, ast.Module]]:
    """The product's modules in whose text one of `words` stands, by their path below `crm`."""
    for path in sorted(ROOMS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in words):
            yield path.relative_to(ROOMS), ast.parse(text)


def names(tree: ast.Module) -> Iterator[str]:
    """What a module imports: modules, and what is taken out of them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_conversations_count_what_has_left() -> None:
    for path, tree in modules_with("note_sent"):
        if path.parts[0] == "conversations" or path.parts == ("consent", "gate.py"):
            continue
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        called |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        called |= {name.rpartition(".")[2] for name in names(tree)}
        assert "note_sent" not in called, f"{path}: only what sends may count what was sent"


def test_providers_are_known_to_channels_alone() -> None:
    for path, tree in modules_with(*CLIENTS, *HOSTS):
        if path.parts[0] == "channels":
            continue
        imported = {name.partition(".")[0] for name in names(tree)} & CLIENTS
        assert not imported, f"{path} imports {imported}: providers are reached by the port of conversations alone"
        texts = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in texts for host in HOSTS if host in text], f"{path} names a provider's host"


def test_facts_are_entered_in_one_place() -> None:
    for path, tree in modules_with("AddressFact"):
        if path.parts[:2] in {("consent", "models.py"), ("consent", "services"), ("consent", "erasing.py")}:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"create", "bulk_create", "update", "delete"}:
                assert "AddressFact.objects" not in ast.unparse(node), f"{path}: facts are entered by the services"
