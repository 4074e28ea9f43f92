"""Ready for the Intro, ready for training: who stands there, and one tap to invite."""

import datetime

import pytest

from coaching import domains
from coaching.funnel.commands import spots
from coaching.funnel.commands.inviting import invite, take_back
from coaching.funnel.commands.progress import follow
from coaching.funnel.queries.ready import PAGE, Reach, among, ready
from coaching.funnel.queries.stages import histories
from coaching.funnel.rules.inviting import NoInvitation
from coaching.funnel.rules.stages import is_ready_for_intro, is_ready_for_training
from coaching.funnel.values import Kind
from coaching.journal.queries import history
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import stop
from coaching.people.commands import erase, find_or_add, merge
from tests.funnel.crowds import NOW as AFTERWARDS
from tests.funnel.crowds import a_crowd
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, an_offering, came, signs_up
from tests.queries import counted

DAY = datetime.timedelta(days=1)
NEXT_WEEK = NOON + 7 * DAY
assert domains.KEEPERS


@pytest.fixture
async def dana(database) -> Actor:
    return await a_trainer()


async def tasted(dana: Actor, *names: str) -> list[int]:
    """These came to Friday's Taste, one after the other."""
    taste = await a_session(capacity=None)
    people = []
    for name in names:
        done = await signs_up(name, taste)
        await came(done.registration_id, dana)
        people.append(done.person_id)
    return people


async def an_intro(days: int = 14) -> int:
    return await a_session('intro', starts_at=NOON + days * DAY)


async def names(kind: Kind = Kind.INTRO, now: datetime.datetime = NEXT_WEEK, reach: Reach | None = None) -> list[str]:
    return [one.name for one in (await ready(kind, reach=reach, now=now))[0]]


async def invitations() -> list[tuple[int, str]]:
    rows = await fetch("select person_id, facts ->> 'kind' as kind from promise where kind = 'invite-next' and cancelled_at is null")
    return [(row['person_id'], row['kind']) for row in rows]


async def test_who_came_to_a_taste_stands_there_and_who_came_last_stands_first(dana):
    await tasted(dana, 'Ana Reyes', 'Ben Ito')
    later = await a_session(starts_at=NOON + DAY)
    await came((await signs_up('Cleo Marsh', later)).registration_id, dana, at=NOON + DAY + HOUR)
    await signs_up('Luis Mora', later)
    assert (await names(), await names(Kind.TRAINING)) == (['Cleo Marsh', 'Ben Ito', 'Ana Reyes'], [])


async def test_who_holds_a_spot_further_on_is_not_asked_until_it_is_let_go_or_missed(dana):
    (ana,) = await tasted(dana, 'Ana Reyes')
    intro = await an_intro()
    saved = await signs_up('Ana Reyes', intro, now=NOON + DAY)
    assert await names() == []
    await spots.cancel(saved.registration_id, by=Actor.by_link(ana), now=NOON + 2 * DAY)
    assert await names() == ['Ana Reyes']
    await spots.undo_cancellation(saved.registration_id, by=Actor.by_link(ana), now=NOON + 3 * DAY)
    unknown = NOON + 20 * DAY
    assert await names(now=unknown) == []
    await execute("update session set state = 'closed', closed_at = $2 where id = $1", intro, unknown)
    assert await names(now=unknown) == ['Ana Reyes']


async def test_who_came_to_an_intro_is_ready_for_training_and_no_more_for_the_intro(dana):
    await tasted(dana, 'Ana Reyes', 'Ben Ito')
    intro = await an_intro(2)
    await came((await signs_up('Ana Reyes', intro, now=NOON + DAY)).registration_id, dana, at=NOON + 2 * DAY + HOUR)
    assert (await names(), await names(Kind.TRAINING)) == (['Ben Ito'], ['Ana Reyes'])


@pytest.mark.parametrize(('kind', 'left'), [('*', []), ('invite-next', []), ('missed', ['Ana Reyes'])])
async def test_who_asked_us_to_stop_is_left_alone(dana, kind, left):
    (ana,) = await tasted(dana, 'Ana Reyes')
    await stop(ana, kind, now=NOON)
    assert await names() == left


async def test_who_was_forgotten_or_merged_stands_nowhere(dana):
    ana, ben, cleo = await tasted(dana, 'Ana Reyes', 'Ben Ito', 'Cleo Marsh')
    await erase(ana, asked_by='the person', by=dana, now=NOON + DAY)
    await merge(cleo, ben, by=dana, now=NOON + DAY)
    assert await names() == ['Cleo Marsh']


@pytest.mark.parametrize('seed', range(4))
async def test_the_lists_are_what_the_rules_make_of_every_history(database, seed):
    crowd = await a_crowd(seed)
    await follow(crowd.people)
    stands = {row['id'] for row in await fetch('select id from person where erased_at is null')}
    told = await histories(stands, now=AFTERWARDS)
    for kind, rule in ((Kind.INTRO, is_ready_for_intro), (Kind.TRAINING, is_ready_for_training)):
        wanted = {person_id for person_id, one in told.items() if rule(one, now=AFTERWARDS)}
        assert set(await among(kind, stands, now=AFTERWARDS)) == wanted


