"""Talks are logged once, changed for a while, added to, taken back; and words for coaches stay with coaches."""

import pytest

from coaching.coaches.commands import assigning, logging, talks
from coaching.coaches.policy import may_log_for, may_read
from coaching.coaches.queries import appointments, contacts
from coaching.coaches.rules.logging import NoContact
from coaching.coaches.values import Logged, NewStep
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import erase, find_or_add, merge
from coaching.people.queries import export
from coaching.teams.queries.next_steps import of_contact
from tests.coaches.world import BY, DAY, NOW, TODAY, a_team, again, of_before, somebody

CANARY = 'marmalade canary'


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def coached(*names: str) -> tuple[Actor, list[int]]:
    """Rosa, and the teams of these names that she coaches."""
    rosa = await somebody('Rosa Delgado')
    team_ids = []
    for number, name in enumerate(names or ('Willow Street School team',)):
        team_ids.append(await a_team(name, ('Alma Cruz', 'Lucía Vega', 'Inez Mora')[number]))
        await assigning.assign(team_ids[-1], rosa.person_id, on=TODAY - 90 * DAY, **BY)
    return await again(rosa.account_id), team_ids


def told(*team_ids: int, **more) -> Logged:
    return Logged(**{'draft_key': 'draft-0001', 'team_ids': team_ids, 'happened_on': TODAY, **more})


async def test_a_talk_is_logged_with_its_next_steps_and_the_next_talk(database):
    rosa, (team_id,) = await coached()
    next_at = NOW + 14 * DAY
    steps = (NewStep('Ask the library for a room.'), NewStep('Call the clinic.', rosa.person_id, TODAY + 7 * DAY))
    words = told(team_id, going_well='Alma asked two more.', purposes=('readiness',), next_on=next_at.date(), next_at=next_at, steps=steps)
    contact_id, is_new = await logging.log(words, by=rosa, now=NOW)
    talk = await contacts.talk(contact_id)
    assert (is_new, talk.going_well, talk.purposes, talk.teams) == (
        True, 'Alma asked two more.', ('readiness',), ((team_id, 'Willow Street School team'),),
    )  # fmt: skip
    assert [(step.what, step.owner, step.due_on) for step in await of_contact(contact_id)] == [
        ('Ask the library for a room.', '', None), ('Call the clinic.', 'Rosa Delgado', TODAY + 7 * DAY),
    ]  # fmt: skip
    assert (await appointments.next_talks([team_id], NOW))[team_id].starts_at == next_at
    assert await logging.log(words, by=rosa, now=NOW) == (contact_id, False)
    assert await fetchval('select count(*) from contact') == 1


async def test_a_planned_talk_took_place_when_it_is_logged_and_the_next_stands_beside_it(database):
    rosa, (team_id,) = await coached()
    at = NOW + 2 * DAY
    first = await talks.plan(team_id, rosa.person_id, at, zone='America/Chicago', by=rosa, now=NOW)
    later = told(team_id, happened_on=TODAY + 2 * DAY, next_on=TODAY + 9 * DAY, next_at=at + 7 * DAY)
    contact_id, _ = await logging.log(later, by=rosa, now=at)
    assert await fetchval('select state from appointment where id = $1', first) == 'held'
    again_at = told(team_id, draft_key='draft-0002', happened_on=TODAY, next_on=TODAY + 9 * DAY, next_at=at + 7 * DAY)
    await logging.log(again_at, by=rosa, now=at)
    planned = await appointments.planned(team_id, rosa.person_id)
    assert (planned.starts_at, planned.sequence, planned.minutes) == (at + 7 * DAY, 0, 30)
    moved = told(team_id, draft_key='draft-0003', next_on=TODAY + 10 * DAY, next_at=at + 8 * DAY)
    await logging.log(moved, by=rosa, now=at)
    assert (await appointments.planned(team_id, rosa.person_id)).sequence == 1
    await talks.cancel(planned.id, by=rosa, now=at)
    await logging.take_back(contact_id, by=rosa, now=at)
    assert (await appointments.planned(team_id, rosa.person_id)).id == first


