"""Several write on one question: who comes second is told, and nothing is lost."""

import pytest

from coaching.path.rules.marking import is_link
from coaching.path.rules.noting import MOST, Keep, NoNote, mark_of, settled

OURS, THEIRS = mark_of('We said yes.'), mark_of('They said no.')


@pytest.mark.parametrize(
    ('mine', 'theirs', 'seen', 'keep', 'comes'),
    [
        ('We said yes.', '', mark_of(''), None, 'We said yes.'),
        ('We said yes.', 'We said yes.', mark_of(''), None, None),
        ('We said yes.', 'They said no.', OURS, None, None),
        ('We said: yes!', 'We said yes.', OURS, None, 'We said: yes!'),
        ('', 'We said yes.', OURS, None, ''),
        ('We said: yes!', 'They said no.', OURS, None, NoNote.CHANGED_MEANWHILE),
        ('We said: yes!', 'They said no.', OURS, Keep.MINE, NoNote.CHANGED_MEANWHILE),
        ('We said: yes!', 'They said no.', THEIRS, Keep.MINE, 'We said: yes!'),
        ('We said: yes!', 'They said no.', THEIRS, Keep.THEIRS, None),
        ('We said: yes!', 'They said no.', THEIRS, Keep.BOTH, 'They said no.\n\nWe said: yes!'),
        ('We said: yes!', '', mark_of(''), Keep.BOTH, 'We said: yes!'),
        ('x' * 2000, 'y' * 2000, mark_of('y' * 2000), Keep.BOTH, NoNote.TOO_LONG),
        ('x' * MOST, '', mark_of(''), None, 'x' * MOST),
    ],
)
def test_words_are_kept_asked_about_or_left_as_they_are(mine, theirs, seen, keep, comes):
    assert settled(mine, theirs=theirs, seen=seen, keep=keep) == comes


@pytest.mark.parametrize(
    ('text', 'leads'),
    [
        ('https://example.org/a?b#c', True), ('http://example.org', True), ('https://', False), ('javascript:alert(1)', False),
        ('https://exa mple.org', False), ('HTTPS://example.org', True), ('ftp://example.org', False), ('//example.org', False),
        (' https://example.org', False), ('https:///etc/passwd', False),
    ],
)  # fmt: skip
def test_a_link_leads_over_the_web_and_nowhere_else(text, leads):
    assert is_link(text) is leads
