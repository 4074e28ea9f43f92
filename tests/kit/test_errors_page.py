"""The product's own page of errors, in every language."""

import pytest
from litestar import get
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from coaching.kit import access, errors, words
from tests.kit.small import TRAINER, browser, small_app


@get('/broken/{code:int}', opt=access.ANYONE)
async def broken(code: FromPath[int]) -> None:
    raise HTTPException(status_code=code)


@pytest.mark.parametrize('actor', [access.PUBLIC, TRAINER])
@pytest.mark.parametrize('language', sorted(words.LANGUAGES))
async def test_every_error_has_a_whole_page_with_its_title_a_way_on_and_for_our_own_faults_a_number(actor, language):
    prefix = '' if language == words.ENGLISH else f'/{language}'
    async with browser(small_app(broken, actor=actor)) as client:
        for code, (title, sentence) in errors.problems.SAID.items():
            answer = await client.get(f'{prefix}/broken/{code}')
            with words.speaking(language):
                said = f'<h1>{title}</h1>', str(sentence)
            if code == 401:
                assert answer.status_code in (303, 401)
                continue
            assert answer.status_code == code
            assert [part in answer.text for part in said] == [True, True]
            assert f'<html lang="{language}"' in answer.text and '</html>' in answer.text
            assert (answer.headers['x-request-id'] in answer.text) == (code >= 500)
            assert 'style=' not in answer.text and '<style' not in answer.text
