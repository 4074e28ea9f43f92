"""A letter is handed over to a mail server, or into the mailbox on disk; and whatever goes wrong has a place and a number."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import email
import email.policy
import os
import socket
import ssl
import subprocess
from email.message import EmailMessage

import pytest

from coaching.kit import settings as kit_settings
from coaching.outbox import post as post_office
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.post import ToMailbox, ToServer, post_of
from coaching.outbox.queries import kept_letter, mailbox
from coaching.outbox.values import KeptLetter, Trouble, Where
from tests.conftest import NOW
from tests.outbox.mail_server import HOST, Taken, knows, mail_server
from tests.outbox.world import DAY

SENDER = 'Café Path <cafe-path@localhost>'


def a_message(to: str = 'ana@example.org', subject: str = 'Su lugar: viernes') -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTPUTF8)
    message['From'], message['To'], message['Subject'], message['Message-ID'] = SENDER, to, subject, '<promise-1.abc@localhost>'
    message.set_content('Está dentro.\n.\nHasta el viernes.\n')
    message.add_alternative('<p>Está dentro.</p>', subtype='html')
    message.add_attachment('BEGIN:VCALENDAR', subtype='calendar', filename='café.ics')
    return message


STOP = f'<http://localhost:8000/letters/stop/{"Zk4" * 30}>'


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_office, 'ANSWER_SECONDS', 0.3)


async def trouble_with(post: ToServer, to: str) -> tuple[str, int, str]:
    with pytest.raises(Trouble) as caught:
        await post.hand_over(a_message(to), 1, 1)
    return (caught.value.where.value, caught.value.code, caught.value.detail)


async def test_letters_go_over_one_connection_and_arrive_as_they_were_written():
    taken = Taken()
    async with mail_server(taken) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        for name in ('ana', 'ben', 'zoé'):
            await post.hand_over(a_message(f'{name}@example.org'), 1, 1)
        await post.close()
        await post.close()
    read = [email.message_from_bytes(one.original_content, policy=email.policy.default) for one in taken.letters]
    assert [(one.mail_from, *one.rcpt_tos) for one in taken.letters] == [
        ('cafe-path@localhost', f'{name}@example.org') for name in ('ana', 'ben', 'zoé')
    ]
    assert [(one['Subject'], one.get_body(('plain',)).get_content()) for one in read] == [
        ('Su lugar: viernes', 'Está dentro.\n.\nHasta el viernes.\n')
    ] * 3
    assert (taken.connections, read[0]['Message-ID']) == (1, '<promise-1.abc@localhost>')


@pytest.mark.parametrize(
    ('to', 'trouble'),
    [
        ('ana+550.5.1.1@example.org', ('recipient', 550, '5.1.1')),
        ('ana+450.4.2.1@example.org', ('recipient', 450, '4.2.1')),
        ('ana+421@example.org', ('recipient', 421, '')),
        ('ana+552.5.3.4.data@example.org', ('letter', 552, '5.3.4')),
        ('ana+451.data@example.org', ('letter', 451, '')),
        ('ana+close.rcpt@example.org', ('recipient', 0, '')),
        ('ana+close.data@example.org', ('letter', 0, '')),
        ('ana+hang.rcpt@example.org', ('recipient', 0, '')),
        ('ana+hang.data@example.org', ('letter', 0, '')),
    ],
)
async def test_trouble_with_one_letter_says_where_it_came_and_does_not_touch_the_next(quick, to: str, trouble: tuple[str, int, str]):
    taken = Taken()
    async with mail_server(taken) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        assert await trouble_with(post, to) == trouble
        await post.hand_over(a_message('ben@example.org'), 2, 2)
        await post.close()
    assert taken.letters[-1].rcpt_tos == ['ben@example.org']


async def test_the_link_that_stops_letters_travels_whole_in_its_line(tmp_path):
    message, taken = a_message(), Taken()
    message['List-Unsubscribe'] = STOP
    async with mail_server(taken) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        await post.hand_over(message, 1, 1)
        await post.close()
    await ToMailbox(Mailbox(tmp_path)).hand_over(message, 1, 1)
    written = [taken.letters[0].original_content, *(path.read_bytes() for path in tmp_path.rglob('*.eml'))]
    assert [f'\r\nList-Unsubscribe: {STOP}\r\n'.encode() in raw for raw in written] == [True, True]


async def test_a_server_that_takes_letters_from_others_only_is_in_trouble_itself():
    taken = Taken()
    taken.sender_answer = '553 5.7.1 not yours'
    async with mail_server(taken) as port:
        assert await trouble_with(ToServer(f'smtp://{HOST}:{port}', SENDER), 'ana@example.org') == ('sender', 553, '5.7.1')


async def test_a_connection_that_went_stale_between_two_letters_is_made_anew():
    taken = Taken()
    taken.ended_after_letter = True
    async with mail_server(taken) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        for _ in range(3):
            await post.hand_over(a_message(), 1, 1)
            await asyncio.sleep(0.01)
        taken.sender_answer = '451 4.3.0 full'
        assert await trouble_with(post, 'ana@example.org') == ('sender', 451, '4.3.0')
        await post.close()
    assert (len(taken.letters), taken.connections) == (3, 4)


async def test_a_server_that_takes_a_few_letters_on_each_connection_gets_a_new_one():
    taken = Taken()
    taken.most_on_one_connection = 2
    async with mail_server(taken) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        for _ in range(5):
            await post.hand_over(a_message(), 1, 1)
        await post.close()
    assert (len(taken.letters), taken.connections) == (5, 3)


async def test_an_address_with_accents_goes_only_where_it_can_be_told():
    taken = Taken()
    async with mail_server(taken, enable_SMTPUTF8=False) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        for _ in range(2):
            assert await trouble_with(post, 'zoé@example.org') == ('recipient', 553, '5.6.7')
        await post.close()
    assert taken.letters == []


async def test_nobody_at_home_a_server_that_says_nothing_and_one_that_talks_nonsense_are_away(quick):
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        port = silent.getsockname()[1]
        assert await trouble_with(ToServer(f'smtp://{HOST}:{port}', SENDER), 'ana@example.org') == ('server', 0, '')
    assert await trouble_with(ToServer(f'smtp://{HOST}:{port}', SENDER), 'ana@example.org') == ('server', 0, '')

    async def chat(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'554 5.3.2 closed for today\r\n')
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(chat, HOST, 0)
    port = server.sockets[0].getsockname()[1]
    assert await trouble_with(ToServer(f'smtp://{HOST}:{port}', SENDER), 'ana@example.org') == ('server', 554, '5.3.2')
    server.close()


async def test_a_letter_takes_its_time_and_no_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(post_office, 'LETTER_SECONDS', 0.2)
    async with mail_server(Taken()) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        assert await trouble_with(post, 'ana+hang.data@example.org') == ('letter', 0, '')
        await post.close()


async def test_whoever_is_told_to_stop_lets_the_connection_go():
    async with mail_server(Taken()) as port:
        post = ToServer(f'smtp://{HOST}:{port}', SENDER)
        handing = asyncio.create_task(post.hand_over(a_message('ana+hang.data@example.org'), 1, 1))
        await asyncio.sleep(0.1)
        handing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await handing
        await post.hand_over(a_message(), 1, 1)
        await post.close()


@pytest.fixture(scope='module')
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp('tls')
    key, cert = str(folder / 'key.pem'), str(folder / 'cert.pem')
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2',
         '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def server_side(certificate: tuple[str, str]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


@pytest.mark.parametrize('how', ['smtp://{}?starttls', 'smtps://{}', 'smtp://us%40er:pass%2Fword@{}?starttls'])
async def test_letters_travel_encrypted_where_the_address_says_so(certificate, monkeypatch: pytest.MonkeyPatch, how: str):
    monkeypatch.setenv('SSL_CERT_FILE', certificate[0])
    taken, context = Taken(), server_side(certificate)
    choices = {'tls': context} if how.startswith('smtps') else {'tls_context': context, 'require_starttls': True}
    async with mail_server(taken, authenticator=knows(b'pass/word'), **choices) as port:
        post = ToServer(how.format(f'localhost:{port}'), SENDER)
        await post.hand_over(a_message(), 1, 1)
        await post.close()
    assert [one.rcpt_tos for one in taken.letters] == [['ana@example.org']]


@pytest.mark.parametrize('how', ['smtp://{}?starttls', 'smtps://{}'])
async def test_a_server_whose_certificate_nobody_vouches_for_gets_no_letter(certificate, how: str):
    taken, context = Taken(), server_side(certificate)
    async with mail_server(taken, **({'tls': context} if how.startswith('smtps') else {'tls_context': context})) as port:
        assert await trouble_with(ToServer(how.format(f'localhost:{port}'), SENDER), 'ana@example.org') == ('server', 0, '')
    assert taken.letters == []


async def test_a_wrong_password_is_trouble_of_the_server(certificate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv('SSL_CERT_FILE', certificate[0])
    async with mail_server(Taken(), authenticator=knows(b'right'), tls_context=server_side(certificate)) as port:
        post = ToServer(f'smtp://user:wrong@localhost:{port}?starttls', SENDER)
        assert await trouble_with(post, 'ana@example.org') == ('server', 535, '5.7.8')


@pytest.mark.parametrize(
    ('address', 'starttls'),
    [
        ('smtp://mail.example.org', False), ('smtp://mail.example.org?starttls', True), ('smtp://u:p@mail.example.org', True),
        ('smtp://u:p@127.0.0.1:2525', False), ('smtp://u:p@localhost', False), ('smtp://u:p@localhost?starttls=1', True),
    ],
)  # fmt: skip
def test_a_password_never_leaves_this_machine_in_the_open(address: str, starttls: bool):
    assert ToServer(address, SENDER)._smtp._start_tls_on_connect is starttls


async def test_without_a_mail_server_letters_are_kept_as_files_and_can_be_read(tmp_path):
    ours = Mailbox(tmp_path / 'letters')
    post = ToMailbox(ours)
    await post.hand_over(a_message(), 3, 8)
    await post.hand_over(a_message(subject='Otra vez'), 3, 8)
    await post.hand_over(a_message('ben@example.org'), 12, None)
    await post.close()
    (tmp_path / 'letters' / '.half').write_text('half a letter')
    newest, first = await ours.newest()
    assert first == KeptLetter(
        3, 8, first.kept_at, 'ana@example.org', 'Otra vez', 'Está dentro.\n.\nHasta el viernes.\n', '<p>Está dentro.</p>\n', ('café.ics',)
    )
    assert (newest.id, newest.person_id, newest.to) == (12, None, 'ben@example.org')
    assert abs(first.kept_at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)
    assert [letter.id for letter in await ours.newest(limit=1)] == [12]
    assert [letter.id for letter in await ours.newest(before_id=12)] == [3]
    assert (await ours.find(3), await ours.find(4)) == (first, None)
    assert [oct(path.stat().st_mode & 0o777) for path in (tmp_path / 'letters', tmp_path / 'letters/3-8.eml')] == ['0o700', '0o600']


async def test_the_kept_letters_of_this_installation_are_read_page_by_page():
    for number in (1, 2, 3):
        await Mailbox.ours().keep(a_message().as_bytes(), number, 8)
    assert [letter.id for letter in await mailbox(2)] == [3, 2]
    assert [letter.id for letter in await mailbox(2, before_id=2)] == [1]
    assert ((await kept_letter(2)).subject, await kept_letter(4)) == ('Su lugar: viernes', None)
    assert await Mailbox.ours().forget(8) == 3


async def test_kept_letters_go_with_their_reader_and_with_time(tmp_path):
    ours = Mailbox(tmp_path / 'letters')
    assert (await ours.newest(), await ours.forget(8), await ours.sweep(NOW)) == ([], 0, 0)
    for number, person in ((1, 8), (2, 9), (3, 8), (4, 9)):
        await ours.keep(a_message().as_bytes(), number, person)
    assert await ours.forget(8) == 2
    os.utime(tmp_path / 'letters' / '2-9.eml', (0, (NOW - DAY).timestamp()))
    assert await ours.sweep(NOW) == 1
    assert [letter.id for letter in await ours.newest()] == [4]


async def test_a_disk_that_takes_nothing_is_a_server_that_is_away(tmp_path):
    (tmp_path / 'letters').write_text('a file where the folder should be')
    with pytest.raises(Trouble) as caught:
        await ToMailbox(Mailbox(tmp_path / 'letters')).hand_over(a_message(), 1, 1)
    assert (caught.value.where, caught.value.words) == (Where.SERVER, 'server FileExistsError')


def test_the_settings_choose_the_post():
    given = kit_settings.settings()
    assert isinstance(post_of(dataclasses.replace(given, smtp_url='smtp://localhost')), ToServer)
    assert isinstance(post_of(dataclasses.replace(given, smtp_url=None)), ToMailbox)
