"""The five protective factors have their words in every language."""

from __future__ import annotations

import pytest

from coaching.framework import factors
from coaching.kit import content, markdown
from coaching.kit.readability import ease, grade
from coaching.kit.words import speaking

PAGES = content.load(factors.FOLDER, factors.FactorWords)


def test_they_stand_in_their_order_in_the_language_that_is_spoken():
    assert [page.head.title for page in factors.factors()] == [
        'Parental Resilience',
        'Social Connections',
        'Knowledge of Parenting and Child Development',
        'Concrete Support in Times of Need',
        'Social and Emotional Competence of Children',
    ]
    with speaking('es'):
        assert [page.head.plain for page in factors.factors()][:2] == ['Salir adelante cuando la vida pesa', 'Tener en quién apoyarse']


@pytest.mark.parametrize('key', factors.FACTORS)
def test_each_is_said_so_that_it_is_easy_to_read(key: str):
    english, spanish = PAGES[key]['en'], PAGES[key]['es']
    assert grade(f'{english.head.plain}\n{english.head.summary}\n{markdown.plain(english.body)}') <= 6
    assert ease(f'{spanish.head.plain}\n{spanish.head.summary}\n{markdown.plain(spanish.body)}') >= 70


def test_a_factor_that_is_missing_is_told_and_so_is_one_that_nobody_knows():
    pages = {('hope' if key == 'knowledge' else key): said for key, said in PAGES.items()}
    assert factors.faults(PAGES) == []
    assert factors.faults(pages) == ['factors/knowledge.md: is missing', 'factors/hope.md: there is no factor of this name']
