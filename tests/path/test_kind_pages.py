"""What a page says back: that words are saved and who reads them, what comes next, why something is not so, and how to undo it."""

import datetime

import pytest

from coaching.kit import clock
from coaching.kit.refusal import Refused
from coaching.path.commands import bold_steps, excepting, walking
from coaching.path.queries import bold_step, journey, steps
from coaching.path.rules.marking import NoBoldStep
from coaching.path.rules.noting import mark_of
from coaching.path.rules.steps import NoSignOff, state_of
from coaching.path.values import Marked, StepState
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import a_team, as_somebody, reach

TODAY = datetime.date(2026, 11, 18)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def at(monkeypatch):
    """The moment that it is; may be moved."""
    moment = {'now': NOW}
    monkeypatch.setattr(clock, 'now', lambda: moment['now'])
    return moment


@pytest.fixture
async def willow(client, at):
    """Alma's browser, and her team."""
    team_id, alma, grace, rosa = await a_team()
    await as_somebody(client, alma)
    return client, team_id, alma, grace, rosa


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def test_a_note_that_was_just_saved_says_so_under_its_box_and_who_can_read_it(willow, at):
    client, team_id, _alma, grace, rosa = willow
    step = f'/team/{team_id}/steps/3'
    await client.post(f'{step}/notes', data={'note-2': 'A room.', 'was-2': mark_of('')})
    page = await client.get(step)
    assert main(page).count('Saved just now. Your team and Rosa can read it.') == 1
    assert 'A room.</textarea>\n<p class="meta" data-saved>Saved just now.' in page.text
    await as_somebody(client, grace)
    assert 'Saved just now.' not in main(await client.get(step))
    await as_somebody(client, rosa)
    await client.post(f'{step}/notes', data={'note-1': 'A hall.', 'was-1': mark_of('')})
    assert 'Saved just now. The team can read it.' in main(await client.get(step))
    at['now'] += MINUTE
    assert 'Saved just now.' not in main(await client.get(step))


async def test_a_step_is_signed_off_with_a_reason_where_one_of_its_parts_is_reached_in_part(willow):
    client, team_id, alma, _grace, rosa = willow
    step = f'/team/{team_id}/steps/1'
    await reach(team_id, 1, alma, Marked.PARTLY)
    await client.post(f'{step}/claim')
    await as_somebody(client, rosa)
    said = main(await client.get(step))
    assert 'Not every part is marked fully.' in said and 'Why may it stay as it is? The team reads it.' in said
    empty = await client.post(f'{step}/sign-off', data={'stay-why': ' '})
    assert empty.status_code == 422 and 'href="#stay-why"' in empty.text and 'id="stay-why-error"' in empty.text
    assert main(empty).count('Say why in a few words. The team reads it.') == 2
    done = await client.post(f'{step}/sign-off', data={'stay-why': 'Enough for now.'})
    assert 'Signed off.' in await said_after(client, done)
    first = (await steps(await journey(team_id), on=datetime.date.max))[0]
    assert (state_of(first), first.excepted) == (StepState.CONFIRMED, frozenset({'1.a', '1.b', '1.c'}))
    late = await client.post(f'{step}/sign-off', data={'stay-why': 'Once more.'})
    assert (late.status_code, 'Once more.' in late.text) == (409, True)


async def test_nothing_may_stay_as_it_is_where_the_step_is_not_signed_off(willow):
    _client, team_id, alma, _grace, rosa = willow
    await reach(team_id, 1, alma, Marked.PARTLY)
    told = {'why': 'So.', 'now': NOW}
    assert await refusal(excepting.confirm_as_it_is(team_id, 1, **told, by=rosa)) is NoSignOff.NOT_CLAIMED
    assert (await steps(await journey(team_id), on=datetime.date.max))[0].excepted == frozenset()
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert await refusal(excepting.confirm_as_it_is(team_id, 1, **told | {'why': ' '}, by=rosa)) is not None


async def test_a_missing_reason_is_told_beside_the_part_it_is_missing_for(willow):
    client, team_id, alma, _grace, rosa = willow
    step = f'/team/{team_id}/steps/1'
    await reach(team_id, 1, alma, Marked.PARTLY)
    await as_somebody(client, rosa)
    answer = await client.post(f'{step}/exceptions', data={'code': '1.b', 'seen': '0', 'except-why': ''})
    assert (answer.status_code, answer.text.count('id="except-why"'), answer.text.count('href="#except-why"')) == (422, 1, 1)
    form = answer.text[answer.text.rindex('type="hidden" name="code" value="1.b"') :]
    assert form.index('id="except-why-error"') < form.index('</form>')


