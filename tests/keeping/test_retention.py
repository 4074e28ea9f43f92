"""Each kind of thing goes on its day, not one before; what it did is told in counts."""

from __future__ import annotations

import datetime

import pytest

from coaching.accounts.commands import ask
from coaching.accounts.commands.roles import open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.commands.sweeping import forget_requests, forget_sign_ins
from coaching.funnel.commands import credits, importing
from coaching.funnel.commands.forgetting import forget_names, forget_needs
from coaching.funnel.queries.unconverted import never_came
from coaching.journal.queries import history
from coaching.keeping import jobs, retention
from coaching.keeping.ledger import everybody
from coaching.kit.access import PUBLIC, SYSTEM
from coaching.kit.database import execute, fetch, fetchrow, fetchval
from coaching.kit.jobs import Clockwork
from coaching.outbox.commands import promise
from coaching.people.commands import find_or_add, merge
from coaching.people.commands.settling import settle_mergings
from coaching.people.queries import find
from tests.funnel.files_of_people import ELLEN
from tests.funnel.world import MONDAY, NOON, a_session, a_trainer, came, signs_up

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
SECOND = datetime.timedelta(seconds=1)
ENDED = NOON + HOUR


async def told(subject: tuple[str, int]) -> list[str]:
    return [entry.said('America/Chicago') for entry in await history(subject)]


async def test_what_would_help_and_what_somebody_asks_is_gone_14_days_after_the_session(database):
    session_id = await a_session()
    for name in ('Ana Ruiz', 'Ben Okafor', 'Luz Vega'):
        await signs_up(name, session_id)
    await execute("update registration set access_needs = 'A ramp' where id = (select min(id) from registration)")
    await execute("update registration set intro_question = 'How long?' where id = (select max(id) from registration)")
    assert await forget_needs(by=SYSTEM, now=ENDED + 14 * DAY) == 0
    assert await forget_needs(by=SYSTEM, now=ENDED + 14 * DAY + SECOND) == 2
    assert await fetchval('select count(*) from registration where access_needs is not null or intro_question is not null') == 0
    assert await told(('session', session_id)) == ['What would help people to take part was deleted.']
    assert await forget_needs(by=SYSTEM, now=ENDED + 15 * DAY) == 0


async def a_report(session_id: int) -> None:
    """With somebody found, somebody unknown, and somebody who was set aside."""
    registration_id = (await signs_up('Ana Ruiz', session_id)).registration_id
    report_id = await fetchval(
        "insert into attendance_report (session_id, tool, digest, read_at) values ($1, 'zoom', decode('00', 'hex'), $2) returning id",
        session_id, ENDED,
    )  # fmt: skip
    rows = (('Ana Ruiz', 'matched', registration_id), ('A stranger', 'unmatched', None), ('iPad', 'discarded', None))
    for number, (name, state, whose) in enumerate(rows):
        await execute(
            """insert into attendance_row (report_id, number, name, email, minutes, state, registration_id)
            values ($1, $2, $3, 'x@example.org', 30, $4, $5)""",
            report_id, number, name, state, whose,
        )  # fmt: skip


async def names() -> list[tuple[str, str]]:
    return [(row['name'], row['state']) for row in await fetch('select name, state from attendance_row order by number')]


async def test_names_that_nobody_knew_are_gone_14_days_after_the_session_was_finished(database):
    session_id = await a_session()
    await a_report(session_id)
    await execute("update session set state = 'closed', closed_at = $2 where id = $1", session_id, ENDED)
    assert await forget_names(now=ENDED + 14 * DAY) == 0
    assert await forget_names(now=ENDED + 14 * DAY + SECOND) == 2
    assert await names() == [('Ana Ruiz', 'matched'), ('', 'discarded'), ('', 'discarded')]
    assert await forget_names(now=ENDED + 15 * DAY) == 0


async def test_a_session_that_is_never_finished_keeps_no_names_for_ever(database):
    await a_report(await a_session())
    assert await forget_names(now=ENDED + 60 * DAY) == 0
    assert await forget_names(now=ENDED + 60 * DAY + SECOND) == 2


async def test_whoever_never_came_is_forgotten_after_24_months_and_stands_in_the_ledger(database):
    session_id = await a_session()
    trainer = await a_trainer()
    people = ('Ana Ruiz', 'Ben Okafor', 'Luz Vega', 'Rosa Ibarra', 'Omar Farouk')
    spots = {name: (await signs_up(name, session_id)).registration_id for name in people}
    await came(spots['Ana Ruiz'], trainer)
    ids = {name: await find(name, f'{name.split()[0].lower()}@example.org') for name in spots}
    await credits.add(ids['Ben Okafor'], 'taste', MONDAY.date() - DAY, 'elsewhere', by=trainer, now=MONDAY)
    await open_account(ids['Luz Vega'], 'luz@example.org', by=SYSTEM, now=MONDAY)
    coming = await a_session(starts_at=datetime.datetime(2028, 12, 1, 18, tzinfo=datetime.UTC), slug='later')
    await execute('insert into registration (session_id, person_id, state, source, registered_at, nonce) '
                  "values ($1, $2, 'registered', 'self', $3, decode('00', 'hex'))", coming, ids['Omar Farouk'], MONDAY)  # fmt: skip
    await execute('insert into session_trainer (session_id, person_id) values ($1, $2)', session_id, trainer.person_id)
    two_years = MONDAY.replace(year=2028)
    assert await never_came(two_years, 10) == []
    assert await never_came(two_years + SECOND, 10) == [ids['Rosa Ibarra']]
    assert await retention.run(only='persons', by=SYSTEM, now=two_years + DAY) == {'persons': 1}
    row = await fetchrow('select name, erased_at from person where id = $1', ids['Rosa Ibarra'])
    assert tuple(row) == ('', two_years + DAY)
    assert await fetchval('select asked_by from erasure') == 'retention'
    assert list(await everybody()) == [ids['Rosa Ibarra']]
    assert await fetchval('select count(*) from registration where session_id = $1', session_id) == 5


