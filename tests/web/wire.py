"""A form sent through the program's real WSGI door: tokens are checked, no exception comes out."""

import contextlib
import html
import re
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection

TOKEN = "a" * 32
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came over the wire."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def fields(self):
        """The hidden fields of the form it draws, ready to be sent again."""
        form = re.search(r'<form method="post" action="[^"]*"[^>]*>(?!.*name="language").*?</form>',
                         self.text.partition('<div class="row-x between')[0], re.DOTALL)  # fmt: skip
        found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0] if form else "")
        return [
            (name, html.unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"
        ]


def send(client, path, fields=None, *, token=TOKEN, body=None, kind=FORM, **environ):
    """Send ``fields`` (or the raw ``body``) as the browser of ``client`` would; None is a GET."""
    if fields is not None:
        sent = dict(fields) if isinstance(fields, dict) else list(fields)
        pairs = list(sent.items()) if isinstance(sent, dict) else sent
        pairs = [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
        body = urlencode([("csrfmiddlewaretoken", token), *pairs], doseq=True).encode()
    client.cookies["csrftoken"] = TOKEN
    stream = environ.pop("stream", None) or BytesIO(body or b"")
    around = client._base_environ(
        PATH_INFO=path,
        REQUEST_METHOD="GET" if body is None else "POST",
        **({} if body is None else {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}),
        **{"wsgi.input": stream, **environ},
    )
    said = {}

    def start(status, headers, exc_info=None):
        said.update(status=int(status.split()[0]), headers=dict(headers))

    with line_stays_open():
        answer = WSGIHandler()(around, start)
        text = b"".join(answer).decode()
        answer.close()
    return Answer(text=text, **said)


@contextlib.contextmanager
def line_stays_open():
    """Inside a test's own transaction the end of a request must not close the database."""
    ends = (request_started, request_finished) if connection.in_atomic_block else ()
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)
