"""The words of letters and the table of kinds are held to each other."""

from __future__ import annotations

import pytest

from coaching.kit.content import Page
from coaching.outbox.kinds import KINDS
from coaching.outbox.letters.mails import Mail, faults

HEAD = Mail(subject='Your code: {code}', preview='Once.', why='You asked.', button='Open')
BODY = 'Your code is {code}, {name}.\n\n{button}\n'


def told(head: Mail = HEAD, body: str = BODY, slug: str = 'sign-in') -> list[str]:
    pages = {slug: {'en': Page(slug, 'en', head, body)}}
    return [fault for fault in faults(pages) if not fault.endswith('is missing')]


def test_words_that_fit_their_kind():
    assert told() == []


def test_a_kind_without_words_is_named():
    assert faults({}) == [f'mails/{name}.md: is missing' for name in KINDS]


@pytest.mark.parametrize(
    ('changes', 'complaint'),
    [
        ({'slug': 'gossip'}, 'en/mails/gossip.md: no letter of this kind leaves this house'),
        ({'body': BODY + '\nOn {day}.'}, 'en/mails/sign-in.md: {day} is not known to this kind'),
        ({'head': Mail('Hi {day}', '', '', 'Open')}, 'en/mails/sign-in.md: {day} is not known to this kind'),
        ({'body': 'Your code.'}, 'en/mails/sign-in.md: {button} must stand once, in a paragraph of its own'),
        ({'body': BODY + '\n{button}\n'}, 'en/mails/sign-in.md: {button} must stand once, in a paragraph of its own'),
        ({'body': BODY.replace('\n\n', ' ')}, 'en/mails/sign-in.md: {button} must stand once, in a paragraph of its own'),
        ({'body': BODY + '\n[here](/help)'}, 'en/mails/sign-in.md: /help is no link of this kind'),
        ({'head': Mail('Hi', '', '')}, 'en/mails/sign-in.md: the button needs its label'),
        ({'slug': 'my-links', 'body': '{rows}', 'head': Mail('Hi', '', '', 'Open')}, 'en/mails/my-links.md: this kind has no button'),
    ],
)
def test_what_does_not_fit_is_named(changes: dict, complaint: str):
    assert told(**changes) == [complaint]
