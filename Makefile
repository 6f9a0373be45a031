# Everything runs in .venv, which the first target makes. Windows users: run the commands of CONTRIBUTING.md by hand.
SHELL := /bin/sh
PY := .venv/bin/python
Q ?= What is grokking, and when does it happen?
export BROADSHEET_DATA ?= .demo

.PHONY: ask test test-full check format bench clean

ask: .venv/ready
	@$(PY) -m bot.cli ingest bot/sample_page.txt
	@$(PY) -m bot.cli ask "$(Q)"

test: .venv/ready-dev check
	$(PY) -m pytest

test-full: .venv/ready-dev check
	$(PY) -m pytest -m "full or not full"

check: .venv/ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: .venv/ready-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.venv/ready: pyproject.toml constraints.txt
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

generated: .venv/ready-dev
	$(PY) tests/generate.py
