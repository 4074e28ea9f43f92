"""Which browser is it? Said in words that its owner knows; the rest of what a browser tells of itself is not kept."""

from __future__ import annotations

BROWSERS = (
    ('Edg', 'Edge'),
    ('OPR/', 'Opera'),
    ('SamsungBrowser', 'Samsung Internet'),
    ('Firefox/', 'Firefox'),
    ('FxiOS', 'Firefox'),
    ('CriOS', 'Chrome'),
    ('Chromium', 'Chromium'),
    ('Chrome/', 'Chrome'),
    ('Safari/', 'Safari'),
)
SYSTEMS = (
    ('iPhone', 'iPhone'),
    ('iPad', 'iPad'),
    ('Android', 'Android'),
    ('CrOS', 'Chromebook'),
    ('Windows', 'Windows'),
    ('Macintosh', 'Mac'),
    ('Linux', 'Linux'),
)


def device_words(user_agent: str) -> str:
    """Browser and device, such as 'Firefox, Android'; '' where neither is known."""
    known = (next((words for sign, words in signs if sign in user_agent), '') for signs in (BROWSERS, SYSTEMS))
    return ', '.join(words for words in known if words)
