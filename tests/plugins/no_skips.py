"""With CI=true a test that would be skipped fails: what nobody runs proves nothing."""

import os
from collections.abc import Generator
from typing import Any

import pytest

STRICT = os.environ.get('CI', '').lower() in ('1', 'true', 'yes')


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, pytest.TestReport]:
    return _held((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, pytest.CollectReport]:
    return _held((yield))


def _held(report: Any) -> Any:
    if STRICT and report.skipped and not hasattr(report, 'wasxfail'):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = 'failed'
        report.longrepr = f'{report.nodeid} may not be skipped here. {reason}'
    return report
