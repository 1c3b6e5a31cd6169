"""The children: those who died and those who live stand beside each other."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.calling_off import call_off
from heartleaf.care.planning import plan
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.words import said
from heartleaf.web import access
from heartleaf.web.access import parent, signed_in
from heartleaf.web.forms.family import ChildForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

DATES = ("due", "born", "died")


@signed_in
def children(request: SignedIn) -> HttpResponse:
    return render(request, "family/children.html")


@parent
def new_child(request: SignedIn) -> HttpResponse:
    form = ChildForm(request.POST or None, hemisphere=request.visitor.facts.hemisphere)
    if request.method != "POST" or not form.is_valid():
        return render(request, "family/child.html", {"form": form})
    if not form.means_a_child():
        return render(request, "family/child.html", {"form": form, "nobody": True}, status=422)
    keep(request, form)
    return tell(redirect("children"), _("Kept."))


@parent
def child(request: SignedIn, id: UUID) -> HttpResponse:
    found = access.child(request, id)
    form = ChildForm(
        request.POST or None,
        initial=_as_typed(found),
        hemisphere=request.visitor.facts.hemisphere,
    )
    if request.method == "POST" and form.is_valid():
        changed = _child_from(form, found.id)
        request.visitor.change_facts(lambda facts: _replace(facts, changed))
        _plan_anew(request, found, changed)
        return tell(redirect("children"), _("Kept."))
    return render(request, "family/child.html", {"form": form, "child": found})


@parent
def take_out(request: SignedIn, id: UUID) -> HttpResponse:
    """What is said of a child goes; what is kept of them stays. Nothing goes before it is asked."""
    found = access.child(request, id)
    if request.method == "POST":
        request.visitor.change_facts(lambda facts: _remove(facts, found.id))
        _plan_anew(request, found, Child(id=found.id))
        return tell(redirect("children"), _("Taken out of this list. What was kept stays kept."))
    return render(request, "family/take_out.html", {"child": found})


def keep(request: SignedIn, form: ChildForm) -> None:
    """Add the child of a form that means one."""
    request.visitor.change_facts(lambda facts: facts.children.append(_child_from(form)))


def _plan_anew(request: SignedIn, before: Child, now: Child) -> None:
    """What was planned for a date that is another by now, or none, comes to no parent."""
    others = [name for name in DATES if getattr(before, name) != getattr(now, name)]
    call_off(request.visitor, *(f"{now.id}.{name}" for name in others))
    plan(request.visitor)


def _child_from(form: ChildForm, id: str = "") -> Child:
    fields = {**form.cleaned_data, "living": form.cleaned_data["living"] == "yes"}
    fields |= {name: fields[name].to_edtf() for name in DATES}
    return Child(**fields, id=id or str(uuid4()))


def _as_typed(child: Child) -> dict[str, str]:
    dates = {name: said(getattr(child, name)) for name in DATES}
    rest = {name: getattr(child, name) for name in ("name", "called", "weeks", "about")}
    return {**rest, **dates, "living": "yes" if child.living else ""}


def _replace(facts: FamilyFacts, changed: Child) -> None:
    facts.children = [changed if child.id == changed.id else child for child in facts.children]


def _remove(facts: FamilyFacts, id: str) -> None:
    facts.children = [child for child in facts.children if child.id != id]
