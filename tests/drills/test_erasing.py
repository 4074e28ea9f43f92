"""Of people who were erased nothing is left anywhere; whoever was not erased is found everywhere, so the search can see."""

from __future__ import annotations

import email.message
import email.policy
import pathlib

import pytest

from coaching.accounts import commands as accounts
from coaching.domains import KEEPERS, WRITERS
from coaching.funnel.commands import notes, reporting
from coaching.funnel.commands.importing.leaving_out import is_about
from coaching.funnel.queries import imports
from coaching.funnel.reading.values import Report, ReportRow, SheetRow
from coaching.journal.queries import history
from coaching.kit import clock
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetch, fetchval
from coaching.outbox import claims
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.sending import Postman
from coaching.people import keepers
from coaching.people.commands import erase
from tests.drills.erasing.__main__ import run
from tests.funnel.files_of_people import uploaded
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up
from tests.outbox.world import Kept, a_letter, a_promise
from tests.people.world import a_person
from tests.races.figures import faults
from tests.races.world import TRAINER, somebody

PEOPLE = 18
ASKED = {'asked_by': 'the person', 'by': SYSTEM}

keepers.know(KEEPERS)


async def test_of_erased_people_nothing_is_left(anyio_backend):
    assert faults(await run(PEOPLE)) == []


async def test_why_somebody_lost_a_role_or_an_account_goes_with_them(database):
    tess, ellen, now = await somebody('Tess Moreno', TRAINER), await somebody('Ellen Hart'), clock.now()
    assert tess.account_id and tess.person_id
    grant = await fetchval('select id from role_grant where account_id = $1', tess.account_id)
    await accounts.take_role(grant, by=ellen, now=now, why='Tess moves to Ohio.')
    await accounts.close_account(tess.account_id, by=ellen, now=now, why='Tess moves to Ohio.')
    await erase(tess.person_id, **ASKED, now=now)
    told = [(entry.kind, entry.why) for entry in await history(('account', tess.account_id))]
    assert told == [('account_closed', ''), ('role_taken', ''), ('role_given', ''), ('account_opened', '')]


async def test_the_words_of_a_letter_go_with_its_writer_and_it_is_sent_no_more(database):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ben Ito', taste)
    await notes.write(taste, to_group='all', subject='See you', body='Call me at home. Dana', by=dana, now=MONDAY)
    assert dana.person_id
    await erase(dana.person_id, **ASKED, now=MONDAY)
    promised = await fetchval("select id from promise where kind = 'trainer-note'")
    due, _looked_at = await claims.claim(9, MONDAY)
    (note,) = [letter for letter in due if letter.id == promised]
    assert await fetchval('select count(*) from session_letter') == 0
    assert await WRITERS['trainer-note'](note, MONDAY) is None


async def test_a_report_names_nobody_who_was_erased_wherever_they_were(database):
    dana, taste, other = await a_trainer(), await a_session(), await a_session(slug='other')
    ana, ben = await signs_up('Ana Ruíz', taste), await signs_up('Ben Ito', other)
    rows = [('ANA RUÍZ', ''), ('Ana Ruiz', None), ('Tablet', 'ana@example.org'), ('Ana R.', None), ('Ben Ito', 'ana@example.org')]
    report = Report('zoom', tuple(ReportRow(name, address, 50) for name, address in rows))
    await reporting.read(other, report, b'1', part=1, by=dana, now=NOON + HOUR)
    await erase(ana.person_id, **ASKED, now=NOON + HOUR)
    left = await fetch('select name, email, registration_id, state from attendance_row order by number')
    assert [tuple(row) for row in left] == [
        *[('', '', None, 'discarded')] * 3,
        ('Ana R.', '', None, 'unmatched'),
        ('Ben Ito', 'ana@example.org', ben.registration_id, 'matched'),
    ]  # fmt: skip


