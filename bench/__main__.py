"""`make bench`: Kith as it runs beside a floor of the same run. Prints a table and writes out/results.json."""

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from bench import contacts
from bench.client import Figures, measure
from bench.operations import OPERATIONS

REPOSITORY = Path(__file__).resolve().parents[1]
BACKEND = REPOSITORY / "backend"
OUT = Path(__file__).resolve().parent / "out"
sys.path.insert(0, str(BACKEND))

from crm.serve.postgres import running_postgres  # noqa: E402

SINGLE = int(os.environ.get("BENCH_SINGLE", "400"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, process: "subprocess.Popen[bytes]", *, seconds: float = 60) -> float:
    """Waits until `url` answers 200; returns the seconds it took."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return time.perf_counter() - start
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with {process.returncode}") from None
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer within {seconds} s")


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C, and the wait for it."""
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def session_headers(environment: dict[str, str]) -> tuple[dict[str, str], int]:
    """Headers of a signed-in administrator, as the browser sends them, and that user's id."""
    made = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("session.py"))],
        cwd=BACKEND, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer = json.loads(made.stdout.strip().splitlines()[-1])
    return answer["headers"], answer["user_id"]


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


def serve(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Kith, as `make run` starts it once it is set up."""
    log = (OUT / "server.log").open("ab")
    return subprocess.Popen([sys.executable, "-m", "crm.serve"], cwd=BACKEND, env=environment, stdout=log, stderr=log)


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
        environment = {
            **os.environ, "DATABASE_URL": postgres.dsn, "KITH_DATA": folder, "PORT": str(port),
            "KITH_LOG_LEVEL": "WARNING", "DJANGO_SETTINGS_MODULE": "crm.settings", "PYTHONPATH": str(BACKEND),
        }  # fmt: skip
        kith = serve(environment)
        try:
            answers(f"http://127.0.0.1:{port}/readyz", kith)
            end(kith)
            kith = serve(environment)
            cold = answers(f"http://127.0.0.1:{port}/readyz", kith)
            headers, user_id = session_headers(environment)
            for rows in sizes:
                ids = contacts.fill(postgres.dsn, rows=rows, user_id=user_id)
                floor = floor_server(postgres.dsn, floor_port)
                try:
                    answers(f"http://127.0.0.1:{floor_port}/get?{ids[0]}", floor)
                    database = psutil.Process(postgres.pid)
                    for operation in OPERATIONS:
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
                        print_row(results[-1], least, operation.goal if rows == 10_000 else None)
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
    (OUT / "results.json").write_text(json.dumps(results, indent=1) + "\n")


def missed(is_met: bool) -> str:
    """What stands behind a figure whose goal is not met."""
    return "" if is_met else "   MISSED"


def print_row(row: dict[str, Any], floor: Figures, goal: Any) -> None:
    """One line of the table; the goals behind it where they apply."""
    line = (
        f"{row['name']:<16}{row['rows']:>9,}  p50 {row['p50_ms']:6.2f} ms  p95 {row['p95_ms']:6.2f} ms  "
        f"{row['rps']:7.0f}/s  CPU {row['cpu_ms']:5.2f} ms  {row['floor_ratio']:5.2f}x floor "
        f"(p50 {floor.p50_ms:.2f} ms, CPU {floor.cpu_ms:.2f} ms)"
    )
    if goal:
        checks = [
            (row["p50_ms"] <= goal.p50_ms, f"p50 <= {goal.p50_ms}"),
            (row["rps"] >= goal.rps, f"rps >= {goal.rps}"),
            (row["cpu_ms"] <= goal.cpu_ms, f"CPU <= {goal.cpu_ms}"),
            (row["floor_ratio"] <= goal.ratio, f"ratio <= {goal.ratio}"),
        ]
        line += "".join(f"   MISSED {words}" for is_met, words in checks if not is_met)
    print(line, flush=True)


def print_growth(growth: dict[str, list[float]]) -> None:
    """How much each p50 grew from the first size to the last."""
    for operation in OPERATIONS:
        measured = growth.get(operation.name, [])
        if len(measured) > 1:
            grown = measured[-1] / measured[0]
            goal = operation.goal.growth
            print(f"{operation.name:<16} grew {grown:.2f}x   goal <= {goal}x{missed(grown <= goal)}")


if __name__ == "__main__":
    main()
