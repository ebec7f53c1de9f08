# Kith's command list. `make help` shows it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))

# The first Python that is new enough.
ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -IS -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
endif
VENV := $(ROOT)/.venv/bin
SERVE := cd '$(ROOT)/backend' && exec '$(VENV)/python' -m crm.serve
NPM := cd '$(ROOT)/frontend' && '$(VENV)/python' '$(ROOT)/ops/npm.py'

# Where it is set (some images), every start would compile all of Django anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run dev demo manage test check contract bench clean setup setup-tools setup-browser need-python

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' '$(lastword $(MAKEFILE_LIST))' | sed -E 's/:.*##/\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

run: setup  ## Set up what is missing and run Kith (PORT=8000, KITH_DATA=.kith)
	@$(SERVE) run

dev: setup-tools  ## The same, restarting on every change of the code
	@cd '$(ROOT)/frontend' && '$(VENV)/python' '$(ROOT)/ops/npm.py' exec -- vite build --watch --logLevel warn & client=$$!; \
	trap 'kill $$client 2>/dev/null || true' EXIT; trap '' INT; \
	cd '$(ROOT)/backend' && '$(VENV)/python' -m crm.serve dev

demo: setup-tools  ## Fill the database with a believable company
	@$(SERVE) manage make_demo

manage: setup  ## Run one of Django's commands, as in: make manage cmd='import_contacts people.csv'
	@PYTHONPATH='$(ROOT)/backend' '$(VENV)/python' -m crm.serve manage "$(cmd)"

test: setup-browser  ## All tests: backend, client, whole journeys in a browser
	@cd '$(ROOT)' && '$(VENV)/python' -m pytest -n 3 --maxschedchunk 4
	@$(NPM) test
	@cd '$(ROOT)' && '$(VENV)/python' -m pytest e2e

check: setup-tools  ## Linters, types, import contracts, drift of generated files
	@'$(VENV)/python' '$(ROOT)/ops/check.py'

contract: setup-tools  ## Write what is written from the code: OpenAPI document, client's types, lists of events and permissions
	@cd '$(ROOT)/backend' && export DATABASE_URL="$${DATABASE_URL:-postgresql://nobody@127.0.0.1:1/nothing}" && \
	for what in export_openapi write_events write_permissions; do '$(VENV)/python' manage.py $$what; done
	@$(NPM) run generate

bench: setup-tools  ## Speed, size and growth against a floor measured in the same run
	@cd '$(ROOT)' && '$(VENV)/python' -m bench

setup: need-python
	@'$(PYTHON)' '$(ROOT)/ops/setup.py' run

setup-tools: need-python
	@'$(PYTHON)' '$(ROOT)/ops/setup.py' test

setup-browser: need-python
	@'$(PYTHON)' '$(ROOT)/ops/setup.py' browser

need-python:
	@if [ -z '$(PYTHON)' ]; then echo 'Kith needs Python 3.11 or newer (Debian: apt-get install python3). Name one: make run PYTHON=/path/to/python3'; exit 1; fi

clean:  ## Take away everything that was built or installed here; your data (.kith) stays
	@cd '$(ROOT)' && rm -rf .venv .tools frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis bench/out
	@find '$(ROOT)/backend' '$(ROOT)/ops' -name __pycache__ -type d -prune -exec rm -rf {} +