async def test_a_long_list_is_read_page_by_page_with_nobody_twice_and_nobody_left_out(dana):
    people = await tasted(dana, *(f'Guest-{number} Ruiz' for number in range(PAGE + 3)))
    first, more = await ready(Kind.INTRO, now=NEXT_WEEK)
    second, no_more = await ready(Kind.INTRO, before=(first[-1].since, first[-1].person_id), now=NEXT_WEEK)
    assert (more, no_more, [one.person_id for one in first + second]) == (True, False, people[::-1])


async def test_ana_is_invited_once_in_two_weeks(dana):
    (ana,) = await tasted(dana, 'Ana Reyes')
    intro = await an_intro(40)
    done = await invite([ana], Kind.INTRO, by=dana, now=NOON + DAY)
    again = await invite([ana], Kind.INTRO, by=dana, now=NOON + 14 * DAY)
    later = await invite([ana], Kind.INTRO, by=dana, now=NOON + 16 * DAY)
    assert (done.now, again.now, again.before, later.now) == ((ana,), (), {ana: NOON + DAY}, (ana,))
    assert await invitations() == [(ana, 'intro')] * 2
    entry = (await history(('person', ana)))[0]
    offering = await fetchval('select offering_id from session where id = $1', intro)
    assert (entry.kind, entry.facts) == ('invited_to_next', {'offering_id': offering})


async def test_an_invitation_is_taken_back_while_it_has_not_left_and_can_be_made_anew(dana):
    (ana,) = await tasted(dana, 'Ana Reyes')
    await an_intro()
    await invite([ana], Kind.INTRO, by=dana, now=NOON + DAY)
    assert await take_back([ana], Kind.INTRO, by=dana, now=NOON + DAY + HOUR / 60) == 1
    assert (await invitations(), [one.invited_at for one in (await ready(Kind.INTRO, now=NEXT_WEEK))[0]]) == ([], [None])
    assert (await history(('person', ana)))[0].kind == 'invitation_taken_back'
    await invite([ana], Kind.INTRO, by=dana, now=NOON + DAY + HOUR)
    await execute("update promise set sent_at = $1 where kind = 'invite-next' and cancelled_at is null", NOON + DAY + HOUR)
    assert await take_back([ana], Kind.INTRO, by=dana, now=NOON + DAY + 2 * HOUR) == 0
    assert await invitations() == [(ana, 'intro')]


async def test_several_are_invited_at_once_and_whoever_cannot_be_is_told_apart(dana):
    ana, ben, cleo = await tasted(dana, 'Ana Reyes', 'Ben Ito', 'Cleo Marsh')
    await execute("update person set email = null, phone = '+13035550142' where id = $1", cleo)
    intro = await an_intro()
    await signs_up('Ben Ito', intro, now=NOON + DAY)
    done = await invite([ana, ben, cleo], Kind.INTRO, by=dana, now=NOON + 2 * DAY)
    assert (done.now, done.why_not) == ((ana,), {ben: NoInvitation.MOVED_ON, cleo: NoInvitation.NO_ADDRESS})


async def test_nobody_is_invited_to_nothing(dana):
    (ana,) = await tasted(dana, 'Ana Reyes')
    with pytest.raises(Refused) as refused:
        await invite([ana], Kind.INTRO, by=dana, now=NOON + DAY)
    assert refused.value.reason is NoInvitation.NO_DATES


async def test_somebody_invites_within_reach(dana):
    ana, _ben = await tasted(dana, 'Ana Reyes', 'Ben Ito')
    place = await fetchval("insert into place (name, folded_name, made_at) values ('Lake', 'lake', $1) returning id", MONDAY)
    await execute('update person set place_id = $2 where id = $1', ana, place)
    other = await a_session(offering_id=await an_offering('taste', slug='second-taste'))
    await came((await signs_up('Cleo Marsh', other)).registration_id, dana)
    second, intro = await fetchval('select offering_id from session where id = $1', other), await an_offering('intro')
    nobody = frozenset()
    assert await names(reach=Reach(frozenset({place}), nobody)) == ['Ana Reyes']
    assert await names(reach=Reach(nobody, frozenset({second}))) == ['Cleo Marsh']
    assert await names(reach=Reach(nobody, frozenset({intro}))) == ['Cleo Marsh', 'Ben Ito', 'Ana Reyes']
    assert await names(reach=Reach(nobody, nobody)) == []


async def test_one_page_is_one_question(dana):
    await tasted(dana, 'Ana Reyes', 'Ben Ito')
    async with counted() as asked:
        await ready(Kind.INTRO, now=NEXT_WEEK)
    assert len(asked) == 1


async def test_somebody_with_a_phone_only_is_called(dana):
    person_id, _ = await find_or_add('Wanda Kowalski', phone='303 555 0142', by=dana, now=MONDAY)
    await execute("insert into prior_credit (person_id, stage, attended_on, source, recorded_at) values ($1, 'taste', $2, 'a list', $3)",
                  person_id, MONDAY.date(), MONDAY)  # fmt: skip
    await follow([person_id])
    (wanda,), _more = await ready(Kind.INTRO, now=NEXT_WEEK)
    assert (wanda.email, wanda.phone) == (None, '+13035550142')
