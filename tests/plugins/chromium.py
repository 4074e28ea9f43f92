"""Finds a Chromium for the browser tests: CHROMIUM, the PATH, Playwright's own, and Debian's where root may install it."""

import os
import pathlib
import shutil
import subprocess
import sys

NAMES = ('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
ADVICE = 'The browser tests need a Chromium: apt-get install chromium, or set CHROMIUM to the path of one.'


def found() -> str | None:
    """The path of a Chromium on this machine that starts; some systems put a mere hint under its name."""
    named = [os.environ['CHROMIUM']] if os.environ.get('CHROMIUM') else []
    paths = (shutil.which(name) for name in (*named, *NAMES))
    return next((path for path in paths if path and _starts(path)), None) or _playwrights()


def _starts(path: str) -> bool:
    return subprocess.run([path, '--version'], capture_output=True, timeout=30, check=False).returncode == 0


def _playwrights() -> str | None:
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if pathlib.Path(path).exists() else None


def install() -> None:
    """Debian's own, where this is root on a Debian; its chatter goes to stderr."""
    if os.geteuid() == 0 and shutil.which('apt-get'):
        environ = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
        for step in (['update'], ['install', '--yes', '--no-install-recommends', 'chromium']):
            subprocess.run(['apt-get', '--quiet', *step], env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


if __name__ == '__main__':
    path = found()
    if not path:
        install()
        path = found()
    if not path:
        sys.exit(ADVICE)
    print(path)
