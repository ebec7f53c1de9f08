"""`python -m bench.jobs`: what the worker does for a hundred thousand rows, beside a floor of the same run.

A file is uploaded, previewed and loaded; all its people are tagged and the tag is taken back; the import is undone.
"""

import csv
import io
import json
import os
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import serving
from bench.contacts import FIRST, LAST

ROWS = int(os.environ.get("JOB_ROWS", "100000"))
# Seconds for 100,000 rows on two cores that do nothing else.
# Where the time goes that a missed goal lacks.
CAUSES = {
    "import_rows": "the database: each row enters all indexes of contacts, and the journal; the worker parses numbers",
    "bulk_tag": "the database: each row's link, its contact's list of tags with its index, its event and deliveries",
    "undo_bulk_tag": "as the tagging, with the events read back and compared with what stands there",
    "undo_import": "what was made is looked for in the journal, row by row compared, and taken out of all indexes",
}
GOALS = {"import_rows": 20.0, "bulk_tag": 20.0, "undo_bulk_tag": 20.0, "undo_import": 20.0}
HEADER = ["First Name", "Last Name", "Email", "Phone", "Company", "Tags", "Notes", "Created"]
DECLINED = {"email": {"answer": "declined"}, "sms": {"answer": "declined"}}
_OVER = {"ready", "done", "failed", "cancelled"}
_TAGS = ["Customer", "Lead; Newsletter", "", "VIP; Customer; Fair 2024", "Newsletter"]
LOOK_SECONDS = 0.05


