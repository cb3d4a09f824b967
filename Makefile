# Each target sets up what it needs in .venv, from nothing but python3.
PYTHON ?= python3
BIN := .venv/bin
# More for the demonstration: make demo DEMO="--port 8080 --no-browser"
DEMO ?=

.PHONY: demo test check coverage wheel bench fuzz clean

demo: .venv/installed
	$(BIN)/supportmap demo $(DEMO)

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports setup.cfg

coverage: .venv/installed-dev
	$(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage report

wheel: .venv/installed-dev
	rm -rf build/wheel build/lib build/bdist.*
	$(BIN)/python -m build --wheel --outdir build/wheel
	$(BIN)/python -m tests.wheel build/wheel

bench: .venv/installed-dev
	$(BIN)/python -m tests.bench --write

fuzz: .venv/installed-dev
	$(BIN)/python -m tests.fuzz_documents --count 20000
	$(BIN)/python -m tests.fuzz_api --count 100000

clean:
	rm -rf .venv build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip

.venv/installed: .venv/bin/python pyproject.toml setup.cfg
	$(BIN)/python -m pip install --quiet --quiet --editable .
	touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml setup.cfg
	$(BIN)/python -m pip install --quiet --quiet --editable ".[dev]"
	touch $@ .venv/installed
