# Thôn Số. Two commands: `make demo` and `make test`. `make check` is the quick part for people at work.
SHELL := /bin/bash
PY := .venv/bin/python
THONSO := .venv/bin/thonso
NODE_BIN := $(shell command -v node >/dev/null 2>&1 && echo system)

.PHONY: demo demo-reset test check lint types unit unit-postgres proofs browser words messages frontend setup setup-test apt bench clean

demo: setup frontend
	@THONSO_MODE=demo $(THONSO) demo

demo-reset:
	rm -rf "$${THONSO_DATA:-var/demo}"

setup: .venv/.base words
setup-test: .venv/.test words

.venv/bin/python:
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --upgrade pip

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements/test.txt .venv/.base
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

.venv/.node: requirements/node.txt | .venv/bin/python
ifneq ($(NODE_BIN),system)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt
endif
	@touch $@

frontend: thonso/core/web/static/dist/.built

frontend/node_modules/.installed: frontend/package-lock.json .venv/.node
	cd frontend && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Three files of the server are built in: frontend/scanpack.mjs, ts/field/form.ts.
thonso/core/web/static/dist/.built: frontend/node_modules/.installed $(shell find frontend -path frontend/node_modules -prune -o -type f -print) thonso/core/identity/card_layouts.yaml catalogue/id-number-codes.yaml thonso/procedures/static/procedures/signature.js
	cd frontend && PATH="$(CURDIR)/.venv/bin:$$PATH" node build.mjs
	@touch $@

# The Debian packages the tests need, as root; otherwise a clear list.
APT := chromium postgresql poppler-utils gettext fonts-croscore softhsm2 tesseract-ocr tesseract-ocr-vie
apt:
	@missing=""; for p in $(APT); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else echo "Please install:$$missing"; exit 1; fi; fi

# Quick: lint, types, unit tests on both databases.
check: setup-test apt frontend lint types unit unit-postgres

# Everything: what must be green for a change to land.
test: check proofs browser
	@echo "make test: all parts green"

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/djlint thonso --lint --quiet
	THONSO_MODE=test $(THONSO) makemigrations --check --dry-run

types:
	THONSO_MODE=test .venv/bin/mypy thonso

NOT_QUICK := browser or slow
unit:
	$(PY) -m pytest -n 2 -m "not ($(NOT_QUICK)) and not postgres"

# Run once, on SQLite: what asks no database at all, and the sweep of every page for strangers, which asks the same of each.
ONCE := --ignore tests/house --ignore tests/scanner --ignore thonso/core/papers --ignore tests/security/test_strangers.py

unit-postgres:
	$(PY) -m tests.cluster -- $(PY) -m pytest -n 2 -m "not ($(NOT_QUICK))" $(ONCE)

# The longer proofs on each database: random walks, killed workers; killed servers and full disks (tests/faults) try both by themselves.
# They may take minutes each on a busy machine. The sample commune through the year is proved where it lives, on SQLite.
# Two files at a time, each file in one process, which prepares its house once: a proof waits for servers that it killed or
# starts more than it computes. What holds a limit in seconds (`alone`) comes after them, one by one.
PROOF := $(PY) -m pytest --timeout 1200 --durations 12
TWO := -n 2 --dist loadfile
SAMPLE := --ignore thonso/sample/tests/test_sample_dossiers.py --ignore thonso/sample/tests/test_first_demo.py
proofs:
	$(PROOF) $(TWO) -m "slow and not (browser or postgres or alone)" --ignore tests/faults
	$(PROOF) -m "slow and alone and not (browser or postgres)"
	$(PY) -m tests.cluster -- $(PROOF) $(TWO) -m "slow and not (browser or alone)" $(ONCE) $(SAMPLE)
	$(PY) -m tests.cluster -- $(PROOF) -m "slow and alone and not browser" $(ONCE) $(SAMPLE)

# Each process has a house, a server and a Chromium of its own; a page waits for its server and the server for the page.
browser:
	$(PY) -m pytest $(TWO) -m "browser and not alone"
	$(PY) -m pytest -m "browser and alone"

# Before any other process: one that has begun without its words speaks English until it ends.
words: .venv/.base
	@THONSO_MODE=test $(THONSO) compilemessages >/dev/null

messages:
	cd thonso && for app in core/* procedures dossiers operations sample; do [ -d $$app/locale ] && (cd $$app && $(CURDIR)/.venv/bin/django-admin makemessages -l vi --no-location --no-obsolete); done; true

bench: setup-test frontend
	$(PY) -m tests.cluster --durable -- env THONSO_MODE=demo $(THONSO) bench

clean:
	rm -rf .venv var frontend/node_modules thonso/core/web/static/dist
