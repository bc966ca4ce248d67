"""What all tiers share: marks by folder, nothing skipped in secret, a table of tiers at the end.

A tier is a folder of tests/. `make test` has its files run by several processes (pytest-xdist); then the one that
handed them out counts what the others report. Where something is absent (a Docker Engine, a browser) its tests are
skipped with the reason; with CI=true or ASSESSOR_REQUIRE set (e.g. "docker,chromium"), every skip is a failure instead.
"""

from __future__ import annotations

import functools
import os
import secrets
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.images import remove_images
from tests.memory import forget, temporary_files_in_memory

TESTS = Path(__file__).parent

BUDGETS = {"unit": 30, "conventions": 60, "packs": 300, "integration": 180, "sandbox": 300, "e2e": 300}
"""Seconds that all tests of a tier should take, one after the other. A slow tier gets a remark; time never fails a
test."""

RUN = "ASSESSOR_TEST_RUN"
"""The environment variable with the name of this run, which all of its processes inherit."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Examples come from the source, not from chance, and a busy machine is no failure.
settings.register_profile("assessor", deadline=None, derandomize=True, database=None)
settings.load_profile("assessor")


class Tally:
    """Outcomes and seconds by tier."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Counter[str]] = defaultdict(Counter)
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one phase of one test, whichever process ran it."""
        tier = tier_of(TESTS.parent / report.nodeid.partition("::")[0])
        self.seconds[tier] += report.duration
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[tier]["xfailed" if hasattr(report, "wasxfail") else report.outcome] += 1

    def rows(self) -> list[tuple[str, Counter[str], float]]:
        """The tiers in their order."""
        return [(tier, self.outcomes[tier], self.seconds[tier]) for tier in BUDGETS]


TALLY = pytest.StashKey[Tally]()


def strict() -> bool:
    """Whether everything must be there."""
    return os.environ.get("CI") == "true" or bool(os.environ.get("ASSESSOR_REQUIRE"))


def tier_of(path: Path) -> str:
    """The folder of tests/ a test file lies in."""
    return path.relative_to(TESTS).parts[0]


def hands_out(config: pytest.Config) -> bool:
    """Whether this is the process that counts, and none of those that run its tests for it."""
    return not hasattr(config, "workerinput")


@functools.cache
def browser() -> str | None:
    """Where a Chromium is, if there is one."""
    named = os.environ.get("ASSESSOR_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


@functools.cache
def engine_problem() -> str | None:
    """Why no Docker Engine can be used, or None if one answers."""
    # In a process of its own: the SDK leaves its socket open where it cannot connect, and warnings are errors here.
    ask = "import docker; docker.from_env(timeout=10).ping()"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        return None
    return f"no Docker Engine answers: {(answer.stderr.strip().splitlines() or ['no reason given'])[-1]}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-tier", action="store_true", help="fail if a tier ran no test")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TALLY] = Tally()
    config.pluginmanager.register(config.stash[TALLY])
    os.environ.setdefault(RUN, secrets.token_hex(3))
    if hands_out(config) and (folder := temporary_files_in_memory()):
        config.add_cleanup(functools.partial(forget, folder))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    # Asked for by pytest-xdist alone, so that tests also run where it is not installed.
    from tests.sharing import Sharing

    return Sharing(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        tier = tier_of(item.path)
        if tier in BUDGETS:
            item.add_marker(tier)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("docker") and (problem := engine_problem()):
        pytest.skip(problem)
    if item.get_closest_marker("e2e") and browser() is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the PATH")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    # An expected failure is reported as skipped, too; that one is meant.
    if report.skipped and not hasattr(report, "wasxfail") and strict():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nNothing may be skipped here (CI=true or ASSESSOR_REQUIRE is set)."
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and strict():
        report.outcome = "failed"
        report.longrepr = (
            f"{report.longrepr}\nNothing may be skipped here (CI=true or ASSESSOR_REQUIRE is set)."
        )
    return report


def missing_tiers(config: pytest.Config) -> list[str]:
    """Tiers that were asked for and ran nothing."""
    if not config.getoption("--every-tier"):
        return []
    return [tier for tier, outcomes, _ in config.stash[TALLY].rows() if not outcomes.total()]


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hands_out(session.config):
        return
    outcomes = session.config.stash[TALLY].outcomes
    if (outcomes["sandbox"] or outcomes["e2e"]) and engine_problem() is None:
        remove_images(os.environ[RUN])
    if missing_tiers(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("tiers")
    terminalreporter.write_line(
        f"{'tier':<14}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}{'budget':>8}"
    )
    for tier, outcomes, seconds in config.stash[TALLY].rows():
        counts = f"{outcomes['passed']:>8}{outcomes['failed']:>8}{outcomes['skipped']:>9}"
        remark = "  over its budget" if seconds > BUDGETS[tier] else ""
        terminalreporter.write_line(f"{tier:<14}{counts}{seconds:>9.1f}{BUDGETS[tier]:>8}{remark}")
    for tier in missing_tiers(config):
        terminalreporter.write_line(f"No test ran in {tier}, and every tier was asked for.", red=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's Chromium, without its calls home."""
    quiet = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    flags = [*quiet, *sandbox, "--disable-gpu", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": browser(), "args": flags}
