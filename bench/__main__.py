"""`make bench`: Kith as it runs beside a floor of the same run. Prints a table and writes out/results.json."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from bench import contacts, deals, jobs, threads
from bench.client import Figures, measure
from bench.operations import OPERATIONS, Operation
from bench.serving import (
    OUT,
    REPOSITORY,
    answers,
    end,
    environment_of,
    free_port,
    running_postgres,
    serve,
    session_headers,
)

SINGLE = int(os.environ.get("BENCH_SINGLE", "400"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


def resident_mib(process: psutil.Process) -> float:
    """Proportional memory of a process and its children: shared pages are counted once among them."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        for line in Path(f"/proc/{one.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def first_load_kib() -> float:
    """Gzipped scripts and styles that the page needs before it shows: those that index.html names."""
    dist = REPOSITORY / "frontend" / "dist"
    page = (dist / "index.html").read_text()
    files = [dist / name for name in _quoted_assets(page) if name.endswith(".js")]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1024


def _quoted_assets(page: str) -> list[str]:
    return [part.lstrip("/") for part in page.split('"') if part.startswith("/assets/")]


def floor_server(dsn: str, port: int) -> "subprocess.Popen[bytes]":
    """The floor's app under the server that Kith itself uses."""
    return subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--log-level", "error", "--no-access-log", "--port", str(port),
         "bench.floor:app"],
        cwd=REPOSITORY, env={**os.environ, "DATABASE_URL": dsn},
    )  # fmt: skip


def figures_row(name: str, rows: int, kith: Figures, floor: Figures) -> dict[str, Any]:
    """One entry of results.json."""
    return {
        "name": name,
        "rows": rows,
        "p50_ms": round(kith.p50_ms, 2),
        "p95_ms": round(kith.p95_ms, 2),
        "rps": round(kith.rps, 1),
        "cpu_ms": round(kith.cpu_ms, 2),
        "floor_ratio": round(kith.cpu_ms / floor.cpu_ms, 2) if floor.cpu_ms else None,
    }


def chosen_operations() -> list[Operation]:
    """All of them, or those that ONLY names."""
    only = os.environ.get("ONLY", "").split(",")
    return [operation for operation in OPERATIONS if only == [""] or operation.name in only]


def main() -> None:
    """Measures at each size given by ROWS (default 10,000 and 1,000,000)."""
    sizes = [int(part) for part in os.environ.get("ROWS", "10000,1000000").split(",") if part]
    OUT.mkdir(exist_ok=True)
    results: list[dict[str, Any]] = []
    growth: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        Path(folder).chmod(0o755)
        postgres = running_postgres(Path(folder))
        port, floor_port = free_port(), free_port()
        environment = environment_of(postgres, folder=folder, port=port)
        kith = serve(environment)
        try:
            answers(f"http://127.0.0.1:{port}/readyz", kith)
            end(kith)
            kith = serve(environment)
            cold = answers(f"http://127.0.0.1:{port}/readyz", kith)
            headers, user_id = session_headers(environment)
            for rows in sizes:
                ids = contacts.fill(postgres.dsn, rows=rows, user_id=user_id)
                threads.fill_threads(postgres.dsn, picked=ids, user_id=user_id)
                deals.fill_deals(postgres.dsn, picked=ids, user_id=user_id)
                floor = floor_server(postgres.dsn, floor_port)
                try:
                    answers(f"http://127.0.0.1:{floor_port}/get?{ids[0]}", floor)
                    database = psutil.Process(postgres.pid)
                    for operation in chosen_operations():
                        ours = measure(
                            port=port, request=operation.kith(headers, ids), expect=operation.expect,
                            processes=[psutil.Process(kith.pid), database], single=SINGLE, seconds=SECONDS,
                        )  # fmt: skip
                        least = measure(
                            port=floor_port, request=operation.floor(ids), expect=200,
                            processes=[psutil.Process(floor.pid), database], single=SINGLE, seconds=SECONDS,
                        )  # fmt: skip
                        results.append(figures_row(operation.name, rows, ours, least))
                        growth.setdefault(operation.name, []).append(ours.p50_ms)
                        print_row(results[-1], least, operation if rows == 10_000 else None)
                finally:
                    end(floor)
            print_growth(growth)
            idle = resident_mib(psutil.Process(kith.pid))
            print(f"\nweb + worker after the run  {idle:7.0f} MiB   goal <= 250, idle{missed(idle <= 250)}")
            print(f"cold start, once set up     {cold:7.2f} s     goal <= 3{missed(cold <= 3)}")
            size = first_load_kib()
            print(f"first page, scripts gzipped {size:7.0f} KiB   goal <= 240{missed(size <= 240)}")
            sizes_out = {
                "web_and_worker_mib": round(idle, 1),
                "cold_start_s": round(cold, 2),
                "first_load_kib": round(size),
            }
            (OUT / "size.json").write_text(json.dumps(sizes_out, indent=1) + "\n")
        finally:
            end(kith)
            postgres.stop()
    if "ONLY" not in os.environ:
        results += jobs.main()
    (OUT / "results.json").write_text(json.dumps(results, indent=1) + "\n")


def missed(is_met: bool) -> str:
    """What stands behind a figure whose goal is not met."""
    return "" if is_met else "   MISSED"


def print_row(row: dict[str, Any], floor: Figures, operation: Operation | None) -> None:
    """One line of the table; where goals apply and are missed, which, and below it the cause."""
    line = (
        f"{row['name']:<16}{row['rows']:>9,}  p50 {row['p50_ms']:6.2f} ms  p95 {row['p95_ms']:6.2f} ms  "
        f"{row['rps']:7.0f}/s  CPU {row['cpu_ms']:5.2f} ms  {row['floor_ratio']:5.2f}x floor "
        f"(p50 {floor.p50_ms:.2f} ms, CPU {floor.cpu_ms:.2f} ms)"
    )
    cause = ""
    if operation is not None:
        goal = operation.goal
        checks = [
            (row["p50_ms"] <= goal.p50_ms, f"p50 <= {goal.p50_ms}"),
            (row["rps"] >= goal.rps, f"rps >= {goal.rps}"),
            (row["cpu_ms"] <= goal.cpu_ms, f"CPU <= {goal.cpu_ms}"),
            (row["floor_ratio"] <= goal.ratio, f"ratio <= {goal.ratio}"),
        ]
        line += "".join(f"   MISSED {words}" for is_met, words in checks if not is_met)
        if not all(is_met for is_met, _ in checks):
            cause = f"\n{'':<16}cause: {operation.cause}"
    print(line + cause, flush=True)


def print_growth(growth: dict[str, list[float]]) -> None:
    """How much each p50 grew from the first size to the last."""
    for operation in chosen_operations():
        measured = growth.get(operation.name, [])
        if len(measured) > 1:
            grown = measured[-1] / measured[0]
            goal = operation.goal.growth
            print(f"{operation.name:<16} grew {grown:.2f}x   goal <= {goal}x{missed(grown <= goal)}")


if __name__ == "__main__":
    main()
