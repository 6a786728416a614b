# make run: environment, packages, demo company, server.  make test: everything, browser included.
PYTHON ?= python3
PORT ?= 8501
HOST ?= 0.0.0.0
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

.PHONY: run dev test test-fast check bench soak browser clean

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.runs: requirements.txt $(VENV)/.made
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.runs
	$(BIN)/python -m pip install --quiet -r tests/requirements.txt
	touch $@

run: $(VENV)/.runs
	@env -u PYTHONPATH $(BIN)/python -m sop demo --if-empty
	@env -u PYTHONPATH $(BIN)/python -m streamlit run app.py --server.port $(PORT) --server.address $(HOST)

dev: $(VENV)/.tests
	@env -u PYTHONPATH $(BIN)/watchfiles "$(BIN)/python -m streamlit run app.py --server.port $(PORT)" sop pages app.py

check: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

test-fast: $(VENV)/.tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -m "not browser"

# Debian's browser when root, else Playwright's own
browser: $(VENV)/.tests
	@command -v chromium >/dev/null || { [ "$$(id -u)" != 0 ] || { apt-get update -qq && apt-get install -y -qq chromium; }; }
	@command -v chromium >/dev/null || $(BIN)/python -m playwright install chromium

test: check test-fast browser
	$(BIN)/python -m pytest -n 0 -m browser

bench: $(VENV)/.tests
	$(BIN)/python -m tests.bench

soak: $(VENV)/.tests browser
	$(BIN)/python -m tests.soak

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
