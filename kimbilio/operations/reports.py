"""What an error page or an error mail may show: nothing that was typed, kept or computed."""

from collections.abc import ItemsView
from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class ShowNothing(SafeExceptionReporterFilter):
    """Hides every variable, setting, cookie, header and posted field, in each mode."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Hide always, even while debugging: a developer's copy may hold real records too."""
        return True

    def get_safe_settings(self) -> dict[str, Any]:
        """No setting: addresses and passwords are among them."""
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        """No header: cookies sign people in, and the query string may hold a name."""
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        """No cookie."""
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Nothing of what was typed."""
        return {}

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType | TracebackType
    ) -> ItemsView[str, Any]:
        """No local variable: decrypted texts live there."""
        return {}.items()
