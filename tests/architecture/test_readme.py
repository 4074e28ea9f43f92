"""The README is true: its settings are the settings, its files and commands exist."""

import dataclasses
import pathlib
import re

from coaching.__main__ import main
from coaching.kit.settings import Settings, read

ROOT = pathlib.Path(__file__).parents[2]
README = (ROOT / 'README.md').read_text(encoding='utf-8')
ROW = re.compile(r'^\| `(\w+)` \| (.+) \| (.+) \|$', re.MULTILINE)


def part(title: str) -> str:
    """The text below a heading, up to the next one."""
    return README.split(f'\n## {title}\n')[1].split('\n## ')[0]


def settings_table() -> dict[str, str]:
    """What each setting is when nobody chose, by the setting's name."""
    return {name: unset for name, _, unset in ROW.findall(part('Settings'))}


def test_the_table_of_settings_names_every_setting_and_no_other():
    told = [name.lower().removeprefix('coaching_') for name in settings_table()]
    assert sorted(told) == sorted(field.name for field in dataclasses.fields(Settings))


def test_what_the_table_says_of_unset_settings_is_so(tmp_path):
    table = settings_table()
    secret = 'a secret of thirty-two characters'
    unset = read({'COACHING_DATA_DIR': str(tmp_path), 'COACHING_SECRET': secret, 'DATABASE_URL': 'postgresql://db/cafe'})
    assert table['COACHING_HOST'] == f'`{unset.host}`'
    assert table['COACHING_PORT'] == f'`{unset.port}`'
    assert table['COACHING_BASE_URL'] == f'`{unset.base_url}`'.replace(unset.host, 'HOST').replace(str(unset.port), 'PORT')
    assert table['COACHING_MAIL_FROM'] == f'`{unset.mail_from}`'.replace('localhost', 'HOST')


def test_every_file_of_the_tour_exists():
    told = re.findall(r'^\d+\. `([^`]+)`', part('A tour'), re.MULTILINE)
    assert len(told) == 9
    assert [path for path in told if not (ROOT / path).is_file()] == []


def test_every_command_is_told_and_every_told_command_exists():
    told = set(re.findall(r'python -m coaching (\w+)', README))
    assert told | {'demo'} == set(main.commands)


def test_every_told_make_target_exists():
    told = set(re.findall(r'\bmake (run|demo|test|lock)\b', README))
    targets = set(re.findall(r'^(\w+):', (ROOT / 'Makefile').read_text(encoding='utf-8'), re.MULTILINE))
    assert told <= targets
