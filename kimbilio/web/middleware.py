"""What every answer says to the browser: load nothing from elsewhere, keep no copy."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from kimbilio.web.failures import bad_request

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",  # data: the icons' masks; blob: a photo before it is sent
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
)  # fmt: skip


def features(*allowed: str) -> str:
    """The header that switches features of the browser off, but for those that a page of ours needs itself."""
    return ", ".join(f"{name}=(self)" if name in allowed else f"{name}=()" for name in OFF)


FEATURES = features()


class SafePages:
    """Adds the headers; a view may set its own policy first, and keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the headers it lacks."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not response.has_header("Cache-Control"):
            # Going back after signing out, or a shared computer's disk, must show nothing.
            add_never_cache_headers(response)
        return response


LOOPBACK = frozenset({"127.0.0.1", "::1"})


class ThroughProxy:
    """Behind our own proxy on this machine, the visitor's address is the one that the proxy saw.

    Only the last entry of ``X-Forwarded-For`` counts, and only from a loopback address: what a
    visitor writes there themselves is never believed. Part of the production settings alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the true address before anything else asks for it."""
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if request.META.get("REMOTE_ADDR") in LOOPBACK and forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
        return self.get_response(request)


class ReadableAddress:
    """Refuses addresses with a NUL in them: PostgreSQL stores none, so that nothing could be found.

    Fields of forms are looked at by the forms, which say so beside the field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page for what cannot be read, or the answer."""
        asked = request.path_info + request.META.get("QUERY_STRING", "")
        if "\0" in asked or "%00" in asked:
            return bad_request(request, SuspiciousOperation())
        return self.get_response(request)
