"""There is one way out: only the sending work calls an adapter's `send`, and what it calls for has passed the gate."""

import ast
from pathlib import Path

import pytest

from crm.settings.environment import REPOSITORY

CRM = REPOSITORY / "backend" / "crm"
# Who calls the provider; who leases what is called for; who asks the gate for both.
CALLER = CRM / "conversations" / "sending" / "calling.py"
CLAIMER = CRM / "conversations" / "sending" / "claiming.py"
WRITER = CRM / "conversations" / "services" / "sending.py"
# What else is sent, by other means, to other people: mails to colleagues about their own account.
OTHERS = {"django.core.mail", "smtplib"}


def calls(path: Path) -> set[str]:
    """Names of all functions and methods that a file calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {one.attr if isinstance(one, ast.Attribute) else one.id for one in found
            if isinstance(one, ast.Attribute | ast.Name)}  # fmt: skip


def sends(path: Path) -> bool:
    """Whether a file calls a method `send` with the two arguments that an adapter's has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "send"
        and len(node.args) + len(node.keywords) == 2
        for node in ast.walk(tree)
    )


def test_only_the_sending_work_calls_a_provider() -> None:
    rooms = [path for path in CRM.rglob("*.py") if "channels" not in path.relative_to(CRM).parts[:1]]

    assert [path for path in rooms if ".send(" in path.read_text(encoding="utf-8") and sends(path)] == [CALLER]


def test_what_is_called_for_was_leased_and_asked_for() -> None:
    assert "ask_again" in calls(CLAIMER)
    assert "ask_gate" in calls(WRITER)
    named = [path for path in CRM.rglob("*.py") if "Claimed" in path.read_text(encoding="utf-8")]
    makers = [path for path in named if "Claimed" in calls(path)]
    assert makers == [CLAIMER], "only what the gate has let through is leased"


@pytest.mark.parametrize("path", sorted((CRM / "conversations").rglob("*.py")), ids=lambda path: str(path.name))
def test_no_other_way_leads_out_of_the_inbox(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not named & (OTHERS | {"httpx", "http.client", "urllib.request"})
