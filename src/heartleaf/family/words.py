"""The family's vocabulary, with gentle defaults, as every sentence of the program uses it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Child, FamilyFacts

# Weeks that say only how many: 20, 31+4, 20–21.
FIGURES = re.compile(r"\d+(\s*[+/.,–-]\s*\d+)?")


@dataclass(frozen=True)
class Words:
    """What to call whom and what, in this family's own words."""

    child: str
    only_me: str
    us: str
    friends: str
    tree: str
    died: str

    def circle(self, kind: str) -> str:
        return {"only-me": self.only_me, "us": self.us, "friends": self.friends}[kind]


def words_of(facts: FamilyFacts) -> Words:
    own = facts.vocabulary
    return Words(
        child=names_of(facts.remembered) or own.child or _("your baby"),
        only_me=own.only_me or _("only me"),
        us=own.us or _("us"),
        friends=own.friends or _("family and friends"),
        tree=own.tree or _("the tree"),
        died=own.died or _("died"),
    )


def name_of(child: Child, facts: FamilyFacts) -> str:
    """A child's name, or how the family speaks of them; never nothing."""
    default = _("a child") if child.living else facts.vocabulary.child or _("your baby")
    return child.name or child.called or default


def names_of(children: list[Child]) -> str:
    """Several children together, as people say it; empty if none has a name."""
    names = [child.name or child.called for child in children if child.name or child.called]
    if len(names) < 2:
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def life_of(child: Child, words: Words) -> str:
    """What is known of a child's days, in a line; the family's own word for the death. A day that
    was only expected is told where no birth is."""
    born, died, due = (said(text) for text in (child.born, child.died, child.due))
    parts = []
    if born and born == died:
        parts.append(_("born and {died} {day}").format(died=words.died, day=born))
    else:
        parts += [_("born {day}").format(day=born)] if born else []
        parts += [f"{words.died} {died}"] if died else []
    if due and not born:
        parts.append(_("due {day}").format(day=due))
    if child.weeks:
        plain = FIGURES.fullmatch(child.weeks)
        parts.append(_("at {weeks} weeks").format(weeks=child.weeks) if plain else child.weeks)
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def said(date: str, words: str = "") -> str:
    """A stored date as the family would say it, in the reader's language; empty if unknown."""
    try:
        when = VagueDate.from_edtf(date, words)
    except ValueError:  # written by a later version, or far outside the calendar
        return words or date
    return when.words if when.is_unknown else when.in_words(get_language() or "en", _)