async def test_merged_records_lose_what_their_undoing_would_have_needed_but_are_still_known(database):
    kept, _ = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    merged, _ = await find_or_add('Anita Ruiz', 'anita@example.org', '602-555-0142', how_heard='A friend', by=ELLEN, now=MONDAY)
    await merge(kept, merged, by=ELLEN, now=MONDAY)
    assert await settle_mergings(now=MONDAY + 30 * DAY) == 0
    assert await settle_mergings(now=MONDAY + 30 * DAY + SECOND) == 1
    assert tuple(await fetchrow('select phone, how_heard, merged_into_id from person where id = $1', merged)) == (None, '', kept)
    assert await fetchval('select moved from merging') == {}
    assert await find_or_add('Anita Ruiz', 'anita@example.org', by=PUBLIC, now=MONDAY + 40 * DAY) == (kept, False)
    assert await settle_mergings(now=MONDAY + 31 * DAY) == 0


async def test_letters_to_sign_in_with_go_after_a_day_and_sign_ins_thirty_days_after_their_end(database):
    person_id, _ = await find_or_add('Dana Whitfield', 'dana@example.org', by=PUBLIC, now=MONDAY)
    account_id = await open_account(person_id, 'dana@example.org', by=SYSTEM, now=MONDAY)
    await ask('dana@example.org', now=MONDAY)
    await begin_sign_in(account_id, device='Firefox', now=MONDAY)
    ends = MONDAY + datetime.timedelta(minutes=10)
    assert [await forget_requests(now=ends + DAY), await forget_requests(now=ends + DAY + SECOND)] == [0, 1]
    idle = MONDAY + 14 * DAY
    assert [await forget_sign_ins(now=idle + 30 * DAY), await forget_sign_ins(now=idle + 30 * DAY + SECOND)] == [0, 1]
    await begin_sign_in(account_id, device='Firefox', now=MONDAY)
    await execute("update sign_in set ended_at = $1, ended_why = 'signed out'", MONDAY + HOUR)
    assert [await forget_sign_ins(now=MONDAY + 30 * DAY), await forget_sign_ins(now=MONDAY + 31 * DAY)] == [0, 1]


async def test_a_night_does_all_of_it_and_says_so_in_one_entry(database):
    await importing.upload(b'Name\nAna Ruiz\n', 'a.csv', by=ELLEN, now=MONDAY)
    ana, _ = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    await promise('my-links', person_id=ana, subject_kind='person', subject_id=ana, key='old', due_at=MONDAY, now=MONDAY)
    await execute('update promise set sent_at = made_at')
    await retention.nightly(MONDAY + 91 * DAY)
    (entry,) = await history(('network', 1))
    assert (entry.facts, entry.who()) == ({'counts': {'files': 1, 'letters': 1}}, 'by itself')
    await retention.nightly(MONDAY + 92 * DAY)
    assert (await history(('network', 1)))[0].said('UTC') == 'Deleted because its time was up: nothing.'


async def test_a_rule_that_fails_keeps_no_other_from_its_work(database, monkeypatch):
    async def falls(*_, **__):
        raise RuntimeError('the disk is away')

    await importing.upload(b'Name\nAna Ruiz\n', 'a.csv', by=ELLEN, now=MONDAY)
    monkeypatch.setattr(retention, 'forget_needs', falls)
    monkeypatch.setattr(retention, 'settle_mergings', falls)
    with pytest.raises(RuntimeError, match='the disk is away'):
        await retention.nightly(MONDAY + 2 * DAY)
    assert (await history(('network', 1)))[0].facts == {'counts': {'files': 1}}


async def test_the_clock_runs_it_once_a_night_and_the_small_things_between(database):
    night = datetime.datetime(2026, 11, 19, 9, 31, tzinfo=datetime.UTC)
    clockwork = Clockwork(jobs.CLOCK)
    assert await clockwork.run_due(night) == ['ledger of erasures', 'lists that wait', 'retention']
    assert await clockwork.run_due(night + SECOND) == []
    assert await clockwork.run_due(night + 5 * HOUR) == ['ledger of erasures', 'lists that wait']
    await execute("delete from rate_window where name = 'tick'")
