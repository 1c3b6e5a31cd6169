"""What a later version wrote and this one does not know is still there after a change."""

import json

from heartleaf.family.facts import FamilyFacts, Own
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import card_from, open_card
from heartleaf.sealing import seal, unseal


def as_json(told):
    return json.loads(told.to_json())


def test_what_a_later_version_says_of_the_family_stays():
    later = as_json(FamilyFacts(children=[]))
    later |= {"song": "the one from the harbour", "children": [{"name": "Rowan", "hair": "dark"}]}
    later["vocabulary"]["grandmother"] = "Oma"

    facts = FamilyFacts.from_json(later)
    facts.name = "Rowan's place"

    said = as_json(facts)
    assert (said["song"], said["name"]) == ("the one from the harbour", "Rowan's place")
    assert said["children"][0]["hair"] == "dark"
    assert said["vocabulary"]["grandmother"] == "Oma"
    assert not [one for one in (said, said["children"][0]) if "unknown" in one]


def test_what_a_later_version_keeps_for_ada_stays_when_she_changes_hers(ada):
    later = as_json(ada.own) | {"alphabet": "large"}
    ada.person.own = seal(json.dumps(later).encode(), ada.identity.recipient)
    ada.person.save()

    ada.change_own(lambda own: setattr(own, "letters", "2"))

    kept = json.loads(unseal(ada.person.own, ada.identity))
    assert (kept["alphabet"], kept["letters"]) == ("large", "2")
    assert Own.from_json(kept) == ada.own


def test_the_familys_words_may_be_changed_around_a_word_of_a_later_version(ada, browser_of):
    ada.change_facts(lambda facts: facts.vocabulary.unknown.update(grandmother="Oma"))

    browser_of(ada).post("/settings/words/", {"us": "the two of us"})

    ada.person.refresh_from_db()
    vocabulary = ada._open_facts(ada.person.family).vocabulary
    assert (vocabulary.us, vocabulary.unknown) == ("the two of us", {"grandmother": "Oma"})


def test_what_a_later_version_says_of_a_picture_stays_through_a_change_and_a_move(
    ada, given_a_picture
):
    picture, me = given_a_picture(ada, title="His hat"), ada.circle("only-me")
    card = open_card(picture, me)
    card.unknown["weather"] = "snow"
    card.attachments[0].unknown["lens"] = "35 mm"
    card.attachments[0].views[0].unknown["grain"] = 3
    keeping.change(picture, me, card)

    keeping.move(picture, me, ada.circle("us"))

    kept = open_card(picture, ada.circle("us"))
    assert kept.unknown == {"weather": "snow"}
    assert kept.attachments[0].unknown == {"lens": "35 mm"}


def test_where_a_card_belongs_is_nothing_unknown(ada, given_a_letter):
    letter = given_a_letter(ada, words="for me")

    assert open_card(letter, ada.circle("only-me")).unknown == {}
    assert card_from({"kind": "letter", "weather": "snow"}).unknown == {"weather": "snow"}
