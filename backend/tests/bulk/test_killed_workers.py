"""A worker is killed in the middle of an import, of a bulk action and of an undo: another one ends it, once."""

import random
import time
from collections.abc import Callable, Iterator

import pytest

from tests.journal.processes import Machine, new_folder, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

ROWS = 4000


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A database with all tables and workers to be killed."""
    machine = Machine(new_folder())
    machine.prepare()
    yield machine
    machine.close()


def begin(machine: Machine, *what: str) -> int:
    """Hands work to whichever worker comes; the id of the import or job."""
    said = machine.folder / f"{what[0]}.log"
    assert machine.forker.module("tests.bulk.long_work", *what, output=said).wait() == 0, said.read_text()
    return int(said.read_text())


def kill_in_the_middle(machine: Machine, done: Callable[[], int]) -> None:
    """Starts a worker, kills it while a batch is under way, and starts another that needs not wait for the lease."""
    worker = machine.start_worker()
    before = done()
    wait_until(lambda: done() > before)
    time.sleep(random.uniform(0, 0.1))
    worker.kill()
    worker.wait()
    assert done() < ROWS
    machine.run("UPDATE contacts_import SET due_at = now()", "UPDATE bulk_bulkjob SET due_at = now()")


def test_what_a_killed_worker_had_begun_is_ended_once(machine: Machine) -> None:
    import_id = begin(machine, "import", str(ROWS))
    kill_in_the_middle(machine, lambda: machine.ask("SELECT done FROM contacts_import"))
    machine.start_worker()
    wait_until(lambda: machine.ask("SELECT state FROM contacts_import") == "done")
    machine.end_processes()
    assert machine.ask(f"SELECT created FROM contacts_import WHERE id = {import_id}") == ROWS
    assert machine.ask("SELECT count(*) FROM contacts_contact") == ROWS
    assert machine.ask("SELECT count(DISTINCT email) FROM contacts_contact") == ROWS
    assert machine.ask("SELECT count(*) FROM contacts_contacttag") == ROWS
    assert machine.ask("SELECT count(*) FROM contacts_contactcompany") == ROWS
    assert machine.ask("SELECT count(*) FROM contacts_importrow WHERE outcome = 'created'") == ROWS
    for name in ("contact.created", "contact.tag_added"):
        assert machine.ask(f"SELECT count(*) FROM journal_event WHERE name = '{name}'") == ROWS

    changed = "SELECT changed FROM bulk_bulkjob ORDER BY id DESC LIMIT 1"
    state = "SELECT state FROM bulk_bulkjob ORDER BY id DESC LIMIT 1"
    begin(machine, "tag")
    kill_in_the_middle(machine, lambda: machine.ask(changed))
    machine.start_worker()
    wait_until(lambda: machine.ask(state) == "done")
    machine.end_processes()
    assert machine.ask(changed) == ROWS
    tagged = "SELECT count(*) FROM contacts_contacttag ct JOIN contacts_tag t ON t.id = ct.tag_id WHERE t.name = 'fair'"
    assert machine.ask(tagged) == ROWS
    added = "FROM journal_event WHERE name = 'contact.tag_added' AND data->>'tag' = 'fair'"
    assert machine.ask(f"SELECT count(*) {added}") == ROWS

    begin(machine, "undo", str(machine.ask("SELECT set_id FROM bulk_bulkjob ORDER BY id LIMIT 1")))
    kill_in_the_middle(machine, lambda: machine.ask(changed))
    machine.start_worker()
    wait_until(lambda: machine.ask(state) == "done")
    assert machine.ask(tagged) == 0
    assert machine.ask("SELECT count(*) FROM contacts_contact WHERE cardinality(tag_ids) = 1") == ROWS
    removed = "FROM journal_event WHERE name = 'contact.tag_removed' AND undoes IS NOT NULL"
    assert machine.ask(f"SELECT count(*) {removed}") == ROWS
    assert machine.ask(f"SELECT count(DISTINCT undoes) {removed}") == ROWS
