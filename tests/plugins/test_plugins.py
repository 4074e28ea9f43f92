"""The gate finds its browser, and in continuous integration nothing is skipped."""

import os
import pathlib
import subprocess
import sys

import pytest

from tests.plugins import chromium

ROOT = pathlib.Path(__file__).parents[2]


def a_program(path: pathlib.Path, says: str = 'exit 0') -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\n{says}\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def machine(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A PATH without any browser, on a machine where Playwright has none of its own."""
    monkeypatch.delenv('CHROMIUM', raising=False)
    monkeypatch.setenv('PATH', str(tmp_path / 'bin'))
    monkeypatch.setattr(chromium, '_playwrights', lambda: None)
    return tmp_path


def test_the_browser_that_is_named_comes_before_the_one_on_the_path(machine, monkeypatch):
    on_path = a_program(machine / 'bin' / 'chromium')
    assert chromium.found() == on_path
    named = a_program(machine / 'mine')
    monkeypatch.setenv('CHROMIUM', named)
    assert chromium.found() == named


def test_a_mere_hint_under_a_browsers_name_is_passed_over(machine):
    a_program(machine / 'bin' / 'chromium-browser', 'echo install the snap >&2; exit 1')
    assert chromium.found() is None
    chrome = a_program(machine / 'bin' / 'google-chrome')
    assert chromium.found() == chrome


def test_playwrights_own_comes_last(machine, monkeypatch):
    monkeypatch.setattr(chromium, '_playwrights', lambda: '/of/playwright')
    assert chromium.found() == '/of/playwright'
    on_path = a_program(machine / 'bin' / 'chromium')
    assert chromium.found() == on_path


def test_root_on_a_debian_installs_one_and_others_are_told_how(machine, monkeypatch, capsys):
    a_program(machine / 'bin' / 'apt-get', f'echo "$@" >> {machine}/asked')
    monkeypatch.setattr(os, 'geteuid', lambda: 1000)
    chromium.install()
    assert not (machine / 'asked').exists()
    monkeypatch.setattr(os, 'geteuid', lambda: 0)
    monkeypatch.setattr(sys, 'stderr', sys.__stderr__)
    chromium.install()
    assert (machine / 'asked').read_text() == '--quiet update\n--quiet install --yes --no-install-recommends chromium\n'


SKIPPING = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason='by a mark')
def test_marked():
    pass

def test_inside():
    pytest.skip('from inside')

@pytest.mark.xfail(reason='known')
def test_known():
    assert False
"""


@pytest.mark.parametrize(
    ('ci', 'last'),
    [('', '1 passed, 2 skipped, 1 xfailed'), ('true', '1 failed, 1 passed, 1 xfailed, 1 error')],
)
def test_what_is_skipped_fails_in_continuous_integration_only(tmp_path, ci, last):
    (tmp_path / 'test_skipping.py').write_text(SKIPPING)
    told = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'tests.plugins.no_skips', '-c', os.devnull, '--rootdir', tmp_path, tmp_path],
        cwd=ROOT,
        env={**os.environ, 'CI': ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f'{last} in ' in told.stdout.splitlines()[-1]
