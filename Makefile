# Two commands do everything on a fresh machine with Python 3.11 or newer: `make learn` and `make test`.
# Each makes the virtual environment .venv for itself; nothing is installed outside this folder.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: learn test check format figures clean

learn: .venv/learn.done          ## start learning
	@$(BIN)/ae

test: .venv/dev.done             ## run everything that CI runs: style, types, contracts, tests
	$(BIN)/python -m pytest

check: test

format: .venv/dev.done           ## format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

figures: .venv/dev.done          ## measure the figures of docs/figures.md (long)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[benchmarks]'
	$(BIN)/python -m benchmarks.figures

clean:
	rm -rf .venv build dist *.egg-info

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/learn.done: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/dev.done: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/learn.done
