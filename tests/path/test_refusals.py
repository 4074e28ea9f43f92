"""Whoever is not of a team writes nothing into its way, and what a path does not ask is not kept."""

import io

import pikepdf
import pytest

from coaching.kit.access import Grant
from coaching.kit.refusal import Refused
from coaching.path.commands import bold_steps, noting, sharing, telling
from coaching.path.commands.noting import Written
from coaching.path.commands.sharing import NoShare
from coaching.path.commands.walking import NoWalk
from coaching.path.queries import evidence, journey
from coaching.path.reading import NoFile, cleaned
from coaching.path.rules.marking import NoBoldStep, NoEvidence, NoMark
from coaching.path.rules.noting import NoNote, mark_of
from coaching.path.values import FileFacts, Marked, ResourceKind
from coaching.people.queries import export
from tests.conftest import NOW
from tests.path.world import a_team, somebody

NOTE = {1: Written('A room.', mark_of(''))}


async def refusal(doing):
    with pytest.raises(Refused) as refused:
        await doing
    return refused.value.reason


async def test_a_stranger_writes_nothing_into_the_way_of_a_team(database):
    team_id, alma, *_people = await a_team()
    bold = await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    shown = await telling.show(team_id, 3, 'We met.', by=alma, now=NOW)
    listed = await sharing.add_to_list(team_id, 4, ResourceKind.STRENGTH, 'Soup', by=alma, now=NOW)
    told = {'by': await somebody('Efraín Soto', Grant('coordinator', 'network', None)), 'now': NOW}
    assert await refusal(bold_steps.change_bold_step(team_id, bold, 'x', version=1, **told)) is NoBoldStep.NOT_A_MEMBER
    assert await refusal(telling.put_back(team_id, 3, shown, **told)) is NoEvidence.NOT_A_MEMBER
    assert await refusal(noting.note(team_id, 3, NOTE, **told)) is NoNote.NOT_A_MEMBER
    assert await refusal(sharing.share(team_id, 1, 1, 'x', **told)) is NoEvidence.NOT_A_MEMBER
    assert await refusal(sharing.add_to_list(team_id, 4, ResourceKind.STRENGTH, 'x', **told)) is NoEvidence.NOT_A_MEMBER
    assert await refusal(sharing.strike(team_id, listed, **told)) is NoEvidence.NOT_A_MEMBER


async def test_what_the_path_does_not_ask_is_not_kept(database):
    team_id, alma, *_people = await a_team()
    told = {'by': alma, 'now': NOW}
    assert await refusal(noting.note(team_id, 3, {9: NOTE[1]}, **told)) is NoWalk.NO_STEP
    assert await refusal(noting.note(team_id, 8, NOTE, **told)) is NoWalk.NO_STEP
    assert await refusal(sharing.share(team_id, 1, 8, 'x', **told)) is NoWalk.NO_STEP
    assert await refusal(sharing.share(team_id, 1, 1, ' ', **told)) is NoShare.NO_WORDS
    assert await refusal(sharing.add_to_list(team_id, 4, ResourceKind.STRENGTH, ' ', **told)) is NoShare.NOTHING
    assert await refusal(telling.mark(team_id, '9.a', Marked.FULLY, seen=0, **told)) is NoMark.NO_PURPOSE
    assert await noting.note(team_id, 3, {1: Written('', mark_of(''))}, **told) == {}


async def test_the_photos_that_somebody_sent_stand_in_the_own_copy(database):
    team_id, alma, *_people = await a_team()
    await telling.show(team_id, 3, 'Our table.', file=FileFacts('table.jpg', 'image/jpeg', b'dots'), by=alma, now=NOW)
    assert 'table.jpg' in str((await export(alma.person_id))['path'])
    assert [one.file for one in await evidence((await journey(team_id)).id, 3)] == ['table.jpg']


def test_a_document_without_a_page_is_no_document():
    page = io.BytesIO()
    pikepdf.new().save(page)
    assert cleaned('empty.pdf', page.getvalue()) is NoFile.BROKEN
