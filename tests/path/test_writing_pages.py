"""Notes of several hands, what stays with its writer, and what a team finds around it."""

import datetime
import re

import pytest

from coaching.kit import clock
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetch, fetchval
from coaching.path.queries import journey
from coaching.path.queries.notes import notes, resources, shared
from coaching.path.rules.noting import mark_of
from coaching.path.values import ResourceKind
from coaching.people.commands import erase
from coaching.people.queries import export
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import a_team, as_somebody

MINUTE = datetime.timedelta(minutes=1)


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
    return client, f'/team/{team_id}/steps', alma, grace, rosa


async def walk_of(start: str) -> int:
    return (await journey(int(start.split('/')[2]))).id


def sent(answer) -> dict[str, str]:
    """Everything that the form of notes would send again as it stands."""
    form = answer.text[answer.text.index('id="notes-form"') :]
    form = form[: form.index('</form>')]
    hidden = dict(re.findall(r'name="(was-\d+)" value="([^"]*)"', form))
    return hidden | dict(re.findall(r'<textarea[^>]* name="(note-\d+)"[^>]*>\n([^<]*)</textarea>', form))


async def test_a_note_is_kept_with_who_wrote_it(willow):
    client, start, *_people = willow
    form = sent(await client.get(f'{start}/3')) | {'note-2': 'A room.\r\nAnd time. '}
    assert 'Your notes are kept.' in await said_after(client, await client.post(f'{start}/3/notes', data=form))
    found = await notes(await walk_of(start), 3)
    assert {number: (one.words, one.by) for number, one in found.items()} == {2: ('A room.\nAnd time.', 'Alma Cruz')}
    assert 'Alma Cruz wrote here last, on Wed, Nov 18, 9:00 am.' in main(await client.get(f'{start}/3'))


async def test_whoever_goes_on_writing_goes_on_with_the_own_note_and_others_begin_a_new_version(willow, at):
    client, start, _alma, grace, _rosa = willow
    for words, who, minutes in (('A', None, 0), ('A room', None, 1), ('A big room', None, 12), ('Two rooms', grace, 1)):
        if who:
            await as_somebody(client, who)
        at['now'] += minutes * MINUTE
        await client.post(f'{start}/3/notes', data=sent(await client.get(f'{start}/3')) | {'note-1': words})
    rows = await fetch('select number, words from step_note order by number')
    assert [tuple(row) for row in rows] == [(1, 'A room'), (2, 'A big room'), (3, 'Two rooms')]


@pytest.mark.parametrize(
    ('keep', 'stands'),
    [
        ('both', 'A room from the school.\n\nA room from the church.'), ('mine', 'A room from the church.'),
        ('theirs', 'A room from the school.'),
    ],
)  # fmt: skip
async def test_two_people_at_once_the_second_is_told_and_keeps_either_or_both(willow, keep, stands):
    client, start, alma, grace, _rosa = willow
    seen = sent(await client.get(f'{start}/3'))
    await as_somebody(client, grace)
    await client.post(f'{start}/3/notes', data=seen | {'note-1': 'A room from the school.'})
    await as_somebody(client, alma)
    second = await client.post(f'{start}/3/notes', data=seen | {'note-1': 'A room from the church.', 'note-2': 'Food.'})
    assert second.status_code == 409
    assert 'Grace Lee changed this while you were writing. Keep your words, theirs, or both.' in main(second)
    assert 'A room from the church.' in second.text and 'A room from the school.' in second.text
    assert {number: one.words for number, one in (await notes(await walk_of(start), 3)).items()} == {
        1: 'A room from the school.', 2: 'Food.',
    }  # fmt: skip
    again = sent(second)
    assert again['was-1'] == mark_of('A room from the school.')
    assert (await client.post(f'{start}/3/notes', data=again | {'keep-1': keep})).status_code == 303
    assert (await notes(await walk_of(start), 3))[1].words == stands


async def test_autosave_gets_the_notes_alone_and_a_third_who_writes_meanwhile_is_told_of_too(willow):
    client, start, _alma, grace, _rosa = willow
    seen = sent(await client.get(f'{start}/3'))
    part = await client.post(f'{start}/3/notes', data=seen | {'note-1': 'A room.'}, headers={'X-Fragment': 'notes'})
    assert part.status_code == 200 and part.text.lstrip().startswith('<section id="notes"') and sent(part)['was-1'] == mark_of('A room.')
    await as_somebody(client, grace)
    clash = await client.post(f'{start}/3/notes', data=seen | {'note-1': 'A hall.', 'keep-1': 'mine'}, headers={'X-Fragment': 'notes'})
    assert (clash.status_code, 'data-note="clash"' in clash.text) == (409, True)


async def test_a_note_that_is_too_long_is_told_beside_its_field_and_stays(willow):
    client, start, *_people = willow
    long = 'x' * 3001
    answer = await client.post(f'{start}/3/notes', data={'note-1': long, 'was-1': mark_of('')})
    assert (answer.status_code, 'Write at most 3000 letters here; these are 3001' in main(answer), long in answer.text) == (422, True, True)


