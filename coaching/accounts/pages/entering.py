"""What every page that signs somebody in has in common."""

from __future__ import annotations

from litestar import Request, Response

from coaching.accounts import cookies
from coaching.accounts.commands import sign_out
from coaching.accounts.queries import actor_for
from coaching.accounts.rules import device_words, home, is_our_path
from coaching.accounts.values import SignedIn
from coaching.kit import clock
from coaching.kit.pages import go


def device(request: Request) -> str:
    """The browser in words that its owner knows."""
    return device_words(request.headers.get('user-agent', ''))


async def entered(request: Request, signed_in: SignedIn) -> Response:
    """Let the browser keep the new sign-in, end the one it had, and go to where somebody wanted to be."""
    if request.user.signed_in:
        await sign_out(by=request.user, now=clock.now())
    actor = await actor_for(signed_in.account_id)
    path = signed_in.next_path if is_our_path(signed_in.next_path) else home(actor or request.user)
    response = go(request, path)
    response.set_cookie(cookies.cookie(signed_in.token, signed_in.lasts))
    response.set_cookie(cookies.ended(cookies.ASKED))
    return response
