"""`python -m tests.bulk.long_work import ROWS | tag | undo SET`: hands the worker something long. Prints its id.

A process of its own, since the worker that is to be killed works on another database than the tests around it.
"""

import io
import sys
import uuid

import django

django.setup()

from django.conf import settings  # noqa: E402

settings.PASSWORD_HASHERS = ["tests.accounts.stand_ins.QuickHasher"]

from crm.bulk import services  # noqa: E402
from crm.bulk.catalogue import Selection  # noqa: E402
from crm.contacts.imports import orders, preparing  # noqa: E402
from crm.contacts.imports.running import run_import  # noqa: E402
from crm.core.access import Actor  # noqa: E402
from tests import cast  # noqa: E402

DECLINED = {"email": {"answer": "declined"}, "sms": {"answer": "declined"}}


def begin_import(actor: Actor, rows: int) -> int:
    """An import of so many people that is about to run; its preview has been made here. Returns its id."""
    lines = (f"Person{n},p{n}@example.com,+1202{2000000 + n},Company {n % 50},all" for n in range(rows))
    file = io.BytesIO("\n".join(["First Name,Email,Phone,Company,Tags", *lines]).encode())
    view = preparing.upload_import(actor=actor, file=file, file_name="people.csv")
    preparing.change_import(actor=actor, import_id=view.id, changes={"consent": DECLINED})
    orders.preview_import(actor=actor, import_id=view.id)
    run_import(view.id)
    orders.start_import(actor=actor, import_id=view.id)
    return view.id


def begin_tagging(actor: Actor) -> int:
    """A job that tags everybody. Returns its id."""
    job = services.create_bulk_job(
        actor=actor, subject="contact", action="add_tags", params={"tags": ["fair"]}, selection=Selection()
    )
    return job.id


def begin_undo(actor: Actor, set_id: str) -> int:
    """A job that takes a set back. Returns its id."""
    return services.undo_set(actor=actor, set_id=uuid.UUID(set_id), subject="contact", label="Undo").id


def main(what: str, *rest: str) -> int:
    """Begins it as Ada, who may import."""
    actor = cast.as_actor(cast.ada())
    if what == "import":
        return begin_import(actor, int(rest[0]))
    return begin_tagging(actor) if what == "tag" else begin_undo(actor, rest[0])


print(main(*sys.argv[1:]))
