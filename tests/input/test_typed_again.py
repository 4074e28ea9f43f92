"""Every form and every address with texts that would like to be markup: the answer is built as with plain texts, and never a 5xx."""

from __future__ import annotations

import functools
import itertools
import re
from urllib.parse import quote

from coaching.kit import forms
from tests.access.asking import ask, filled, form_of, give_tries_back, parameters, routes, taken_back
from tests.input.structure import Structure, difference
from tests.input.texts import MARKUP, plain

QUERIES = (
    'q', 'tz', 'next', 'before', 'after', 'day', 'from', 'group', 'title', 'only', 'organisation', 'page', 'part', 'row', 'screen', 'seed',
    'failed', 'person', 'first', 'last', 'as_of', 'split', 'place', 'words', 'skip',
)  # fmt: skip
ALL = ' '.join(MARKUP)


@functools.cache
def fields() -> list[str]:
    """The name of every field of every form of the product, and of those that are read without one."""
    kinds = [forms.Form]
    for kind in kinds:
        kinds += kind.__subclasses__()
    ours = [kind for kind in kinds if kind.__module__.startswith('coaching.')]
    found = {name for kind in ours for name in dir(kind) if hasattr(getattr(kind, name), '_formfield')}
    languages = [f'{name}_{code}' for name in ('title', 'summary', 'body', 'question_1', 'help_line') for code in ('en', 'es')]
    return sorted(found | {'next', 'id', 'kind', 'who', 'fee', 'person', 'mark', 'stay', 'column_0', 'q1', *languages})


def asked(text: str) -> str:
    """Everything that is read behind a question mark; what is cut where it is long is short."""
    return '&'.join(f'{name}={quote(text[:100] if name in ("q", "group", "title", "words") else text)}' for name in QUERIES)


async def both(client, house, route: str, path, fill=None) -> tuple[str, str]:
    """Two answers to the same request, with the texts as they are and made plain."""
    told = []
    for text in (ALL, plain(ALL)):
        async with taken_back():
            form = fill(text) if fill else {}
            address = path if isinstance(path, str) else path(text)
            answer = await ask(client, route, address, house.cookies['coordinator'], form)
            told.append(f'{answer.status_code} ' + (answer.text if 'html' in answer.headers.get('content-type', '') else ''))
        await give_tries_back()
    return told[0], told[1]


async def test_every_form_with_such_a_text_in_every_field_is_shown_again_as_text(client, house):
    wrong = []
    for route in (route for route in routes() if route.startswith('POST')):
        for sense in ({}, form_of(house)):
            told = await both(client, house, route, filled(route, house), lambda text, sense=sense: dict.fromkeys(fields(), text) | sense)
            wrong += faults(route, *told)
    assert wrong == []


async def test_every_form_with_such_a_text_in_one_field_at_a_time_says_so_in_text(client, house):
    wrong, sense = [], form_of(house)
    typed = [name for name in sense if name not in ('version', 'languages')]
    for route, few in itertools.product((route for route in routes() if route.startswith('POST')), (typed[::2], typed[1::2])):
        told = await both(client, house, route, filled(route, house), lambda text, few=few: sense | dict.fromkeys(few, text))
        wrong += faults(route, *told)
    assert wrong == []


async def test_every_address_with_such_a_text_behind_the_question_mark_is_answered_as_with_plain_text(client, house):
    wrong = []
    for route in (route for route in routes() if route.startswith('GET')):
        path = filled(route, house)
        told = await both(client, house, route, lambda text, path=path: f'{path}?{asked(text)}')
        wrong += faults(route, *told)
    assert wrong == []


async def test_every_address_with_such_a_text_in_it_is_answered_as_with_plain_text(client, house):
    wrong = []
    for route in (route for route in routes() if parameters(route)):
        path = re.sub(r'\{\w+\}', '{}', route.split(' ')[1])
        told = await both(client, house, route, lambda text, path=path: path.replace('{}', quote(text, safe='')), lambda _text: {})
        wrong += faults(route, *told)
    assert wrong == []


def faults(route: str, page: str, other: str) -> list[str]:
    found = [f'{route}: {fault}' for fault in Structure(page).faults]
    if page[:3] != other[:3] or page[0] == '5':
        found.append(f'{route}: {page[:3]}, with plain text {other[:3]}')
    if differs := difference(page, other):
        found.append(f'{route}: {differs}')
    return found
