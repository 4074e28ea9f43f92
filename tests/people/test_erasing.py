"""Whoever asks to be forgotten is forgotten everywhere, also after a restore; what is held is given to whoever asks for it."""

import datetime

import pytest

from coaching.journal.queries import history
from coaching.kit.access import PUBLIC, SYSTEM, Actor
from coaching.kit.database import fetch, fetchval
from coaching.kit.settings import settings
from coaching.outbox.commands import promise, stop
from coaching.people import keepers, queries
from coaching.people.commands import came_back, correct, erase, erase_again, export, find_or_add, merge, say_distinct, undo_merging
from coaching.people.commands.erasing import LEDGER, mark
from coaching.people.queries import person, search, story
from coaching.people.values import Happening, Keeper, Reference
from tests.conftest import NOW
from tests.people.world import DAY, a_person, ellen

LETTER = {'subject_kind': 'person', 'due_at': NOW + DAY, 'now': NOW}
ASKED = {'asked_by': 'the person', 'by': SYSTEM, 'now': NOW}


async def everything() -> str:
    """Every text of every table, as one."""
    tables = await fetch("select tablename from pg_tables where schemaname = 'public'")
    return '\n'.join([str(await fetchval(f'select jsonb_agg(t) from {row["tablename"]} t')) for row in tables])


def ledger() -> list[str]:
    path = settings().data_dir / LEDGER
    return path.read_text().splitlines() if path.exists() else []


async def test_of_an_erased_person_nothing_stays_but_the_number(database):
    ana = await a_person('Ana Zyzzyva', 'zyzzyva@example.org', '303 555 9944', how_heard='zyzzyva told me')
    await correct(ana, zone='America/Denver', by=ellen(), now=NOW)
    double = await a_person('Anita Zyzzyva', 'zyzzyva2@example.org')
    await merge(ana, double, by=ellen(), now=NOW, why='Zyzzyva told me so.')
    await say_distinct(ana, await a_person('Luis Mora'), by=ellen(), now=NOW)
    await promise('missed', person_id=ana, subject_id=ana, key='an email', facts={'words': 'zyzzyva'}, **LETTER)
    await stop(ana, 'invite-next', now=NOW)
    assert 'zyzzyva' in (await everything()).lower()
    assert await erase(double, **ASKED) is True
    held = (await everything()).lower()
    assert [word for word in ('zyzzyva', '5559944', 'zone": "america/denver') if word in held] == []
    gone = await person(ana)
    assert (gone.erased_at, gone.language, gone.made_at) == (NOW, 'en', NOW)
    assert await fetchval('select cancelled_at from promise where person_id = $1', ana) == NOW
    asked_by = 'select array_agg(asked_by) from erasure where person_id = any($1)'
    assert await fetchval(asked_by, [ana, double]) == ['the person'] * 2
    assert (await history(('person', ana)))[0].kind == 'erased'
    assert (await search('zyzzyva')).people == ()


async def test_whoever_was_erased_comes_back_as_somebody_new(database):
    ana = await a_person()
    await erase(ana, **ASKED)
    again, is_new = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=NOW)
    assert (is_new, again != ana) == (True, True)


async def test_an_erasure_happens_once_and_nobody_is_nobody(database):
    ana = await a_person()
    assert [await erase(number, **ASKED) for number in (ana, ana, 0)] == [True, False, False]


async def test_the_ledger_beside_the_backups_names_a_number_and_a_moment_only(database):
    ana = await a_person()
    await erase(ana, **ASKED)
    assert ledger()[-1] == f'{ana} {NOW.isoformat()} {mark(ana, NOW)}'


async def test_a_ledger_that_cannot_be_written_stops_no_erasure(database, monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / 'file').write_text('')
    monkeypatch.setattr('coaching.people.commands.erasing.settings', lambda: type('S', (), {'data_dir': tmp_path / 'file'}))
    assert await erase(await a_person(), **ASKED) is True


