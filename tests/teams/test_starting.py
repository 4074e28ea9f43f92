"""Somebody asks to bring cafés to a place: a clock of two working days, a first call, and a word about whether it fits."""

import datetime

import pytest

from coaching import domains
from coaching.journal.queries import history
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import erase
from coaching.people.queries import export
from coaching.teams.commands import starting as commands
from coaching.teams.queries import teams as queries
from coaching.teams.rules.starting import NoStart, due_after
from coaching.teams.values import Fit
from tests.accounts.world import ellen
from tests.conftest import NOW
from tests.teams.world import a_place

assert domains.KEEPERS
CHICAGO = 'America/Chicago'
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
NEXT_SPRING = datetime.date(2027, 3, 1)
ALMA = {'name': 'Alma Cruz', 'email': 'alma@example.org', 'place': 'Willow Street School', 'who': 'Two mothers and me', 'language': 'es'}


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ('asked', 'due'),
    [
        ('2026-11-16 10:00-06:00', '2026-11-18 10:00-06:00'),
        ('2026-11-19 10:00-06:00', '2026-11-23 10:00-06:00'),
        ('2026-11-20 23:30-06:00', '2026-11-24 23:30-06:00'),
        ('2026-11-21 08:00-06:00', '2026-11-25 09:00-06:00'),
        ('2026-11-22 23:59-06:00', '2026-11-25 09:00-06:00'),
        ('2026-10-30 12:00-05:00', '2026-11-03 12:00-06:00'),
    ],
    ids=['monday', 'thursday', 'late on friday', 'saturday', 'late on sunday', 'over the change of the clock'],
)
def test_two_working_days_by_the_clock_on_the_wall(asked, due):
    assert due_after(at(asked), CHICAGO) == at(due)


async def asked(**more) -> int:
    return await commands.ask(**{**ALMA, 'hope': 'That parents are heard.', 'by': PUBLIC, 'now': NOW, **more})


async def called(request_id: int, by, **more) -> None:
    facts = {'need': 'Parents feel alone.', 'intention': 'A café a month.', 'first_action': 'Alma asks the school.', 'place_id': None}
    version = (await queries.start(request_id)).version
    await commands.log_call(request_id, **{'version': version, 'called_at': NOW, 'minutes': 30, 'by': by, 'now': NOW, **facts, **more})


async def decided(request_id: int, fit: Fit, by, **more) -> int | None:
    version = (await queries.start(request_id)).version
    return await commands.decide(request_id, fit, **{'version': version, 'by': by, 'now': NOW, **more})


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def test_a_request_waits_for_an_owner_by_its_clock(database):
    request_id = await asked()
    (request,) = await queries.open_starts()
    assert (request.id, request.name, request.hope_words, request.owner) == (request_id, 'Alma Cruz', 'That parents are heard.', '')
    assert request.due_at == NOW + 2 * DAY
    by = await ellen()
    assert [await commands.take(request_id, by=by, now=NOW) for _ in range(2)] == [True, False]
    assert (await queries.start(request_id)).owner == 'Ellen Hart'


async def test_who_asks_again_before_the_answer_has_one_request_with_the_newer_words(database):
    first = await asked()
    assert await asked(hope='That fathers come too.', now=NOW + DAY) == first
    (request,) = await queries.open_starts()
    assert (request.hope_words, request.due_at) == ('That fathers come too.', NOW + 2 * DAY)
    assert await queries.open_start_of(request.person_id) == first
    assert [entry.kind for entry in await history(('start_request', first))] == ['start_asked']


async def test_a_team_is_born_from_a_yes_with_whom_asked_as_its_lead(database):
    request_id, by, place_id = await asked(), await ellen(), await a_place()
    await called(request_id, by, place_id=place_id)
    team_id = await decided(request_id, Fit.YES, by, team='Willow Street School team', models=('community', 'school'))
    team = await queries.team(team_id)
    assert (team.place, team.models, team.languages) == ('Prairie County', ('community', 'school'), ('es',))
    assert [(one.name, one.role) for one in await queries.members(team_id)] == [('Alma Cruz', 'lead')]
    request = await queries.start(request_id)
    assert (request.fit, request.team_id, request.owner, await queries.open_starts()) == (Fit.YES, team_id, 'Ellen Hart', [])
    assert await refusal(decided(request_id, Fit.NO, by)) is NoStart.DECIDED
    assert await refusal(commands.take(request_id, by=by, now=NOW)) is NoStart.DECIDED