async def test_co4_a_talk_of_several_teams_and_coaches_is_one_record(database):
    rosa, (willow, casa) = await coached('Willow', 'Casa Familia')
    nora = await somebody('Nora Fox')
    joint = told(willow, casa, minutes=50, is_joint=True, coach_ids=(nora.person_id, rosa.person_id))
    contact_id, _ = await logging.log(joint, by=rosa, now=NOW)
    talk = await contacts.talk(contact_id)
    assert (talk.is_joint, talk.coaches) == (True, ((nora.person_id, 'Nora Fox'),))
    assert [name for _id, name in talk.teams] == ['Casa Familia', 'Willow']
    alone, _ = await logging.log(told(willow, draft_key='draft-0002', is_joint=True), by=rosa, now=NOW)
    assert not (await contacts.talk(alone)).is_joint
    assert await fetchval('select sum(minutes) from contact') == 80


async def test_co5_back_dating_changes_for_fifteen_days_and_dated_lines_after(database):
    rosa, (willow, casa) = await coached('Willow', 'Casa Familia')
    efrain = await somebody('Efraín Solís')
    contact_id, _ = await logging.log(told(willow, casa, happened_on=TODAY - 9 * DAY), by=rosa, now=NOW)
    fewer = told(willow, happened_on=TODAY - 8 * DAY, minutes=20, for_coaches=CANARY)
    await logging.change(contact_id, fewer, version=1, by=rosa, now=NOW + 15 * DAY)
    talk = await contacts.talk(contact_id)
    assert (talk.happened_on, talk.minutes, talk.for_coaches, talk.version, talk.team_ids) == (TODAY - 8 * DAY, 20, CANARY, 2, {willow})
    assert (await contacts.last_talks([willow]))[willow].happened_on == TODAY - 8 * DAY
    assert await refusal(logging.change(contact_id, fewer, version=1, by=rosa, now=NOW)) is NoContact.CHANGED_MEANWHILE
    assert await refusal(logging.change(contact_id, fewer, version=2, by=efrain, now=NOW)) is NoContact.NOT_YOURS
    assert await refusal(logging.change(contact_id, fewer, version=2, by=rosa, now=NOW + 16 * DAY)) is NoContact.TOO_LATE
    future = told(willow, happened_on=TODAY + DAY)
    assert await refusal(logging.change(contact_id, future, version=2, by=rosa, now=NOW)) is NoContact.FUTURE
    await logging.add_line(contact_id, 'They found a room after all.', by=efrain, now=NOW + 20 * DAY)
    assert await refusal(logging.add_line(contact_id, ' ', by=rosa, now=NOW)) is NoContact.EMPTY
    await logging.add_line(contact_id, CANARY, for_coaches=True, by=efrain, now=NOW + 20 * DAY)
    line, alone = (await contacts.talk(contact_id)).addenda
    assert (line.for_coaches, alone.for_coaches) == (False, True)
    assert (line.by, line.words, line.written_at) == ('Efraín Solís', 'They found a room after all.', NOW + 20 * DAY)


async def test_what_was_not_so_is_taken_back_with_what_it_asked_of_others(database):
    rosa, (team_id,) = await coached()
    words = told(team_id, going_well=CANARY, for_coaches=CANARY, steps=(NewStep('Call the clinic.'),))
    contact_id, _ = await logging.log(words, by=rosa, now=NOW)
    await logging.take_back(contact_id, by=rosa, now=NOW)
    assert await contacts.last_talks([team_id]) == {}
    assert [str(step.state) for step in await of_contact(contact_id)] == ['dropped']
    assert await fetchval('select going_well || in_the_way || for_coaches from contact') == ''
    assert await refusal(logging.take_back(contact_id, by=rosa, now=NOW)) is NoContact.GONE
    assert await refusal(logging.add_line(contact_id, 'One more.', by=rosa, now=NOW)) is NoContact.GONE
    assert await refusal(logging.add_line(0, 'One more.', by=rosa, now=NOW)) is NoContact.GONE
    assert await refusal(logging.log(words, by=rosa, now=NOW)) is NoContact.TAKEN_BACK
    assert await refusal(logging.log(told(team_id, draft_key='draft-0009', happened_on=TODAY + DAY), by=rosa, now=NOW)) is NoContact.FUTURE


