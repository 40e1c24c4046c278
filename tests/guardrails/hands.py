"""Hands that type into the pages of a running Kimbilio, and remember each word and each answer."""

import re
import sys
from uuid import uuid4

from django.test import Client

from kimbilio.accounts.second_factor import HAS_FACTOR

TYPED = []
REPLIES = []


def word(name):
    """A word that stands nowhere else."""
    made = f"Xukwanzi{len(TYPED):02d}{name}"
    TYPED.append(made)
    return made


def phone():
    """A number that stands nowhere else, as people write it."""
    made = f"07{61 + len(TYPED) % 30} {482 + len(TYPED)} {915 - len(TYPED)}"
    TYPED.append(made)
    return made


def browser(user):
    """The pages as ``user`` meets them."""
    client = Client(HTTP_HOST="127.0.0.1", raise_request_exception=True)
    client.force_login(user)
    session = client.session
    session[HAS_FACTOR] = True
    session.save()
    return client


def send(client, address, /, *, ok=302, **fields):
    """Send one form the way a page does, and remember what came back beside the page itself."""
    answer = client.post(address, {"sent_key": str(uuid4()), **fields})
    if answer.status_code != ok:
        errors = answer.context and answer.context.get("form") and answer.context["form"].errors
        sys.exit(f"{address}: {answer.status_code} {errors}")
    REPLIES.append(f"{answer.status_code} {dict(answer.headers)}")
    return answer


def look(client, *addresses):
    """Open pages; keep their headers and titles, where no name may stand."""
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")
        title = re.search(r"<title.*?</title>", answer.content.decode(errors="replace"), re.S)
        REPLIES.append(f"{dict(answer.headers)} {title and title[0]}")
