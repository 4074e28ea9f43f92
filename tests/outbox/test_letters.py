"""Every kind of letter in every language: one purpose, one button, a twin in text, and nothing of anyone's typing in its head."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

import icalendar
import pytest

from coaching.kit.readability import ease, grade
from coaching.kit.words import LANGUAGES
from coaching.outbox.kinds import KINDS
from coaching.outbox.letters import Row, WrongLetter, preview, render
from tests.outbox.some_letters import DATE, FRAME, NOW, a_letter

NOBODY_STOPS = ('sign-in', 'address-changed', 'sign-in-changed')
EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]
HEADERS = [
    'From',
    'To',
    'Subject',
    'Date',
    'Message-ID',
    'Content-Language',
    'Auto-Submitted',
    'List-Unsubscribe',
    'List-Unsubscribe-Post',
    'MIME-Version',
    'Content-Type',
]


def posted(letter, frame=FRAME) -> EmailMessage:
    """The letter as it comes out of the wire."""
    return email.message_from_bytes(render(letter, frame, NOW).as_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def text_of(message: EmailMessage) -> str:
    return message.get_body(('plain',)).get_content().replace('\r\n', '\n')


def html_of(message: EmailMessage) -> str:
    return message.get_body(('html',)).get_content().replace('\r\n', '\n')


def shown(html: str) -> str:
    return ' '.join(re.sub(r'<[^>]+>', ' ', html[html.index('<body') :]).split())


def test_a_saved_spot_in_text():
    assert text_of(posted(a_letter())) == (
        'You are in, Ana Ruiz. Your spot for A Taste of Cafés is saved.\n\n'
        '- When: Friday, December 4, 2026, 12:00 pm to 1:00 pm Central Time\n- Where: Online\n\n'
        'How to join:\nhttps://cafe.example/button/abc\n\n'
        'The date is attached, so you can put it on your calendar. '
        'You can also add it to Google Calendar <https://cafe.example/google?a=1&b=2>.\n\n'
        'We will write to you the day before, and one hour before.\n\n'
        'Did your plans change? Move or cancel your spot <https://cafe.example/sign_up?a=1&b=2> in one step. '
        'You can also tell us there what you need to take part.\n\n'
        '-- \n'
        'You get this because a spot was saved with this address.\nQuestions? 555 0100\n'
        'Help: https://cafe.example/help\nPrivacy: https://cafe.example/privacy\nAccessibility: https://cafe.example/accessibility\n'
        'Stop emails like this one, or all of them: https://cafe.example/stop/abc\n'
    )


def test_the_same_letter_in_html_has_its_style_in_each_element():
    html = html_of(posted(a_letter()))
    assert '<html lang="en" dir="ltr">' in html
    assert '<style' not in html
    assert re.search(r'<a href="https://cafe.example/button/abc" style="[^"]*background: #8f3b1b[^"]*">How to join</a>', html)
    assert 'href="https://cafe.example/google?a=1&amp;b=2"' in html
    assert 'Your spot for <strong style="font-weight: bold;">A Taste of Cafés</strong> is saved.' in html


def test_its_head_is_complete():
    message = posted(a_letter(sender='Dana Hill', reply_to='dana@cafe.example'))
    assert {name: str(message[name]) for name in HEADERS[:-2]} == {
        'From': 'Dana Hill at Prairie Cafés <hello@cafe.example>',
        'To': 'Ana Ruiz <ana@home.example>',
        'Subject': 'Your spot: Fri, Dec 4, 12:00 pm',
        'Date': 'Tue, 01 Dec 2026 15:00:00 +0000',
        'Message-ID': '<promise-7@cafe.example>',
        'Content-Language': 'en',
        'Auto-Submitted': 'auto-generated',
        'List-Unsubscribe': '<https://cafe.example/stop/abc>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }
    assert str(message['Reply-To']) == 'Dana Hill <dana@cafe.example>'


def test_a_letter_of_the_house_is_from_the_network():
    assert str(posted(a_letter())['From']) == 'Prairie Cafés <hello@cafe.example>'
    assert str(posted(a_letter(), replace(FRAME, network=''))['From']) == 'Café Path <hello@cafe.example>'


def test_the_calendar_goes_along_twice():
    message = posted(a_letter())
    parts = [(part.get_content_type(), part.get_param('method'), part.get_filename()) for part in message.walk() if not part.is_multipart()]
    assert parts == [
        ('text/plain', None, None),
        ('text/html', None, None),
        ('text/calendar', 'REQUEST', None),
        ('application/ics', None, 'invite.ics'),
    ]
    bodies = [part.get_payload(decode=True) for part in message.walk() if 'calendar' in part.get_content_type() or part.get_filename()]
    assert bodies == [DATE.text, DATE.text]
    assert len(icalendar.Calendar.from_ical(bodies[0]).walk('VEVENT')) == 1


@pytest.mark.parametrize(('kind', 'language'), EVERY)
def test_every_letter_answers_first_and_has_nothing_left_open(kind: str, language: str):
    letter = a_letter(kind, language)
    message = posted(letter)
    text, html = text_of(message), html_of(message)
    assert '{' not in text + shown(html) + str(message['Subject'])
    assert 0 < len(str(message['Subject'])) <= 56
    for url in filter(None, (letter.button, letter.stop_url, *letter.links.values(), *(row.url for row in letter.rows))):
        assert url in text
        assert f'href="{url.replace("&", "&amp;")}"' in html
    assert html.count('class="button"') == KINDS[kind].button
    assert f'/{language}/help'.replace('/en', '') in html
    assert [name for name in message if name not in HEADERS] == []


@pytest.mark.parametrize('kind', KINDS)
def test_every_letter_reads_easily_in_both_languages(kind: str):
    def words(language: str) -> str:
        text = text_of(posted(a_letter(kind, language)))
        return re.sub(r':?\s<?https?://\S+', '', text)

    assert grade(words('en')) <= 6
    assert ease(words('es')) >= 70


@pytest.mark.parametrize('kind', KINDS)
def test_all_but_sign_in_can_be_stopped_with_one_click(kind: str):
    message = posted(a_letter(kind))
    assert (message['List-Unsubscribe-Post'] == 'List-Unsubscribe=One-Click') == (kind not in NOBODY_STOPS)
    assert ('Stop emails like this one' in text_of(message)) == (kind not in NOBODY_STOPS)


@pytest.mark.parametrize('to', ['ana@home.example', 'zoé@home.example'])
def test_the_link_that_stops_letters_stands_whole_in_its_line(to: str):
    stop = f'https://cafe.example/letters/stop/{"Zk4" * 30}'
    message = render(a_letter(stop_url=stop, to_address=to), FRAME, NOW)
    assert f'\r\nList-Unsubscribe: <{stop}>\r\n'.encode() in message.as_bytes()
    assert f'\r\nList-Unsubscribe: <{stop}>\r\n' in message.as_string(policy=message.policy)


def test_somebody_unknown_has_nothing_to_stop():
    message = posted(a_letter('invitation', stop_url=''))
    assert message['List-Unsubscribe'] is None
    assert 'Stop emails' not in text_of(message) + html_of(message)


def test_spanish_is_spoken_throughout():
    message = posted(a_letter('reminder-day', 'es'))
    assert str(message['Subject']) == 'Una probada de café es mañana, 12:00 pm'
    assert text_of(message).startswith('Una probada de café es mañana, Ana Ruiz. Nos dará gusto verle.')
    assert 'No recibir más correos como este, o ninguno: https://cafe.example/stop/abc' in text_of(message)
    assert 'Ayuda: https://cafe.example/es/help' in text_of(message)
    assert '<html lang="es" dir="ltr">' in html_of(message)
    assert message['Content-Language'] == 'es'


def test_a_language_that_is_gone_is_answered_in_english():
    assert posted(a_letter('spot-saved', 'tlh'))['Content-Language'] == 'en'


def test_a_list_without_dates_says_so():
    message = posted(a_letter('missed', rows=()))
    assert 'There are no dates yet. See our page in a few days. https://cafe.example/sessions' in text_of(message)
    assert '<a href="https://cafe.example/sessions"' in html_of(message)


def test_a_trainers_own_words_are_theirs_line_by_line_and_no_markup():
    words = 'Hello **all**,\nbring a cup.\n\n- tea\n- bread\n\n<b>{name}</b> [here](javascript:x) {stop}\u202e'
    message = posted(a_letter('trainer-note', words=words, sender='Dana Hill'))
    assert 'Hello all,\nbring a cup.\n\n- tea\n- bread\n\n<b>{name}</b> [here](javascript:x) {stop}\n' in text_of(message)
    html = re.sub(r' style="[^"]*"', '', html_of(message))
    assert '<p>Hello <strong>all</strong>,<br>\nbring a cup.</p>\n<ul>\n<li>tea</li>\n<li>bread</li>\n</ul>' in html
    assert '&lt;b&gt;{name}&lt;/b&gt; [here](javascript:x) {stop}' in html


def test_without_words_nothing_stands_in_their_place():
    assert 'class="words"' not in html_of(posted(a_letter('session-moved', words=' ')))
    assert 'nothing you need to do.\n\n- Where: Online' in text_of(posted(a_letter('session-moved', words='')))


def test_a_preview_shows_what_will_be_sent():
    subject, body = preview(a_letter('trainer-note'), FRAME)
    assert subject == 'Bring a cup on Friday'
    assert body.startswith('<p>Dana Hill writes to you about A Taste of Cafés:</p>\n<div class="words">')


HOSTILE = [
    'Ana\r\nBcc: victim@home.example',
    'Ana\nSubject: no',
    'Ana\x00\x0b\x0c\x85\u2028\u2029Bcc: a@b.example',
    '"Ana" <victim@home.example>, other@home.example',
    '=?utf-8?q?Bcc:_a=40b.example?=',
    'Ána ' * 400,
    '\u202eneddih\u202c',
    'a, b; c: d',
    '👩‍👩‍👧 ' * 30,
    '\ud800',
]


@pytest.mark.parametrize('typed', HOSTILE)
@pytest.mark.parametrize('kind', ['trainer-note', 'colleague-signed-up', 'invitation'])
def test_nothing_that_was_typed_changes_the_head(kind: str, typed: str):
    letter = a_letter(kind)
    facts = dict.fromkeys(letter.facts, typed)
    message = posted(replace(letter, to_name=typed, sender=typed, facts=facts), replace(FRAME, network=typed, help_line=typed))
    assert [name for name in message if name not in HEADERS] == []
    assert [address.addr_spec for address in message['To'].addresses] == ['ana@home.example']
    assert [address.addr_spec for address in message['From'].addresses] == ['hello@cafe.example']
    assert message.defects == []
    assert max(len(line) for line in render(letter, FRAME, NOW).as_bytes().split(b'\r\n')) <= 998


@pytest.mark.parametrize(
    'typed', ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{ 7 * 7 }}', '{when}', '[a](https://x.example)']
)
def test_nothing_that_was_typed_becomes_markup(typed: str):
    letter = a_letter('trainer-note')
    html = html_of(posted(replace(letter, facts=dict.fromkeys(letter.facts, typed))))
    assert '<script' not in html
    assert '<img' not in html
    assert 'x.example"' not in html
    assert '49' not in shown(html)


@pytest.mark.parametrize('name', ['win at www.casino.example', 'https://casino.example', 'casino.example', 'a@b.example', '', ' \n'])
def test_what_looks_like_an_address_is_no_name(name: str):
    message = posted(a_letter(to_name=name))
    assert text_of(message).startswith('You are in, neighbor.')
    assert str(message['To']) == 'ana@home.example'
    assert str(posted(a_letter('colleague-signed-up', facts={**a_letter('colleague-signed-up').facts, 'colleague': name}))['Subject']) == (
        'Somebody you know saved you a spot: Fri, Dec 4'
    )


@pytest.mark.parametrize('name', ['Ana-María J. O’Neil', 'Dr. Ruiz', 'مريم', 'Ana Ruiz (Oak School)'])
def test_a_name_is_called_as_it_is_written(name: str):
    assert f'You are in, {name}.' in text_of(posted(a_letter(to_name=name)))


@pytest.mark.parametrize(
    ('changes', 'complaint'),
    [
        ({'kind': 'gossip'}, "no letter of the kind 'gossip' leaves this house"),
        ({'to_address': 'ana@home.example\r\nBcc: x@y.example'}, 'an address that cannot be written to'),
        ({'to_address': 'ana'}, 'an address that cannot be written to'),
        ({'to_address': 'a@b@c.example'}, 'an address that cannot be written to'),
        ({'reply_to': 'x, y@z.example'}, 'an address that cannot be answered to'),
        ({'facts': {}}, "spot-saved asks for the facts ['day', 'session', 'time', 'when', 'where'], not []"),
        ({'links': {}}, "spot-saved asks for the links ['google', 'sign_up'], not []"),
        ({'button': ''}, 'spot-saved asks for a button'),
        ({'button': 'javascript:alert(1)'}, 'a link that leads nowhere'),
        ({'button': 'https://x.example/"><b>'}, 'a link that leads nowhere'),
        ({'stop_url': 'https://x.example/\r\nBcc: a@b.example'}, 'a link that leads nowhere'),
        ({'rows': (Row('a', 'https://x.example'),)}, 'spot-saved carries no rows'),
        ({'words': 'Hello'}, 'spot-saved carries no words'),
    ],
)
def test_a_letter_that_does_not_fit_its_kind_is_not_written(changes: dict, complaint: str):
    with pytest.raises(WrongLetter) as refused:
        render(a_letter(**changes) if 'kind' not in changes else replace(a_letter(), **changes), FRAME, NOW)
    assert str(refused.value) == complaint


def test_sign_in_has_no_way_to_stop_and_no_calendar():
    for changes, complaint in (
        ({'stop_url': 'https://x.example'}, 'sign-in carries no stop_url'),
        ({'calendar': DATE}, 'sign-in carries no calendar'),
    ):
        with pytest.raises(WrongLetter, match=complaint):
            render(a_letter('sign-in', **changes), FRAME, NOW)


def test_addresses_of_other_scripts_are_written_to():
    message = render(a_letter(to_address='ana@café.example'), FRAME, NOW)
    assert message['To'].addresses[0].addr_spec == 'ana@xn--caf-dma.example'
    assert 'josé@home.example'.encode() in render(a_letter(to_address='josé@home.example'), FRAME, NOW).as_bytes()