async def test_a_draft_that_comes_again_with_other_words_changes_its_talk_and_loses_none(database):
    rosa, (willow, casa) = await coached('Willow', 'Casa Familia')
    first = told(willow, going_well='Alma asked two.', steps=(NewStep('Call the clinic.'),), coach_ids=(rosa.person_id,))
    contact_id, _ = await logging.log(first, by=rosa, now=NOW)
    assert await logging.log(first, by=rosa, now=NOW + 20 * DAY) == (contact_id, False)
    steps, next_at = (*first.steps, NewStep('Ask the library.')), NOW + 14 * DAY
    more = told(willow, casa, going_well='Alma asked two more.', minutes=45, steps=steps, next_on=next_at.date(), next_at=next_at)
    for _time in range(2):
        assert await logging.log(more, by=rosa, now=NOW + DAY) == (contact_id, False)
    talk = await contacts.talk(contact_id)
    assert (talk.going_well, talk.minutes, talk.team_ids, talk.version) == ('Alma asked two more.', 45, {willow, casa}, 1)
    assert sorted(step.what for step in await of_contact(contact_id)) == ['Ask the library.', 'Call the clinic.']
    assert (await appointments.planned(willow, rosa.person_id)).starts_at == next_at
    assert await fetchval('select count(*) from contact') == 1
    assert await refusal(logging.log(first, by=rosa, now=NOW + 16 * DAY)) is NoContact.TOO_LATE
    await logging.change(contact_id, told(willow, going_well='Three, in fact.'), version=1, by=rosa, now=NOW + DAY)
    assert await refusal(logging.log(more, by=rosa, now=NOW + DAY)) is NoContact.CHANGED_MEANWHILE
    assert (await contacts.talk(contact_id)).going_well == 'Three, in fact.'


async def test_words_for_coaches_are_read_by_coaches_of_the_team_alone(database):
    rosa, (team_id,) = await coached()
    nora, ines, alma = await somebody('Nora Fox'), await somebody('Ines Paz'), await somebody('Alma Cruz')
    await assigning.assign(team_id, nora.person_id, assigning.Beside.APPRENTICE, **BY)
    await assigning.assign(team_id, ines.person_id, assigning.Beside.SEASONED_HOST, **BY)
    secret = await of_before(rosa, team_id, CANARY)
    shared, _ = await logging.log(told(team_id, draft_key='draft-0002', going_well='Two.', for_coaches=CANARY), by=rosa, now=NOW)
    await logging.add_line(shared, CANARY, for_coaches=True, by=rosa, now=NOW)
    readers = [await again(one.account_id) for one in (rosa, nora, ines, alma)]
    seen = [[may_read(one, await contacts.talk(number)) for one in readers] for number in (secret, shared)]
    assert seen == [[True, True, False, False], [True, True, False, True]]
    (read,) = await contacts.talks_of(team_id, also_coaches_only=False)
    assert (read.id, read.going_well, read.for_coaches, read.addenda) == (shared, 'Two.', '', ())
    assert [talk.id for talk in await contacts.talks_of(team_id, also_coaches_only=True)] == [shared, secret]
    assert [may_log_for(one, [team_id]) for one in readers] == [True, True, False, False]
    assert not may_log_for(readers[0], [])


async def test_an_export_holds_ones_own_words_and_an_erasure_takes_them_all(database):
    rosa, (team_id,) = await coached()
    alma = await somebody('Alma Cruz')
    contact_id, _ = await logging.log(told(team_id, for_coaches=CANARY), by=rosa, now=NOW)
    await logging.add_line(contact_id, f'{CANARY}, again', for_coaches=True, by=rosa, now=NOW)
    assert CANARY in str(await export(rosa.person_id)) and CANARY not in str(await export(alma.person_id))
    await erase(rosa.person_id, asked_by='the person', **BY)
    rows = await fetchval("select string_agg(c::text || a::text, '') from contact c join contact_addendum a on a.contact_id = c.id")
    assert (CANARY in rows, await fetchval('select minutes from contact')) == (False, 30)


async def test_two_records_of_one_coach_have_their_talks_together(database):
    rosa, (team_id,) = await coached()
    twin, _ = await find_or_add('Rosa D', None, '303 555 0142', source='trainer', **BY)
    await logging.log(told(team_id), by=Actor(rosa.how, person_id=twin), now=NOW)
    await logging.log(told(team_id), by=rosa, now=NOW)
    await logging.log(told(team_id, draft_key='draft-0002'), by=Actor(rosa.how, person_id=twin), now=NOW)
    await merge(rosa.person_id, twin, **BY)
    assert await fetchval('select count(*) from contact where author_id = $1', rosa.person_id) == 2


