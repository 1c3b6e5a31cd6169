"""Files on their way from a page with script: which one comes, then its parts."""

from __future__ import annotations

import re
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_POST

from heartleaf.archive import going_on, uploads, working
from heartleaf.archive.models import Import, Upload
from heartleaf.keepsakes.media import PART
from heartleaf.web import access
from heartleaf.web.access import child_too, signed_in, typed_by_another
from heartleaf.web.http import SignedIn

LARGEST_UPLOAD = 64 * 1024**3
MOST_FILES = 200_000
LONGEST_NAME = 1000


@require_POST
@signed_in
def begin_import(request: SignedIn) -> HttpResponse:
    row = uploads.new_import(request.visitor)
    return JsonResponse({"id": str(row.id)}, status=201)


@require_POST
@signed_in
def begin_for_import(request: SignedIn, id: UUID) -> HttpResponse:
    """Say which file is coming; the answer says where to send its parts."""
    row, number = access.an_import(request, id), _count(request, "number")
    if number is None or number > MOST_FILES:
        return HttpResponseBadRequest()
    return _begin(request, row, number)


@require_POST
@signed_in
@child_too
def begin(request: SignedIn) -> HttpResponse:
    """The same for a file of a form, which belongs to no import."""
    return _begin(request, None, 0)


@signed_in
@child_too
def upload(request: SignedIn, id: UUID) -> HttpResponse:
    """One part of a file, as the body of the request. A GET says how much has arrived."""
    row = access.upload(request, id)
    if request.method == "GET":
        return JsonResponse({"received": row.received, "size": row.size})
    if request.method != "POST" or not request.GET.get("offset", "").isdecimal():
        return HttpResponseBadRequest()
    try:
        received = uploads.add_bytes(row, int(request.GET["offset"]), request.read(PART + 1))
    except uploads.NotInOrder as problem:
        return JsonResponse({"received": problem.received}, status=409)
    except uploads.Closed:
        return HttpResponseBadRequest()
    return JsonResponse({"received": received})


@require_POST
@signed_in
@child_too
def give_up(request: SignedIn, id: UUID) -> HttpResponse:
    """The device cannot read the file any more, or it was taken off the list; the others go on
    without it."""
    uploads.give_up(access.upload(request, id))
    return JsonResponse({})


@require_POST
@signed_in
def start_import(request: SignedIn, id: UUID) -> HttpResponse:
    row = access.an_import(request, id)
    working.start(row, request.visitor)
    return JsonResponse({"address": f"/imports/{row.id}/"})


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _begin(request: SignedIn, row: Import | None, number: int) -> HttpResponse:
    """A page that can prove it is asked to, if what it names seems to be here in part: then
    `received` says of how much it should send the hashes, each part's own, and nothing was begun
    yet."""
    if typed_by_another(request):
        return HttpResponseForbidden()
    name, size = request.POST.get("name", "")[:LONGEST_NAME], _count(request, "size")
    if size is None or size > LARGEST_UPLOAD:
        return HttpResponseBadRequest()
    found = _begun_before(request, row, number, name, size)
    if found and "going_on" not in request.POST:
        return JsonResponse({"here": str(found.id), "received": found.received, "part": PART})
    try:
        if found and _is_proved(request, found):
            gone_on = going_on.go_on(found, row, number if row else None)
        else:
            gone_on = None
        if gone_on is not None:
            told = gone_on
        elif row is not None:
            told = uploads.begin_upload(request.visitor.person, name, size, row, number)
        else:
            told = uploads.begin_loose(request.visitor.person, name, size)
    except uploads.Closed:
        return HttpResponseBadRequest()
    except uploads.TooMuch:
        return HttpResponse(status=413)
    return JsonResponse({"id": str(told.id), "part": PART, "received": told.received}, status=201)


def _begun_before(
    request: SignedIn, row: Import | None, number: int, name: str, size: int
) -> Upload | None:
    if "proves" not in request.POST or (row and row.uploads.filter(number=number).exists()):
        return None
    listed = [UUID(id) for id in request.POST.getlist("besides") if is_uuid(id)]
    besides = Q(pk__in=listed) | Q(belongs_to__isnull=False, belongs_to=row)
    return going_on.begun_before(request.visitor, name, size, besides)


def _is_proved(request: SignedIn, found: Upload) -> bool:
    if request.POST.get("going_on") != str(found.id):
        return False
    return going_on.is_of(found, request.visitor, request.POST.get("hashes", "").split())


def _count(request: SignedIn, field: str) -> int | None:
    said = request.POST.get(field, "")
    return int(said) if said.isdecimal() and len(said) < 20 else None


def is_uuid(text: str) -> bool:
    return re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None