async def test_a_file_that_waits_loses_the_rows_of_whoever_is_erased_and_no_others(database):
    ana = await a_person('Ana Ruíz', 'ana@example.org', '303 555 0148')
    waiting = await uploaded('Name,Email,Phone\nAnita,ANA@example.org,\nBen Ito,ben@example.org,\nana ruiz,,\n')
    other = await uploaded('Name,Email,Phone\nCy Dee,cy@example.org,\n')
    before = await fetchval('select content from import_batch where id = $1', other)
    await erase(ana, **ASKED, now=MONDAY)
    assert [row.cells[0] for row in (await imports.sheet(waiting)).rows] == ['Ben Ito']
    assert await fetchval('select content from import_batch where id = $1', other) == before


@pytest.mark.parametrize(
    ('cells', 'theirs'),
    [
        (('Somebody', 'Ana <ana@example.org>'), True),
        (('Somebody', '(303) 555-0148'), True),
        (('Ana', 'Ruíz', '2025-03-07'), True),
        (('Ana Ruíz', 'other@example.org'), False),
        (('Ana Ruíz', '303 555 0199'), False),
        (('Mariana Ruiz', ''), False),
    ],
)
def test_a_row_is_somebodys_by_address_or_number_and_by_name_where_it_has_neither(cells, theirs):
    assert is_about(SheetRow(2, cells), 'ana@example.org', '+13035550148', 'ana ruiz') is theirs


def test_a_row_is_nobodys_of_whom_nothing_is_known():
    assert is_about(SheetRow(2, ('Ana',)), '', None, '') is False


def written(to: str, **head: str) -> bytes:
    letter = email.message.EmailMessage(policy=email.policy.SMTP)
    for name, value in {'To': to, **head}.items():
        letter[name] = value
    letter.set_content('Hello, see you on Friday.\n\nYours, José Núñez of the Café\n', cte='quoted-printable')
    return letter.as_bytes()


async def test_letters_that_name_their_writer_are_found_in_head_and_words(tmp_path: pathlib.Path):
    ours = Mailbox(tmp_path)
    await ours.keep(written('a@example.org', From='"Zoë Ünal-Łoś at Prairie" <hello@example.org>'), 1, 7)
    await ours.keep(written('b@example.org', **{'Reply-To': 'zoe@example.org'}), 2, 8)
    await ours.keep(written('c@example.org'), 3, 9)
    assert [await ours.forget_those_with(words) for words in ((), ('',), ('Jos',), ('Zoë Ünal-Łoś', 'zoe@example.org'))] == [0, 0, 0, 2]
    assert await ours.forget_those_with(['josé  núñez']) == 1


async def test_what_a_killed_worker_left_half_written_goes_with_its_reader(tmp_path: pathlib.Path):
    (tmp_path / '.3-8.eml.0a1b2c3d').write_bytes(b'To: ana')
    assert (await Mailbox(tmp_path).newest(), await Mailbox(tmp_path).forget(8), list(tmp_path.iterdir())) == ([], 1, [])


async def test_a_letter_to_somebody_erased_meanwhile_is_taken_back(database):
    ana = await a_person('Ana Ruiz', 'ana@example.org')
    promise_id = await a_promise(ana, kind='my-links')

    class Slow(Kept):
        async def hand_over(self, *what: object) -> None:
            await erase(ana, **ASKED, now=clock.now())

    async def write(promise, _now):
        return a_letter(promise)

    post = Slow()
    await Postman(post, {'my-links': write}).send_due()
    assert post.taken_back == [promise_id]
    assert await fetchval('select key from promise where id = $1', promise_id) == f'forgotten:{promise_id}'


async def test_the_letter_that_is_taken_back_is_deleted(tmp_path: pathlib.Path):
    ours = Mailbox(tmp_path)
    await ours.keep(written('a@example.org'), 1, 7)
    await ours.keep(written('a@example.org'), 2, 7)
    await ours.take_back(1)
    assert [letter.id for letter in await ours.newest()] == [2]
