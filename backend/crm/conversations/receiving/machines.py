"""What was written by a machine: an automatic answer, a report that something was not delivered, a mailing (R14).

Sources: RFC 3834 (Auto-Submitted, null return path), RFC 3464 (delivery reports), the Precedence header as vacation
programs have set it for decades. List-Unsubscribe alone says nothing: people who write by mailing tools carry it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from crm.conversations.port import Incoming

_DAEMONS = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|double-bounce)(\+[^@]*)?@", re.IGNORECASE)
_BULK = {"bulk", "list", "junk", "auto_reply"}


@dataclass(frozen=True, slots=True)
class Machine:
    """Why a message counts as a machine's. `is_report`: it tells that something was not delivered."""

    why: str
    is_report: bool = False


def machine_of(incoming: Incoming) -> Machine | None:
    """Why the message counts as written by a machine; None when a person may have written it."""
    headers = incoming.headers
    content_type = _header(headers, "content-type")
    is_daemon = bool(_DAEMONS.match(incoming.from_address))
    if "report-type=delivery-status" in content_type.replace('"', "") or "multipart/report" in content_type:
        return Machine("It reports what became of a mail.", is_report=True)
    if is_daemon or _has_null_path(headers):
        return Machine("It has no address to answer to.", is_report=is_daemon)
    submitted = _header(headers, "auto-submitted").partition(";")[0].strip()
    if submitted and submitted != "no":
        return Machine("It says of itself that it was sent automatically.")
    if _header(headers, "precedence").strip() in _BULK:
        return Machine("It says of itself that it went to many.")
    if any(_header(headers, name) not in {"", "no"} for name in ("x-autoreply", "x-autorespond", "x-autoresponder")):
        return Machine("It says of itself that it is an automatic answer.")
    return None


def _has_null_path(headers: Mapping[str, str]) -> bool:
    path = headers.get("return-path")
    return path is not None and parseaddr(path)[1] == "" and "@" not in path


def _header(headers: Mapping[str, str], name: str) -> str:
    return headers.get(name, "").lower()
