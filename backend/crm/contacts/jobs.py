"""What the worker does for contacts: imports, and sweeping out what is left of them."""

from procrastinate.contrib.django import app

from crm.contacts.imports.queue import RUN_IMPORT
from crm.contacts.imports.running import run_import
from crm.contacts.imports.sweeping import sweep


@app.task(name=RUN_IMPORT, queue="imports")
def do_import(import_id: int) -> None:
    """Does what is left of one import."""
    run_import(import_id)


@app.periodic(cron="37 4 * * *")
@app.task(name="contacts.sweep_imports", queue="upkeep")
def sweep_imports(timestamp: int) -> None:
    """Deletes files and cells whose time is over."""
    sweep()
