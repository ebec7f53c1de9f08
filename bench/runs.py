"""`python -m bench.runs`: workflows, on a PostgreSQL of their own with fsync on.

KILLS workers (200) are killed while they carry out runs, and each step must be done exactly once. Then: how long from
a commit to the first action, how many runs of three steps a second two workers carry out, and what a look at the
queue costs beside SLEEPING runs (1,000,000) that wait. The floor of the look is the same statement on an empty queue.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable

from bench.serving import BACKEND

sys.path.insert(0, str(BACKEND))

from tests.journal.forked import Forked, Forker
from tests.journal.processes import Machine, new_folder, wait_until

KILLS = int(os.environ.get("KILLS", "200"))
TRIES = int(os.environ.get("TRIES", "200"))
RUNS = int(os.environ.get("RUNS", "1000"))
SLEEPING = int(os.environ.get("SLEEPING", "1000000"))
PATIENCE = 300.0
_LEFT = "SELECT count(*) FROM workflows_run WHERE state = 'active'"


class House:
    """A Kith without pages: a database, people in it, workers that come and go."""

    def __init__(self) -> None:
        self.machine = Machine(new_folder())
        environment = {**self.machine.environment(), "DJANGO_SETTINGS_MODULE": "crm.settings"}
        os.environ.update(environment)
        self._log = self.machine.folder / "worker.log"
        self._forker = Forker(environment, self._log)
        self._workers: list[Forked] = []

    def start_worker(self) -> Forked:
        """A new worker."""
        self._workers.append(self._forker.command("worker", output=self._log))
        return self._workers[-1]

    def close(self) -> None:
        """Ends all of it."""
        for worker in self._workers:
            worker.kill()
            worker.wait()
        self._forker.close()
        self.machine.close()


def main() -> int:
    """0 when every step was done exactly once."""
    house = House()
    try:
        import django  # noqa: PLC0415 - the database is there now

        django.setup()
        is_well = _kills(house)
        workers = [house.start_worker(), house.start_worker()]
        _throughput(house)
        workers[1].kill()
        _latency(house)
        workers[0].kill()
        _sleeping(house)
    finally:
        house.close()
    return 0 if is_well else 1


def _contacts(count: int) -> list[int]:
    from crm.contacts.services import create_contact  # noqa: PLC0415
    from tests.cast import ada, as_actor  # noqa: PLC0415

    actor = as_actor(ada())
    return [create_contact(actor=actor, first_name=f"Person {number}").contact.id for number in range(count)]


def _workflow(trigger: dict[str, object], steps: list[dict[str, object]]) -> int:
    from tests.cast import ada, as_actor  # noqa: PLC0415
    from tests.workflows.ways import active  # noqa: PLC0415

    return active(as_actor(ada()), trigger, steps, enrol="many")


def _enrol(workflow: int, contacts: list[int]) -> None:
    from crm.workflows.services import enrol_contacts  # noqa: PLC0415
    from tests.cast import ada, as_actor  # noqa: PLC0415

    enrol_contacts(actor=as_actor(ada()), workflow_id=workflow, contact_ids=contacts)


def _kills(house: House) -> bool:
    from tests.cast import ada, as_actor  # noqa: PLC0415
    from tests.pipelines.deals import pipeline  # noqa: PLC0415
    from tests.workflows.ways import step, tag  # noqa: PLC0415

    actor = as_actor(ada())
    stage = pipeline(actor).stages[0].id
    steps = [
        step(1, "add_tag", {"tag_id": tag(actor, "Killed")}),
        step(2, "create_opportunity", {"title": "One", "stage_id": stage}),
        step(3, "add_note", {"text": "Once."}),
    ]
    workflow = _workflow({"kind": "manual"}, steps)
    contacts = _contacts(KILLS * 5)
    begun, chance = time.perf_counter(), random.Random(7)
    in_hand = 0
    for number in range(KILLS):
        _enrol(workflow, contacts[number * 5 : number * 5 + 5])
        before = house.machine.ask("SELECT count(*) FROM workflows_runstep")
        worker = house.start_worker()
        wait_until(lambda seen=before: house.machine.ask("SELECT count(*) FROM workflows_runstep") > seen)  # type: ignore[misc]
        time.sleep(chance.random() * 0.03)
        worker.kill()
        worker.wait()
        in_hand += house.machine.ask(_LEFT) > 0
    worker = house.start_worker()
    wait_until(lambda: house.machine.ask(_LEFT) == 0, PATIENCE)
    worker.kill()
    worker.wait()
    expected = KILLS * 5
    done = house.machine.ask("SELECT count(*) FROM workflows_run WHERE state = 'done'")
    steps_done = house.machine.ask("SELECT count(*) FROM workflows_runstep WHERE state = 'done'")
    deals = house.machine.ask("SELECT count(*) FROM pipelines_opportunity")
    notes = house.machine.ask("SELECT count(*) FROM conversations_message WHERE direction = 'note'")
    print(
        f"killed              {KILLS} workers in {time.perf_counter() - begun:.0f} s, {in_hand} of them with runs in "
        f"hand; {expected:,} runs: {done:,} done, {steps_done:,} steps, {deals:,} opportunities, {notes:,} notes"
    )
    return (done, steps_done, deals, notes) == (expected, expected * 3, expected, expected)


def _throughput(house: House) -> None:
    from tests.cast import ada, as_actor  # noqa: PLC0415
    from tests.workflows.ways import step, tag  # noqa: PLC0415

    actor = as_actor(ada())
    one, other = tag(actor, "One"), tag(actor, "Other")
    steps = [
        step(1, "add_tag", {"tag_id": one}),
        step(2, "add_tag", {"tag_id": other}),
        step(3, "edit_field", {"field": "notes", "value": "Seen."}),
    ]
    workflow = _workflow({"kind": "manual"}, steps)
    contacts = _contacts(RUNS)
    begun = time.perf_counter()
    for start in range(0, RUNS, 1000):
        _enrol(workflow, contacts[start : start + 1000])
    wait_until(lambda: house.machine.ask(_LEFT) == 0, PATIENCE)
    seconds = time.perf_counter() - begun
    print(f"runs                {RUNS:,} of three steps in {seconds:.1f} s: {RUNS / seconds:.0f} a second (goal 200)")


def _latency(house: House) -> None:
    from django.db import connection  # noqa: PLC0415

    from crm.contacts.services import add_contact_tag  # noqa: PLC0415
    from tests.cast import ada, as_actor  # noqa: PLC0415
    from tests.workflows.ways import step, tag  # noqa: PLC0415

    actor = as_actor(ada())
    start, then = tag(actor, "Start"), tag(actor, "Then")
    workflow = _workflow({"kind": "tag_added", "config": {"tag_id": start}}, [step(1, "add_tag", {"tag_id": then})])
    took = []
    for contact in _contacts(TRIES):
        wait_until(lambda: house.machine.ask("SELECT count(*) FROM journal_delivery WHERE state = 'pending'") == 0)
        add_contact_tag(actor=actor, contact_id=contact, name="Start")
        # On the connection that has just committed: a new one would take longer than what is measured.
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            (committed,) = cursor.fetchone() or (0,)
        found = (
            f"SELECT count(*) FROM workflows_run WHERE workflow_id = {workflow} AND contact_id = {contact} "
            "AND state = 'done'"
        )
        wait_until(lambda query=found: house.machine.ask(query) == 1)  # type: ignore[misc]
        ended = house.machine.ask(
            "SELECT extract(epoch FROM ended_at) FROM workflows_run "
            f"WHERE workflow_id = {workflow} AND contact_id = {contact}"
        )
        took.append(1000 * float(ended - committed))
    took.sort()
    print(
        f"commit → action     p50 {statistics.median(took):.1f} ms (goal 10), "
        f"p95 {took[int(len(took) * 0.95)]:.1f} ms (goal 30), {TRIES} tags, one worker"
    )


def _sleeping(house: House) -> None:
    from crm.workflows.engine.running import run_some, seconds_until_run  # noqa: PLC0415

    def look() -> None:
        run_some()
        seconds_until_run(60)

    floor = _p50(look)
    house.machine.run(
        "INSERT INTO workflows_run (workflow_id, version_id, contact_id, dedupe, position, is_waiting, due_at) "
        "SELECT r.workflow_id, r.version_id, r.contact_id, 'asleep ' || g, 'step1', true, "
        "now() + interval '1 day' + g * interval '1 second' "
        f"FROM (SELECT * FROM workflows_run LIMIT 1) r, generate_series(1, {SLEEPING}) g",
        "VACUUM ANALYZE workflows_run",
    )
    asleep = _p50(look)
    print(
        f"poll                p50 {asleep:.2f} ms beside {SLEEPING:,} sleeping runs (goal 1), "
        f"{asleep / floor:.1f}x the floor of {floor:.2f} ms with none"
    )


def _p50(look: Callable[[], None]) -> float:
    times = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        look()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


if __name__ == "__main__":
    raise SystemExit(main())
