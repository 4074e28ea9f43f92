"""How hard a text is, counted without a dictionary."""

from __future__ import annotations

import pytest

from coaching.kit.readability import _english, _spanish, ease, grade


@pytest.mark.parametrize(
    ('word', 'syllables'),
    [
        ('cat', 1),
        ('table', 2),
        ('the', 1),
        ('café', 2),
        ('cafés', 2),
        ('came', 1),
        ('asked', 1),
        ('needed', 2),
        ('tree', 1),
        ('question', 2),
        ('5', 1),
    ],
)
def test_syllables_of_english(word: str, syllables: int):
    assert _english(word) == syllables


@pytest.mark.parametrize(
    ('word', 'syllables'),
    [
        ('café', 2),
        ('día', 2),
        ('guía', 2),
        ('que', 1),
        ('usted', 2),
        ('idea', 3),
        ('ciudad', 2),
        ('leer', 2),
        ('país', 2),
        ('y', 1),
        ('agüero', 3),
    ],
)
def test_syllables_of_spanish(word: str, syllables: int):
    assert _spanish(word) == syllables


def test_short_words_in_short_sentences_are_for_the_first_years():
    assert grade('We sat. He ran to us. She made tea.') < 0
    assert ease('La mesa es roja. Ella come pan. Él toma té.') > 90


def test_long_words_in_a_long_sentence_are_for_university():
    assert (
        grade('Organizational participation necessitates comprehensive administrative documentation of individual responsibilities.') > 18
    )
    assert ease('La participación organizacional requiere documentación administrativa exhaustiva de responsabilidades individuales.') < 30


def test_lines_end_sentences_too():
    assert grade('one two three\nfour five six') == grade('one two three. Four five six.')


def test_nothing_has_no_grade():
    with pytest.raises(ValueError, match='a text without words has no grade'):
        grade('— … !')