async def test_a_team_whose_step_was_signed_off_is_told_warmly_and_what_comes_next(willow):
    client, team_id, alma, _grace, rosa = willow
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    words = 'Well done, all of you! Next comes step 2: First call.'
    assert f'Rosa Delgado signed off step 1. {words}' in main(await client.get(f'/team/{team_id}'))
    said = main(await client.get(f'/team/{team_id}/steps/1'))
    assert 'Well done, all of you! This step is done. Next comes step 2: First call' in said
    await as_somebody(client, rosa)
    assert words not in main(await client.get(f'/team/{team_id}'))
    assert 'Well done' not in main(await client.get(f'/team/{team_id}/steps/1'))


async def test_we_did_it_is_undone_while_nothing_else_is_set(willow):
    client, team_id, alma, grace, rosa = willow
    home = f'/team/{team_id}'
    bold = await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    done = await client.post(f'{home}/bold-step/end', data={'bold_id': bold, 'outcome': 'done'})
    assert 'Was that a mistake? Undo' in await said_after(client, done)
    assert 'Was that a mistake?' not in main(await client.get(f'{home}?ended=x'))
    back = await client.post(f'{home}/bold-step/end', data={'bold_id': bold, 'outcome': 'back'})
    assert 'Find a room' in await said_after(client, back)
    assert (await bold_step((await journey(team_id)).id)).id == bold
    again = await client.post(f'{home}/bold-step/end', data={'bold_id': bold, 'outcome': 'back'})
    assert again.status_code == 409
    await bold_steps.end_bold_step(team_id, bold, is_done=False, by=grace, now=NOW)
    assert await refusal(bold_steps.take_up_again(team_id, bold, by=rosa, now=NOW)) is NoBoldStep.NOT_A_MEMBER
    assert await refusal(bold_steps.take_up_again(team_id, bold, by=alma, now=NOW + DAY)) is NoBoldStep.CHANGED_MEANWHILE
    other = await bold_steps.set_bold_step(team_id, 'Ask the school', by=alma, now=NOW)
    await bold_steps.end_bold_step(team_id, other, is_done=True, by=alma, now=NOW)
    assert await refusal(bold_steps.take_up_again(team_id, bold, by=alma, now=NOW)) is NoBoldStep.CHANGED_MEANWHILE


async def test_a_day_that_has_passed_is_marked_for_the_coach_and_told_kindly_to_the_team(willow, at):
    client, team_id, alma, _grace, rosa = willow
    chip = '<span class="tag now">day is over</span>'
    await bold_steps.set_bold_step(team_id, 'Find a room', due_on=TODAY, by=alma, now=NOW)
    at['now'] += DAY
    home = await client.get(f'/team/{team_id}')
    assert 'That day is over, and that is fine.' in main(home) and chip not in home.text
    client.cookies.clear()  # a sign-in of yesterday has got a new cookie
    await as_somebody(client, rosa)
    assert chip in (await client.get(f'/team/{team_id}')).text
    at['now'] -= DAY
    assert chip not in (await client.get(f'/team/{team_id}')).text


async def test_a_step_that_never_ends_is_not_asked_about_its_end(willow):
    client, team_id, *_people = willow
    said = main(await client.get(f'/team/{team_id}/steps/7'))
    assert 'Are you done' not in said and 'This step never ends. Write down what you see, whenever you see it.' in said


async def test_what_was_found_is_folded_and_open_after_something_was_written(willow):
    client, team_id, *_people = willow
    step = f'/team/{team_id}/steps/4'
    page = await client.get(step)
    assert '<details><summary>Add the first thing to your list' in page.text and 'On this page' in page.text
    answer = await client.post(f'{step}/list', data={'entry-kind': 'strength', 'entry-words': 'Grandmothers'})
    shown = await client.get(answer.headers['location'])
    assert '<details open><summary>1 thing on your list. Look, or add one' in shown.text


async def test_help_is_asked_for_from_the_card_of_the_coach(willow):
    client, team_id, _alma, _grace, rosa = willow
    link = f'href="/team/{team_id}/coach/help"'
    assert link in (await client.get(f'/team/{team_id}')).text
    await as_somebody(client, rosa)
    assert link not in (await client.get(f'/team/{team_id}')).text


async def test_a_sheet_says_whose_it_is_and_no_address(willow):
    client, team_id, *_people = willow
    page = await client.get(f'/team/{team_id}/steps/3/print')
    assert 'Willow Street School team · Step 3 of 7' in main(page) and '/print' not in main(page)
