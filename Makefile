.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench chaos fuzz accept messages outdated requirements clean

PY := .venv/bin/python
# Extra arguments for pytest: make test ARGS='-m "not browser" -k dateline'
ARGS ?=
# What make format goes over
FILES ?= .

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.up-to-date ## make .venv with everything that the site, the tests and the tools need

.venv/.up-to-date: requirements/site.txt requirements/dev.txt pyproject.toml scripts/setup
	scripts/setup

run: setup ## start the site with its demo at localhost:8000, data in .data
	.venv/bin/dateline up --demo --data .data

test: setup ## run all the tests, and again on PostgreSQL what has to do with a database (ARGS='…' goes to pytest)
	scripts/chromium
	scripts/tests $(ARGS)

check: setup ## lint, formatting, types, and who may import whom
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

format: setup ## put the code in its form, and mend what ruff can mend (FILES=… for some files only)
	.venv/bin/ruff check --fix $(FILES)
	.venv/bin/ruff format $(FILES)

bench: setup ## measure how fast it serves and takes in copy
	$(PY) -m bench

chaos: setup ## play a day of deliveries while killing processes, 1,000 a database; half an hour (ARGS='--kills 50')
	$(PY) -m chaos $(ARGS)

fuzz: setup ## change copy until a reader or writer breaks, a minute each (ARGS='nitf --seconds 600')
	$(PY) -m fuzz $(ARGS)

accept: setup ## show how the wire corpus now reads differently, and take the changes that are right
	$(PY) -m tests.accept

messages: setup ## collect what is said to people, and compile its translations (src/dateline/locale)
	$(PY) scripts/messages.py

outdated: setup ## name what the site is built on that has a newer release; a minute
	scripts/outdated

requirements: ## pin the dependencies anew, after a change to pyproject.toml or requirements/dev.in
	scripts/requirements

clean: ## remove what can be made again (not .data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
