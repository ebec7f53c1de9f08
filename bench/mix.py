"""`python -m bench.mix`: searches with filters in every combination, as the database answers them. Goal: p95 <= 20 ms.

ROWS says at how many contacts (default 1,000,000). With BENCH_DATA the filled database stays in that folder.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import contacts
from bench.serving import BACKEND, session_headers
from crm.serve.postgres import running_postgres


def main() -> None:
    """Fills the database and has `asking.py` ask."""
    rows = int(os.environ.get("ROWS", "1000000"))
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as made:
        folder = Path(os.environ.get("BENCH_DATA", made))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        postgres = running_postgres(folder)
        environment = {
            **os.environ, "DATABASE_URL": postgres.dsn, "KITH_DATA": str(folder), "KITH_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "crm.settings", "PYTHONPATH": str(BACKEND),
        }  # fmt: skip
        try:
            migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
            subprocess.run(migrate, cwd=BACKEND, env=environment, check=True)
            _, user_id = session_headers(environment)
            contacts.fill(postgres.dsn, rows=rows, user_id=user_id)
            ask = [sys.executable, str(Path(__file__).with_name("asking.py"))]
            subprocess.run(ask, cwd=BACKEND, env=environment, check=True)
        finally:
            postgres.stop()


if __name__ == "__main__":
    main()
