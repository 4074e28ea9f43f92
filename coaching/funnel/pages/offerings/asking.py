"""An offering's optional questions, answered by whoever holds the link of a spot."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.answering import answer_questions
from coaching.funnel.forms.offerings import answers_form
from coaching.funnel.pages.spots import herself, opened
from coaching.funnel.queries.answers import asked_of
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _, language


@get('/sign-ups/{token:str}/answers', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    spot = await opened(token)
    asked = await asked_of(spot.registration.id, language())
    return page(request, 'funnel/offerings/answers.html', token=token, form=answers_form([one.as_field for one in asked]))


@post('/sign-ups/{token:str}/answers', opt=access.LINK)
async def answer(request: Request, token: FromPath[str]) -> Response:
    """Keep the answers; nothing has to be answered."""
    spot = await opened(token)
    asked = await asked_of(spot.registration.id, language())
    form = answers_form([one.as_field for one in asked], await forms.sent(request))
    if not form.validate():
        return page(request, 'funnel/offerings/answers.html', status=422, token=token, form=form)
    await answer_questions(spot.registration.id, form.answers(), by=herself(spot), now=clock.now())
    return go(request, f'/sign-ups/{token}', say=_('Thank you. Your trainers can see it now.'))


ROUTES = [show, answer]
