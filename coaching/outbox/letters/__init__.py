"""A letter: what its writer knows, the words of its kind in its reader's language, and the message that comes of both.

The words are rendered first and what fills them afterwards, escaped, so that nobody's name can become markup; and whatever reaches
a header is one printable line.
"""

from __future__ import annotations

import datetime
import email.utils
from email.headerregistry import Address
from email.message import EmailMessage

from markupsafe import Markup

from coaching.kit.calendars import Attachment
from coaching.kit.words import _, known, speaking
from coaching.outbox.letters import bodies
from coaching.outbox.letters.mails import mail
from coaching.outbox.letters.values import Frame, Letter, Row, WrongLetter, called, kind_of, one_line
from coaching.outbox.lines import PLAIN, WITH_UTF8

__all__ = ['Frame', 'Letter', 'Row', 'WrongLetter', 'called', 'one_line', 'preview', 'render']

MOST_IN_HEADER = 150


def render(letter: Letter, frame: Frame, now: datetime.datetime) -> EmailMessage:
    """The message, ready to be posted; the same letter has the same Message-ID however often it is written.

    :raises WrongLetter: it does not fit its kind, or its address cannot be written to.
    """
    kind_of(letter)
    message = EmailMessage(policy=PLAIN if letter.to_address.isascii() else WITH_UTF8)
    with speaking(letter.language):
        page, facts = mail(letter.kind), bodies.filling(letter, frame)
        _head(message, letter, frame, bodies.filled(page.head.subject, facts), now)
        message.set_content(bodies.text(letter, frame, page, facts), cte='quoted-printable')
        message.add_alternative(bodies.html(letter, frame, page, facts), subtype='html', cte='quoted-printable')
    if letter.calendar is not None:
        _enclose(message, letter.calendar)
    message['Content-Language'] = known(letter.language)
    return message


def preview(letter: Letter, frame: Frame) -> tuple[str, Markup]:
    """Subject and body as the reader will see them, for the page on which somebody decides to send them.

    Its links lead nowhere there: they are the reader's own, and open without a sign-in.

    :raises WrongLetter: it does not fit its kind, or its address cannot be written to.
    """
    kind_of(letter)
    with speaking(letter.language):
        page, facts = mail(letter.kind), bodies.filling(letter, frame)
        return bodies.filled(page.head.subject, facts), bodies.without_addresses(bodies.body(letter, frame, page, facts))


def _head(message: EmailMessage, letter: Letter, frame: Frame, subject: str, now: datetime.datetime) -> None:
    sender = called(letter.sender, '')
    house, own = email.utils.parseaddr(frame.mail_from)
    from_name = _('%(name)s at %(network)s', name=sender, network=frame.network) if sender else frame.network or one_line(house)
    message['From'] = _address(from_name, own)
    message['To'] = _address(called(letter.to_name, ''), letter.to_address)
    if letter.reply_to:
        message['Reply-To'] = _address(sender, letter.reply_to)
    message['Subject'] = _plain(subject)
    message['Date'] = now
    message['Message-ID'] = one_line(letter.message_id)
    message['Auto-Submitted'] = 'auto-generated'
    if letter.stop_url:
        message['List-Unsubscribe'] = f'<{letter.stop_url}>'
        message['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click'


def _address(name: str, address: str) -> Address:
    local, _at, host = address.rpartition('@')
    return Address(display_name=_plain(name), username=local, domain=host if host.isascii() else host.encode('idna').decode())


def _plain(text: str) -> str:
    """Text of a header, short, and none that is decoded: what was typed as an encoded word (RFC 2047) can hold the end of a line."""
    return text[:MOST_IN_HEADER].replace('=?', '= ?')


def _enclose(message: EmailMessage, calendar: Attachment) -> None:
    """Once for mail programs that know calendars, once as a file for all others."""
    message.add_alternative(calendar.text, maintype='text', subtype='calendar', params={'charset': 'utf-8', 'method': calendar.method})
    message.add_attachment(calendar.text, maintype='application', subtype='ics', filename='invite.ics')