async def test_whoever_a_restore_brought_back_is_known_by_number_and_mark(database):
    ana, luis, rosa = await a_person(), await a_person('Luis Mora', 'l@example.org'), await a_person('Rosa Paz', 'r@example.org')
    told = {ana: {mark(ana, NOW), 'another'}, luis: {''}, rosa: {mark(rosa, NOW - DAY)}, 0: {''}}
    assert await came_back(told) == [ana, luis]
    assert await erase_again([ana, luis], now=NOW + DAY) == 2
    assert [bool((await person(number)).erased_at) for number in (ana, luis, rosa)] == [True, True, False]
    assert await came_back(told) == []
    assert await fetchval('select asked_by from erasure where person_id = $1', ana) == 'a restore'


async def test_two_records_that_were_one_again_are_emptied_as_each_had_asked(database):
    ana, double = await a_person(), await a_person('Anita Ruiz', 'anita@example.org')
    luis, other = await a_person('Luis Mora', 'luis@example.org'), await a_person('Luisito Mora', 'l@example.org')
    await merge(ana, double, by=ellen(), now=NOW)
    await merge(luis, other, by=ellen(), now=NOW)
    assert await erase_again([ana, double, other], now=NOW + DAY) == 2
    assert [bool((await person(number)).erased_at) for number in (ana, double, luis, other)] == [True, True, False, True]


async def test_a_person_gets_everything_that_is_held(database):
    ana = await a_person('Ana Ruiz', 'ana@example.org', '303 555 0148')
    await promise('missed', person_id=ana, subject_id=ana, key='an email', **LETTER)
    await stop(ana, 'invite-next', now=NOW)
    held = (await export(ana, by=ellen(), now=NOW))['people']
    assert (held['Name'], held['Phone number'], held['Emails'][0]['Kind'], held['Emails stopped'][0]['Kind']) == (
        'Ana Ruiz', '303-555-0148', 'We missed you', 'An invitation to the next step',
    )  # fmt: skip
    assert [line['What'] for line in held['What was done with this record']] == ['Added by themselves.']
    assert (await history(('person', ana)))[0].kind == 'exported'
    assert await queries.export(0) == {}


async def test_what_a_domain_wants_emptied_is_emptied(database, monkeypatch: pytest.MonkeyPatch):
    async def nothing(_person_id: int) -> dict:
        return {}

    ana, luis = await a_person(), await a_person('Luis Mora', 'luis@example.org')
    await say_distinct(ana, luis, by=Actor.by_link(luis), now=NOW)
    monkeypatch.setattr(keepers, '_known', (Keeper((Reference('distinct_pair', 'by_person_id', on_erase='null'),), nothing),))
    await erase(luis, **ASKED)
    assert await fetchval('select by_person_id from distinct_pair where lower_id = $1', ana) is None


async def test_every_domain_tells_its_part_of_the_story_newest_first(database, monkeypatch: pytest.MonkeyPatch):
    async def nothing(_person_id: int) -> dict:
        return {}

    async def told(_person_id: int) -> list[Happening]:
        return [Happening(NOW, 'Signed up'), Happening(NOW + DAY, 'Came', '/train')]

    monkeypatch.setattr(keepers, '_known', (Keeper((), nothing), Keeper((), nothing, story=told)))
    assert [line.sentence for line in await story(1)] == ['Came', 'Signed up']


def test_half_an_erasure_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keepers, '_known', ())
    with pytest.raises(RuntimeError, match='domains'):
        keepers.all_keepers()


async def test_hooks_of_a_merging_get_back_what_they_recorded(database, monkeypatch: pytest.MonkeyPatch):
    told = []

    async def nothing(_person_id: int) -> dict:
        return {}

    async def before(kept_id: int, merged_id: int, now: datetime.datetime) -> dict:
        return {'settled': [kept_id, merged_id, now.year]}

    async def merged(kept_id: int, merged_id: int) -> None:
        told.append((kept_id, merged_id))

    async def after(kept_id: int, merged_id: int, recorded: dict, now: datetime.datetime) -> None:
        told.append((kept_id, merged_id, recorded, now))

    other = Keeper((), nothing, before_merge=before, after_merge=merged, after_unmerge=after)
    monkeypatch.setattr(keepers, '_known', (*keepers.all_keepers(), other))
    ana, anita = await a_person(), await a_person('Anita Ruiz')
    await undo_merging(await merge(ana, anita, by=ellen(), now=NOW), by=ellen(), now=NOW)
    assert told == [(ana, anita), (ana, anita, {'settled': [ana, anita, 2026]}, NOW)]
