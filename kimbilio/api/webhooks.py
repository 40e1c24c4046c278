"""The door for providers' postings: genuine ones are written down and answered at once, nothing more.

What is posted is read a moment later by ``helpline.post``. So a provider never waits for us, a server
that dies in the middle has lost nothing, and the provider's next try makes no second message.
"""

import time

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kimbilio.audit import origin
from kimbilio.helpline.actions.delivering import count_refusal, keep_delivery
from kimbilio.helpline.marks import door_hash
from kimbilio.helpline.models import Account, Refusal
from kimbilio.helpline.providers.base import LARGEST, Forged, Posting, Reply, Unreadable
from kimbilio.helpline.providers.known import provider_of
from kimbilio.web.pages import page

REMEMBERED = 20.0  # seconds for which a process knows an account without asking anew
_known: dict[str, tuple[float, Account]] = {}


@csrf_exempt
@page(needs=None)
def door(request: HttpRequest, key: str) -> HttpResponse:
    """Take what a provider posts to the secret address of one account."""
    account = account_behind(key)
    if too_large(request):
        count_refusal(account=account, why=Refusal.Why.TOO_LARGE)
        return HttpResponse(status=413)
    posting = posting_of(request)
    provider = provider_of(account.provider)
    if request.method == "GET":
        return answer_with(provider.greet(posting, account.typed))
    try:
        provider.check(posting, account.typed)
    except Forged:
        count_refusal(account=account, why=Refusal.Why.FORGED)
        return HttpResponse(status=403)
    try:
        reply = provider.answer(posting, account.typed)
    except Unreadable:
        reply = Reply()  # kept all the same, for somebody to look at
    keep_delivery(account=account, body=posting.body, content_type=posting.content_type)
    return answer_with(reply)


def account_behind(key: str) -> Account:
    """The account whose door this is; remembered for some seconds, so that a flood asks little."""
    hashed = door_hash(key)
    held = _known.get(hashed)
    if held and held[0] > time.monotonic():
        return held[1]
    account: Account | None = Account.objects.filter(door_hash=hashed, is_active=True).first()
    if account is None:
        _known.pop(hashed, None)
        raise Http404
    if len(_known) > 100:
        _known.clear()
    _known[hashed] = (time.monotonic() + REMEMBERED, account)
    return account


def forget_accounts() -> None:
    """Ask the database anew for every door; for tests and after a change in this process."""
    _known.clear()


def too_large(request: HttpRequest) -> bool:
    """Whether the posting says that it is larger than any provider's, before a byte is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
    except ValueError:
        return True


def posting_of(request: HttpRequest) -> Posting:
    """The request as the providers' modules read it, with the true peer and the public address."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    headers["x-real-peer"] = origin.address_of(request) or ""
    return Posting(
        method=request.method or "",
        url=settings.PUBLIC_URL.rstrip("/") + request.get_full_path(),
        body=request.body,
        content_type=request.content_type or "",
        headers=headers,
        query=request.GET.dict(),
    )


def answer_with(reply: Reply) -> HttpResponse:
    """What the provider gets to read."""
    return HttpResponse(reply.body, content_type=reply.content_type, status=reply.status)
