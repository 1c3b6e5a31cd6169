"""What another program on the phone shares with us: files into the tray, words into a draft.

Such a request comes from the phone itself and has no page of ours behind it, so it cannot carry a
form's token. The browser's own word, Sec-Fetch-Site, stands for it: the phone's share sheet is
`none`, and no page of anyone else can make a browser say so. A browser that does not say it shares
nothing here. Nothing of the body is read before that is asked.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from heartleaf.archive import uploads, working
from heartleaf.family.dates import VagueDate
from heartleaf.family.models import Family
from heartleaf.keepsakes.drafting import DraftWords, save_draft
from heartleaf.web.access import signed_in
from heartleaf.web.failing import not_open
from heartleaf.web.http import Request, SignedIn
from heartleaf.web.told import tell
from heartleaf.web.uploading import SealedFile

FROM_THE_PHONE = {"none", "same-origin"}
LONGEST_TITLE = 120


@csrf_exempt
def share(request: Request) -> HttpResponseBase:
    """Whoever is signed in takes it; for anyone else it stays where it is."""
    shares = request.method == "POST"
    if shares and request.headers.get("Sec-Fetch-Site") not in FROM_THE_PHONE:
        return not_open(request)
    if request.visitor is None:
        there = redirect("sign-in" if Family.objects.exists() else "welcome")
        sentence = _("What you shared is still on your phone. Come in, then share it once more.")
        return tell(there, sentence) if shares else there
    if not shares:
        return redirect("today")
    return _take(request)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


@signed_in
def _take(request: SignedIn) -> HttpResponse:
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealedFile)]
    draft = _draft(request, with_files=bool(files))
    if files:
        row = uploads.bring_together([file.upload for file in files], request.visitor)
        working.start(row, request.visitor)
        words = _("The words that came with it are a draft; it waits on Today.") if draft else ""
        sentence = _("It comes into the tray, covered, for you alone.")
        return tell(redirect("import", id=row.id), sentence, words)
    if draft:
        return redirect(f"{reverse('write')}?draft={draft}")
    return tell(redirect("today"), _("Nothing came with it."))


def _draft(request: SignedIn, *, with_files: bool) -> UUID | None:
    """The words as a letter that is not kept yet. Beside files a title alone is a file's name."""
    title, text, url = (request.POST.get(name, "").strip() for name in ("title", "text", "url"))
    words = "\n\n".join(one for one in (text, url) if one)
    if not words and (with_files or not title):
        return None
    if len(title) > LONGEST_TITLE:
        title, words = "", f"{title}\n\n{words}".rstrip()
    today = VagueDate.on(request.visitor.today()).in_words()
    fields: dict[str, str | list[str]] = {
        "title": title,
        "words": words,
        "date": today,
        "circle": "only-me",
    }
    id = uuid4()
    save_draft(request.visitor, id, DraftWords(fields=fields), 0)
    return id