def people(rows: int) -> Iterator[list[str]]:
    """Rows of a file, each another person: four of five with a company, a note on every third."""
    for n in range(rows):
        first, last = FIRST[n * 31 % 20], LAST[(n * 17 + n // 20) % 20]
        yield [
            first, last, f"person.{n}@example.com", _phone(n),
            f"Company {n % 5000}" if n % 5 else "", _TAGS[n % 5], f"Met in {last}, number {n}" if n % 3 == 0 else "",
            f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}",
        ]  # fmt: skip


def _phone(n: int) -> str:
    area, exchange, line = 201 + n // 8_000_000, 200 + n // 10_000 % 800, n % 10_000
    return f"({area}) {exchange}-{line:04d}" if n % 10 == 9 else f"+1 {area} {exchange} {line:04d}"


def as_file(rows: int) -> bytes:
    """The file as it is uploaded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(people(rows))
    return out.getvalue().encode()


class Kith:
    """The running product: its API, its worker, its database."""

    def __init__(self, port: int, headers: dict[str, str], process: psutil.Process, postgres: serving.Server) -> None:
        self._url = f"http://127.0.0.1:{port}/api/v1"
        self._headers = headers
        self.dsn = postgres.dsn
        children = process.children(recursive=True)
        self.worker = next(child for child in children if "worker" in child.cmdline())
        self._postmaster = psutil.Process(postgres.pid)

    def ask(self, method: str, path: str, body: bytes | dict[str, Any] | None = None) -> Any:
        """What the API answers."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {**self._headers, "Content-Type": kind}
        request = urllib.request.Request(self._url + path, data=data, headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read() or b"null")

    def on_processor(self) -> tuple[float, float]:
        """Seconds that the worker and the database have run so far."""
        return _seconds(self.worker), _seconds(self._postmaster) + sum(
            _seconds(child) for child in self._postmaster.children(recursive=True)
        )

    def due(self) -> int:
        """Deliveries of events that have not been made yet."""
        with psycopg.connect(self.dsn) as connection:
            row = connection.execute("SELECT count(*) FROM journal_delivery WHERE state = 'pending'").fetchone()
        return int(row[0]) if row else 0

    def wait(self, path: str) -> dict[str, Any]:
        """Returns what the API says of an import or a job once it is over."""
        while (found := self.ask("GET", path))["state"] not in _OVER:
            time.sleep(LOOK_SECONDS * 4)
        if found["state"] in {"failed", "cancelled"}:
            raise RuntimeError(f"{path}: {found}")
        return dict(found)


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    # Children that have ended count with whoever has waited for them.
    return float(times.user + times.system + times.children_user + times.children_system)


@contextmanager
def peak_growth(process: psutil.Process) -> Iterator[Callable[[], float]]:
    """What gives the most memory, in MiB, that the process has held in the block beyond what it held before."""
    before = most = process.memory_info().rss
    is_over = threading.Event()

    def look() -> None:
        nonlocal most
        while not is_over.wait(LOOK_SECONDS):
            most = max(most, process.memory_info().rss)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield lambda: (most - before) / 2**20
    finally:
        is_over.set()
        thread.join()


def measure(kith: Kith, name: str, start: Callable[[], str], *, rows: int, floor: float) -> dict[str, Any]:
    """Has something done, from the order to its end; then until all that was published has been heard."""
    worker, database = kith.on_processor()
    with peak_growth(kith.worker) as growth:
        began = time.perf_counter()
        kith.wait(start())
        seconds = time.perf_counter() - began
        worker_ended, database_ended = kith.on_processor()
        while kith.due():
            time.sleep(LOOK_SECONDS * 4)
        heard = time.perf_counter() - began
        worker_heard, database_heard = kith.on_processor()
        grown = growth()
    row = {
        "name": name,
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_s": round(rows / seconds),
        "heard_seconds": round(heard, 2),
        "worker_cpu_s": round(worker_ended - worker, 2),
        "database_cpu_s": round(database_ended - database, 2),
        "heard_cpu_s": round(worker_heard - worker + database_heard - database, 2),
        "grown_mib": round(grown, 1),
        "floor_seconds": round(floor, 2),
        "floor_ratio": round(seconds / floor, 2) if floor else None,
    }
    print_row(row)
    return row


def print_row(row: dict[str, Any]) -> None:
    """One line of the table, with the goal when it is missed."""
    goal = GOALS.get(row["name"])
    is_missed = goal and row["seconds"] > goal * row["rows"] / 100_000
    missed = f"   MISSED <= {goal} s\n{'':<16}cause: {CAUSES[row['name']]}" if is_missed else ""
    print(
        f"{row['name']:<16}{row['rows']:>9,}  {row['seconds']:7.2f} s  {row['rows_per_s']:7,}/s  "
        f"CPU worker {row['worker_cpu_s']:6.2f} s, database {row['database_cpu_s']:6.2f} s  "
        f"all heard {row['heard_seconds']:7.2f} s, CPU {row['heard_cpu_s']:6.2f} s  +{row['grown_mib']:.0f} MiB  "
        f"{row['floor_ratio']}x floor ({row['floor_seconds']:.2f} s)   load {os.getloadavg()[0]:.1f}{missed}",
        flush=True,
    )


_BARE = """
DROP TABLE IF EXISTS bench_bare;
CREATE TABLE bench_bare
    (LIKE contacts_contact INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING INDEXES)
"""


def copy_floor(dsn: str, rows: int) -> float:
    """Seconds for a plain COPY of the same rows, a thousand to a transaction, into a table with the same indexes."""
    waiting = list(people(rows))
    with psycopg.connect(dsn) as connection:
        connection.execute(_BARE)
        connection.commit()
        began = time.perf_counter()
        for start in range(0, rows, 1000):
            with (
                connection.cursor() as cursor,
                cursor.copy(
                    "COPY bench_bare (first_name, last_name, email, phone_raw, phone, notes) FROM STDIN"
                ) as copy,
            ):
                for row in waiting[start : start + 1000]:
                    copy.write_row((*row[:4], row[3], row[6]))
            connection.commit()
        seconds = time.perf_counter() - began
        connection.execute("DROP TABLE bench_bare")
    return seconds


def update_floor(dsn: str) -> float:
    """Seconds for a plain UPDATE of every contact, which writes as much of table and indexes as a tag does."""
    with psycopg.connect(dsn) as connection:
        began = time.perf_counter()
        connection.execute("UPDATE contacts_contact SET version = version, tag_ids = tag_ids || 0")
        seconds = time.perf_counter() - began
        connection.rollback()
        connection.autocommit = True
        connection.execute("VACUUM contacts_contact")
    return seconds


def run(kith: Kith, rows: int) -> list[dict[str, Any]]:
    """All of it, in the order in which people do it."""
    made = kith.ask("POST", "/imports?file_name=people.csv", as_file(rows))
    path = f"/imports/{made['id']}"
    kith.ask("PATCH", path, {"consent": DECLINED, "region": "US", "duplicates": "merge"})

    def order(method: str, where: str, body: dict[str, Any] | None = None) -> Callable[[], str]:
        def start() -> str:
            found = kith.ask(method, where, body)
            return path if where.startswith(path) and not where.endswith("undo") else f"/bulk/{found['id']}"

        return start

    floor = copy_floor(kith.dsn, rows)
    results = [
        measure(kith, "preview_import", order("POST", f"{path}/preview"), rows=rows, floor=floor),
        measure(kith, "import_rows", order("POST", f"{path}/start"), rows=rows, floor=floor),
    ]
    loaded = kith.ask("GET", path)["counts"]
    if loaded["created"] != rows:
        raise RuntimeError(f"Not all were loaded: {loaded}")
    floor = update_floor(kith.dsn)
    tag = {"subject": "contact", "action": "add_tags", "params": {"tags": ["Bench"]}, "q": ""}
    started: list[int] = []

    def tag_all() -> str:
        started.append(kith.ask("POST", "/bulk", tag)["id"])
        return f"/bulk/{started[0]}"

    results.append(measure(kith, "bulk_tag", tag_all, rows=rows, floor=floor))
    results.append(measure(kith, "undo_bulk_tag", order("POST", f"/bulk/{started[0]}/undo"), rows=rows, floor=floor))
    results.append(measure(kith, "undo_import", order("POST", f"{path}/undo"), rows=rows, floor=floor))
    left = kith.ask("GET", "/contacts/count")
    if left["count"]:
        raise RuntimeError(f"Not all is undone: {left}")
    return results


def main() -> list[dict[str, Any]]:
    """Starts Kith on an empty database of its own, and ends it."""
    serving.OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        Path(folder).chmod(0o755)
        postgres = serving.running_postgres(Path(folder))
        port = serving.free_port()
        environment = serving.environment_of(postgres, folder=folder, port=port)
        process = serving.serve(environment)
        try:
            serving.answers(f"http://127.0.0.1:{port}/readyz", process)
            headers, _ = serving.session_headers(environment)
            kith = Kith(port, headers, psutil.Process(process.pid), postgres)
            return run(kith, ROWS)
        finally:
            serving.end(process)
            postgres.stop()


if __name__ == "__main__":
    main()