async def test_nothing_is_decided_before_the_first_call(database):
    request_id, by = await asked(), await ellen()
    assert await refusal(decided(request_id, Fit.NO, by)) is NoStart.NOT_CALLED
    assert await refusal(called(request_id, by, called_at=NOW + HOUR)) is NoStart.FUTURE_CALL
    await called(request_id, by)
    assert await refusal(decided(request_id, Fit.YES, by, team='  ')) is NoStart.TEAM_NEEDS_A_NAME
    assert await refusal(decided(request_id, Fit.NOT_NOW, by)) is NoStart.IN_THE_PAST
    assert await refusal(decided(request_id, Fit.NOT_NOW, by, ask_again_on=NOW.date())) is NoStart.IN_THE_PAST
    assert await decided(request_id, Fit.NO, by, ask_again_on=NEXT_SPRING) is None
    assert (await queries.start(request_id)).ask_again_on is None


async def test_not_now_comes_back_on_its_day(database):
    request_id, by = await asked(), await ellen()
    await called(request_id, by)
    await decided(request_id, Fit.NOT_NOW, by, ask_again_on=NEXT_SPRING)
    assert await queries.to_ask_again(NEXT_SPRING - DAY) == []
    assert [one.id for one in await queries.to_ask_again(NEXT_SPRING)] == [request_id]
    assert await asked(now=NOW + DAY) != request_id


async def test_the_second_of_two_at_the_desk_is_told(database):
    request_id, by = await asked(), await ellen()
    await called(request_id, by)
    assert await refusal(called(request_id, by, version=1)) is NoStart.CHANGED_MEANWHILE
    assert await refusal(decided(request_id, Fit.NO, by, version=1)) is NoStart.CHANGED_MEANWHILE
    assert await refusal(commands.take(0, by=by, now=NOW)) is NoStart.DECIDED


async def test_who_looks_after_a_place_sees_its_requests_and_those_that_name_none(database):
    here, elsewhere = await a_place(), await a_place('Mountain County')
    by, request_id = await ellen(), await asked()
    other = await asked(name='Ben Ito', email='ben@example.org')
    await called(other, by, place_id=elsewhere)
    assert [one.id for one in await queries.open_starts([here])] == [request_id]


async def test_a_person_sees_the_request_and_an_erasure_takes_the_words(database):
    by, first, second = await ellen(), await asked(), await asked(name='Ben Ito', email='ben@example.org')
    await called(first, by)
    alma, ben = [(await queries.start(one)).person_id for one in (first, second)]
    (held,) = (await export(alma))['teams']['Asked to bring cafés to a place']
    assert held['What we wrote down in the first call'] == 'Parents feel alone. · A café a month. · Alma asks the school.'
    await decided(first, Fit.NO, by)
    for person_id in (alma, ben):
        await erase(person_id, asked_by='the person', by=by, now=NOW)
    request = await queries.start(first)
    assert {request.place_words, request.who_words, request.hope_words, request.need, request.first_action} == {''}
    assert await queries.start(second) is None


async def test_the_database_holds_what_a_decision_needs(database):
    request_id = await asked()
    with pytest.raises(Exception, match='start_request_is_decided_after_a_call'):
        await execute("update start_request set fit = 'no', decided_at = now() where id = $1", request_id)


async def test_no_answer_is_given_without_its_team(database):
    request_id = await asked()
    await called(request_id, await ellen())
    with pytest.raises(Exception, match='start_request_yes_is_a_team'):
        await fetchval("update start_request set fit = 'yes', decided_at = now() where id = $1 returning id", request_id)
