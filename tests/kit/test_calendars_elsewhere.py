"""Our dates in a calendar program that is not ours: calcurse, as Debian has it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from coaching.kit.calendars import Part, attachment, feed
from tests.kit.test_calendars import ANA, HOUR, NETWORK, NOON, TASTE, TRAINING, WEEK

MOVED = replace(TASTE, sequence=1, parts=(Part(NOON + WEEK, NOON + WEEK + HOUR),))
DATES = re.compile(r'^(\S+ @ \S+) -> (\S+ @ \S+?)>', re.MULTILINE)


@pytest.fixture(scope='module')
def calcurse() -> str:
    """The program; Debian's own is fetched where this is root on a Debian."""
    if shutil.which('calcurse') is None and os.geteuid() == 0 and shutil.which('apt-get'):
        quiet = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
        for step in (['update'], ['install', '--yes', '--no-install-recommends', 'calcurse']):
            subprocess.run(['apt-get', '--quiet', *step], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return shutil.which('calcurse') or pytest.skip('needs calcurse: apt-get install calcurse')


def taken_in(calcurse: str, text: bytes, folder: Path, zone: str) -> tuple[str, list[tuple[str, str]]]:
    """What calcurse says it took in, and its dates by the clock of a zone."""
    (folder / 'date.ics').write_bytes(text)
    ours = {'TZ': zone, 'HOME': str(folder), 'LANG': 'C.UTF-8', 'PATH': os.environ['PATH']}
    told, kept = (
        subprocess.run([calcurse, '-D', str(folder), *asked], env=ours, capture_output=True, text=True, check=True).stdout
        for asked in (['-i', str(folder / 'date.ics')], ['-G'])
    )
    return told.splitlines()[-1].strip(), DATES.findall(kept)


@pytest.mark.parametrize(
    ('text', 'zone', 'dates'),
    [
        (attachment(TASTE, NETWORK, ANA).text, 'America/Chicago', [('12/04/2026 @ 12:00', '12/04/2026 @ 13:00')]),
        (attachment(TASTE, NETWORK, ANA).text, 'America/Phoenix', [('12/04/2026 @ 11:00', '12/04/2026 @ 12:00')]),
        (attachment(MOVED, NETWORK, ANA).text, 'America/Chicago', [('12/11/2026 @ 12:00', '12/11/2026 @ 13:00')]),
        (
            attachment(replace(MOVED, is_cancelled=True), NETWORK, ANA).text,
            'America/Chicago',
            [('12/11/2026 @ 12:00', '12/11/2026 @ 13:00')],
        ),
        (
            feed('Café, "a"; b', [TASTE, TRAINING]),
            'America/Chicago',
            [
                ('12/04/2026 @ 12:00', '12/04/2026 @ 13:00'),
                ('12/04/2026 @ 12:00', '12/04/2026 @ 13:00'),
                ('12/11/2026 @ 12:00', '12/11/2026 @ 14:00'),
            ],
        ),
    ],
    ids=['saved', 'saved, seen from Phoenix', 'moved', 'cancelled', 'a feed'],
)
def test_calcurse_reads_the_same_dates(calcurse: str, tmp_path: Path, text: bytes, zone: str, dates: list[tuple[str, str]]):
    report, kept = taken_in(calcurse, text, tmp_path, zone)
    assert kept == dates
    assert report.endswith('0 skipped')
