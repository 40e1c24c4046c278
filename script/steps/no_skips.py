"""A pytest plugin: a test that was skipped fails the run. An expected failure is no skip."""

import pytest

skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each skipped test, in the process that gathers the reports of all workers."""
    if report.skipped and not hasattr(report, "wasxfail"):
        skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note each module that left itself out."""
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a passing run with skips into a failing one."""
    if (
        skipped
        and session.exitstatus == pytest.ExitCode.OK
        and not hasattr(session.config, "workerinput")
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests were skipped and that this is the reason of the failure."""
    if skipped:
        terminalreporter.section("skipped, which is not allowed here")
        for nodeid in skipped:
            terminalreporter.line(nodeid)
