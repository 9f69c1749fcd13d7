# Two commands for a fresh machine: `make demo` shows a partnership being assessed, `make test` passes the tests.
# Paths are relative, so that the folder may have any name, spaces included.

PYTHON ?= python3
BIN := .venv/bin
ROUND := demo/harbour-technicians.round.jsonl

.PHONY: demo test check words golden bench bench-checkers wheel clean

demo: .venv/installed
	rm -rf demo && mkdir demo
	$(BIN)/python -m partnercheck assess --answers examples/harbour-technicians.yaml --round $(ROUND) --k 3 --close
	$(BIN)/python -m partnercheck report $(ROUND) -o demo/harbour-technicians.md
	$(BIN)/python -m partnercheck report $(ROUND) -o demo/harbour-technicians.html
	@echo "The reports are in this folder: demo/harbour-technicians.md and demo/harbour-technicians.html"

test: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

# The style checks and the quick tests, for while you work.
check: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto -x -q -m "not slow"

# The Dutch catalogue: collect messages from the code and the templates, then compile.
words: .venv/installed-dev
	$(BIN)/python tests/catalogue.py

golden: .venv/installed-dev
	$(BIN)/python -m pytest -q --update-golden

bench: .venv/installed
	$(BIN)/python benchmarks/speed.py

# Against other checkers, which it installs into a temporary folder; needs node and npm for two of them.
bench-checkers: .venv/installed
	$(BIN)/python benchmarks/checkers.py

wheel: .venv/installed-dev
	$(BIN)/python -m build --no-isolation --outdir dist

clean:
	rm -rf .venv demo dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@ .venv/installed
