"""`python -m bench.incoming`: messages that come in, on a PostgreSQL of their own (see `storming.py`)."""

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import BACKEND, environment_of, running_postgres


def main() -> int:
    """What `storming.py` ends with."""
    with tempfile.TemporaryDirectory(prefix="kith-incoming-") as folder:
        Path(folder).chmod(0o755)
        postgres = running_postgres(Path(folder), settings={"max_connections": "100"})
        environment = {**environment_of(postgres, folder=folder, port=8000), "KITH_LOG_LEVEL": "ERROR"}
        try:
            script = str(Path(__file__).with_name("storming.py"))
            return subprocess.run([sys.executable, script], cwd=BACKEND, env=environment, check=False).returncode
        finally:
            postgres.stop()


if __name__ == "__main__":
    raise SystemExit(main())