async def test_the_private_questions_take_no_notes_whatever_anybody_sends(willow):
    client, start, *_people = willow
    answer = await client.post(f'{start}/1/notes', data={'note-1': 'My secret hope', 'was-1': mark_of('')})
    assert (answer.status_code, 'Nothing of them is kept here.' in main(answer)) == (409, True)
    assert await fetchval('select count(*) from step_note') == 0
    page = await client.get(f'{start}/1')
    own = page.text[page.text.index('data-own=') : page.text.index('data-own-state')]
    assert own.count('<textarea') == 7 and ' name=' not in own and '<form' not in own
    assert 'You can write on paper: print the questions and keep the page.' in main(page)


async def test_a_team_sees_how_many_took_time_and_neither_who_nor_when(willow):
    client, start, *_people = willow
    assert 'Your team sees how many did, and not who or when.' in await said_after(client, await client.post(f'{start}/1/reflection'))
    said = main(await client.get(f'{start}/1'))
    assert '1 of you took time for this.' in said and 'November 18' not in said and 'Alma' not in said
    assert 'I wrote for myself today' not in said


async def test_one_answer_is_shared_by_its_writer_alone_and_taken_back_by_nobody_else(willow):
    client, start, alma, grace, rosa = willow
    answer = {'share-question': '5', 'share-words': 'Parents know best what children need.'}
    assert 'Your team can read it now.' in await said_after(client, await client.post(f'{start}/1/answers', data=answer))
    await as_somebody(client, grace)
    assert 'Alma Cruz: How would I say it in one sentence? Parents know best what children need.' in main(await client.get(f'{start}/1'))
    (one,) = await shared(await walk_of(start), 1)
    assert (await client.post(f'{start}/1/answers/removal', data={'id': one.id})).status_code == 409
    await as_somebody(client, rosa)
    refused = await client.post(f'{start}/1/answers', data=answer)
    assert refused.status_code == 409
    await as_somebody(client, alma)
    await client.post(f'{start}/1/answers', data=answer | {'share-words': 'Parents lead.'})
    assert [one.words for one in await shared(await walk_of(start), 1)] == ['Parents lead.']
    assert 'Nobody can read it any more.' in await said_after(client, await client.post(f'{start}/1/answers/removal', data={'id': one.id}))
    assert await fetchval('select count(*) from shared_answer') == 0


@pytest.mark.parametrize(
    ('number', 'wrong', 'status', 'says'),
    [
        (1, {'share-words': ' '}, 422, 'Write what you want to share.'), (1, {'share-question': '8'}, 422, 'Choose one of these'),
        (1, {'share-question': ''}, 422, 'Choose an answer for “Which question?”'),
        (3, {'share-question': '1'}, 409, 'The notes of this step are shared already.'),
    ],
)  # fmt: skip
async def test_an_answer_that_is_not_shared_stays_as_it_was_typed(willow, number, wrong, status, says):
    client, start, *_people = willow
    form = {'share-question': '5', 'share-words': 'Parents lead.'} | wrong
    answer = await client.post(f'{start}/{number}/answers', data=form)
    assert (answer.status_code, says in main(answer)) == (status, True)


async def test_strengths_things_to_use_and_who_will_do_what_are_listed_at_the_fourth_step(willow):
    client, start, *_people = willow
    for kind, words in (('strength', 'Grandmothers who know everybody'), ('commitment', 'Grace asks for the room')):
        sent_ = {'entry-kind': kind, 'entry-words': words}
        assert 'It is on your list.' in await said_after(client, await client.post(f'{start}/4/list', data=sent_))
    assert 'Strengths Grandmothers who know everybody Strike' in main(await client.get(f'{start}/4'))
    for wrong in ({'entry-kind': 'x'}, {'entry-words': ''}):
        answer = await client.post(f'{start}/4/list', data={'entry-kind': 'strength', 'entry-words': 'Time'} | wrong)
        assert answer.status_code == 422
    assert (await client.post(f'{start}/3/list', data={'entry-kind': 'strength', 'entry-words': 'Time'})).status_code == 409
    assert 'What you found' not in main(await client.get(f'{start}/3'))
    found = (await resources(await walk_of(start)))[ResourceKind.STRENGTH][0]
    assert 'It is struck.' in await said_after(client, await client.post(f'{start}/4/list/removal', data={'id': found.id}))
    assert (await client.post(f'{start}/4/list/removal', data={'id': found.id})).status_code == 409
    back = await client.post(f'{start}/4/list/removal', data={'id': found.id, 'code': 'back'})
    assert 'It is on your list.' in await said_after(client, back)


async def test_words_of_somebody_who_is_erased_go_with_their_answers_and_files(willow):
    client, start, alma, _grace, _rosa = willow
    await client.post(f'{start}/3/notes', data={'note-1': 'A room.', 'was-1': mark_of('')})
    await client.post(f'{start}/1/answers', data={'share-question': '5', 'share-words': 'Parents lead.'})
    await client.post(f'{start}/4/list', data={'entry-kind': 'strength', 'entry-words': 'Grandmothers'})
    told = str((await export(alma.person_id))['path'])
    assert all(words in told for words in ('A room.', 'Parents lead.', 'Grandmothers'))
    await erase(alma.person_id, asked_by='the person', by=SYSTEM, now=NOW)
    assert [one.words for one in (await notes(await walk_of(start), 3)).values()] == ['-']
    assert await shared(await walk_of(start), 1) == []
    assert [one.words for one in (await resources(await walk_of(start)))[ResourceKind.STRENGTH]] == ['-']
