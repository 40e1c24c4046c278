"""Sending a file piece by piece, so that a line that breaks costs one piece and not the file."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse

from kimbilio.access.choices import Permission
from kimbilio.cases.actions.documents import append_piece, begin_upload, safe_name, upload_of
from kimbilio.cases.document_choices import DOCUMENT
from kimbilio.kernel.errors import DomainError
from kimbilio.vault.files import FileEmpty, FileTooLarge, UploadBroken
from kimbilio.web.pages import StaffRequest, case_or_404, page

PIECE = 256 * 1024  # about five seconds on a slow line
LARGEST_PIECE = 2 * 1024 * 1024  # a piece is held in memory whole
STATUS_OF = {
    "file_too_large": 413, "disk_full": 507, "upload_gone": 404, "not_allowed": 403,
}  # fmt: skip


def _answered(act: Callable[[], JsonResponse]) -> JsonResponse:
    """What ``act`` says, or why it was refused, in words the page can show."""
    try:
        return act()
    except UploadBroken as broken:
        return JsonResponse({"next": broken.size}, status=409)
    except DomainError as refusal:
        status = STATUS_OF.get(refusal.code, 422)
        return JsonResponse({"code": refusal.code, "message": str(refusal.message)}, status=status)


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def begin(request: StaffRequest, code: str) -> JsonResponse:
    """Announce a file by its size and name, so that what cannot be kept is not sent at all."""
    case = case_or_404(request, code)

    def act() -> JsonResponse:
        size = int(request.POST.get("size") or 0) if _is_number(request.POST.get("size")) else 0
        if size > DOCUMENT.limit:
            raise FileTooLarge(DOCUMENT.limit)
        if size == 0:
            raise FileEmpty
        safe_name(request.POST.get("name", ""))
        stored = begin_upload(case=case, by=request.user)
        return JsonResponse({"upload": str(stored.pk), "next": 0, "piece": PIECE}, status=201)

    return _answered(act)


@page(needs=Permission.WORK_ON_CASE)
def piece(request: StaffRequest, code: str, pk: UUID) -> JsonResponse:
    """Send the next piece, or ask (GET) where to go on after a break."""
    case = case_or_404(request, code)

    def act() -> JsonResponse:
        if request.method != "POST":
            stored = upload_of(case=case, upload=pk, by=request.user)
            return JsonResponse({"next": stored.size})
        offset = request.headers.get("Upload-Offset", "")
        if not _is_number(offset):
            raise UploadBroken(upload_of(case=case, upload=pk, by=request.user).size)
        went_to = append_piece(
            case=case, upload=pk, piece=_body(request), offset=int(offset), by=request.user
        )
        return JsonResponse({"next": went_to})

    return _answered(act)


def _body(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_PIECE:
        raise FileTooLarge(DOCUMENT.limit)
    try:
        return request.body
    except RequestDataTooBig:
        raise FileTooLarge(DOCUMENT.limit) from None


def _is_number(text: Any) -> bool:
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 13
