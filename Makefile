# Every target installs what it needs first; a second run finds all there and says nothing.

SWIFT_FOLDERS := $(wildcard Sources Tests Benchmarks Fuzz Package.swift)

# The suites that run by themselves, by name.
JUDGES := BrowserSuiteTests DatabaseAwayTests DescriptionJudgeTests ProviderJudgeTests \
	ServedNodeTests SlowClientTests TransportJudgeTests
SPACE := $(subst ,, )

.PHONY: help run test judges check lint format bench fuzz clean

help:
	@echo "make run      build, import the published figures, write the assessment into out/"
	@echo "make test     build and run every test"
	@echo "make judges   let others judge: every page in a real Chromium, TLS, sign-in, API"
	@echo "make check    format lint, then every test"
	@echo "make format   put the sources into the project's format"
	@echo "make bench    compare with named peers"
	@echo "make fuzz     feed the readers with damaged input"
	@echo "make clean    remove what was built; out/ and its database stay"

run:
	@scripts/install run
	swift build -c release --product breakwater
	@scripts/run

test:
	@scripts/install test
	swift build --build-tests
	BREAKWATER_PYTHON="$(CURDIR)/.venv/bin/python" swift test --skip-build
	@$(MAKE) --no-print-directory judges

# By themselves: beside a thousand other tests these judges wait longer than they bear.
judges:
	@scripts/install test
	swift build --build-tests
	BREAKWATER_JUDGES=1 BREAKWATER_PYTHON="$(CURDIR)/.venv/bin/python" \
		swift test --skip-build --no-parallel --filter \
		"$(subst $(SPACE),|,$(JUDGES))"

check: lint test

lint:
	swift format lint --strict --recursive $(SWIFT_FOLDERS)

format:
	swift format --in-place --recursive $(SWIFT_FOLDERS)

bench:
	@scripts/install bench
	scripts/bench

fuzz:
	@scripts/install run
	scripts/fuzz

clean:
	rm -rf .build .build-fuzz
