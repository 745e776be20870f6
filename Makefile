# Every target is one line in `make help`. What they do is in tools/, in Python.
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check fix docs bench mutants messages lock
PYTHON := .venv/bin/python

help: ## this list
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { split($$1, t, ":"); printf "  make %-10s %s\n", t[1], $$2 }' Makefile

setup: ## make or renew everything needed to run (.venv, database, covenant); repeating it is quick
	@python3 tools/setup.py run

run: ## setup, then the exercise world and the server on http://127.0.0.1:8000 (PORT=, KENNISPACT_EXERCISE=0)
	@exec python3 tools/run.py

test: setup-test ## everything CI proves: lint, types, floors, messages, tests on both databases and in a browser
	@exec $(PYTHON) tools/test.py

check: setup-test ## the invariants of this installation's data, then lint, types, floors and messages
	@.venv/bin/kennispact check
	@$(PYTHON) tools/test.py --static

fix: setup-test ## mend what ruff can mend, and format
	@.venv/bin/ruff check -q --fix-only .
	@.venv/bin/ruff format .

docs: setup-test ## write the generated documents again (docs/clauses.md)
	@$(PYTHON) tools/docs.py

bench: setup-test ## measure: pages, questions of any day, memory; results in docs/performance.md
	@$(PYTHON) bench/run.py

mutants: ## change the rules of money one by one; tells which no test noticed (OF='*numbering*': only those)
	@python3 tools/setup.py mutants
	@.venv/bin/mutmut run $(if $(OF),'$(OF)') && .venv/bin/mutmut results

messages: setup-test ## collect new sentences into the Dutch catalogues (locale/nl) and compile them
	@$(PYTHON) tools/messages.py update

lock: ## choose versions again within requirements/*.in and write the hashed requirements/*.txt
	@python3 tools/setup.py lock

setup-test:
	@python3 tools/setup.py test
