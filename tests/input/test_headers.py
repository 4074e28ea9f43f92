"""Whatever stands in a name, a subject or a title, a letter has our headers and no others, one reader, and one event in its calendar."""

from __future__ import annotations

import datetime
import email
import email.policy

import icalendar
import pytest

from coaching.kit import calendars
from coaching.outbox.kinds import KINDS
from coaching.outbox.letters import Frame, Letter, Row, preview, render
from tests.input.structure import Structure, difference
from tests.input.texts import HEADERS, LINKS, MARKUP, plain

NOW = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
HERE = 'https://cafe.example/sign-ups/abc'
OURS = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'Auto-Submitted', 'MIME-Version', 'Content-Type', 'Content-Language']
CALENDAR = {'PRODID', 'VERSION', 'METHOD', 'CALSCALE'}


def a_letter(kind: str, text: str, **more: object) -> Letter:
    """A letter with the text in every place that a person writes."""
    known = KINDS[kind]
    facts = {
        'kind': kind, 'language': 'en', 'to_name': text, 'to_address': 'ana@example.org', 'message_id': '<1@cafe.example>',
        'facts': dict.fromkeys(known.facts, text), 'links': dict.fromkeys(known.links, HERE), 'button': HERE if known.button else '',
        'rows': (Row(text, HERE),) if known.rows else (), 'words': text if known.words else '', 'sender': text,
        'reply_to': 'dana@example.org', 'stop_url': HERE if known.stoppable else '',
    }  # fmt: skip
    return Letter(**facts | more)  # type: ignore[arg-type]


def framed(text: str) -> Frame:
    return Frame(text, text, 'https://cafe.example', 'Café Path <hello@cafe.example>')


def headers(raw: bytes) -> list[str]:
    """The names of a letter's headers as a mail program of today, and as an old one, reads them."""
    new, old = email.message_from_bytes(raw, policy=email.policy.default), email.message_from_bytes(raw)
    assert new.keys() == old.keys()
    assert new.defects == []
    return sorted(new.keys())


@pytest.mark.parametrize('kind', KINDS)
def test_no_text_adds_a_header_or_a_reader(kind: str):
    expected = headers(render(a_letter(kind, 'Ana Ruiz'), framed('Prairie'), NOW).as_bytes())
    assert set(OURS) <= set(expected)
    for text in (*HEADERS, *MARKUP):
        raw = render(a_letter(kind, text), framed(text), NOW).as_bytes(policy=email.policy.SMTP.clone(cte_type='7bit'))
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        assert headers(raw) in (expected, sorted({*expected, 'Reply-To'})), text
        assert [one.addr_spec for one in letter['To'].addresses] == ['ana@example.org'], text
        assert [one.addr_spec for one in letter['From'].addresses] == ['hello@cafe.example'], text
        assert [one.addr_spec for one in letter['Reply-To'].addresses] == ['dana@example.org'], text
        assert max(map(len, raw.split(b'\r\n'))) <= 998, text
        assert b'\n' not in raw.replace(b'\r\n', b''), text


@pytest.mark.parametrize('address', [f'ana@example.org{text}' for text in HEADERS] + [f'{text}@example.org' for text in HEADERS])
def test_an_address_with_more_in_it_is_no_address(address: str):
    for where in ('to_address', 'reply_to'):
        try:
            letter = render(a_letter('trainer-note', 'Ana', **{where: address}), framed('Prairie'), NOW)
        except ValueError:  # WrongLetter, or a domain that is none
            continue
        read = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
        assert headers(letter.as_bytes()) == headers(render(a_letter('trainer-note', 'Ana'), framed('Prairie'), NOW).as_bytes())
        assert len(read['To'].addresses) == len(read['Reply-To'].addresses) == 1


@pytest.mark.parametrize('text', ['=?utf-8?q?ana=0d=0abcc:x?=@example.org', 'ana@example.org\r\nBcc: x@x.example', 'a@b.org,c@d.org'])
async def test_a_form_takes_one_address_and_nothing_that_is_decoded_into_more(client, house, text: str):
    form = {'name': 'Ana Ruiz', 'email': text, 'language': 'en'}
    answer = await client.post(f'/sessions/{house.near.ids["coming_id"]}/sign-up', data=form)
    assert answer.status_code == 422


@pytest.mark.parametrize('kind', KINDS)
def test_no_text_becomes_markup_in_a_letter(kind: str):
    for text in MARKUP:
        letters = [render(a_letter(kind, told), framed(told), NOW) for told in (text, plain(text))]
        page, other = (letter.get_body(('html',)).get_content() for letter in letters)
        assert (Structure(page, is_letter=True).faults, difference(page, other)) == ([], ''), text


@pytest.mark.parametrize('text', LINKS)
def test_a_trainers_own_words_lead_to_the_web_and_to_mailboxes_only(text: str):
    _subject, body = preview(a_letter('trainer-note', 'Ana', words=text), framed('Prairie'))
    page = render(a_letter('trainer-note', 'Ana', words=text), framed('Prairie'), NOW).get_body(('html',)).get_content()
    assert (Structure(str(body)).faults, Structure(page, is_letter=True).faults) == ([], [])


@pytest.mark.parametrize('text', [*HEADERS, *MARKUP, 'a\r\nATTENDEE:mailto:evil@x.example', 'END:VEVENT\nBEGIN:VEVENT', '\\n;:,'])
def test_no_text_adds_a_line_to_a_calendar(text: str):
    def made(text: str) -> icalendar.Calendar:
        moved = calendars.Appointment(
            uid='1@cafe.example', sequence=0, changed_at=NOW, title=text, parts=[calendars.Part(NOW, NOW + HOUR)], zone='America/Chicago',
            url=HERE, text=text, location=text, is_cancelled=False,
        )  # fmt: skip
        mailboxes = calendars.Mailbox(text, 'hello@cafe.example'), calendars.Mailbox(text, 'ana@example.org')
        return icalendar.Calendar.from_ical(calendars.attachment(moved, *mailboxes).text)

    def names(calendar: icalendar.Calendar) -> list[list[str]]:
        return [[name for name, _value in part.property_items()] for part in calendar.walk()]

    assert names(made(text)) == names(made('Ana Ruiz'))
