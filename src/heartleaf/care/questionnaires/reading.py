"""A FHIR `Questionnaire` in JSON to plain values, with what of it cannot be shown here.

    questionnaire = read(data, "en")     # raises shapes.Refused

Nothing in a file is run, fetched or rendered: words are plain text, a rule is a comparison, and an
expression is only kept for `scoring`.
"""

from __future__ import annotations

from heartleaf.care.questionnaires.elements import (
    FHIR,
    SDC,
    Element,
    control_of,
    extension_value,
    extensions,
    listed,
    text_of,
    words_of,
)
from heartleaf.care.questionnaires.item_parts import (
    chosen,
    fhirpath,
    initial,
    is_help,
    limit,
    open_to_more,
    units,
    variables,
    whole,
)
from heartleaf.care.questionnaires.opening import open_json
from heartleaf.care.questionnaires.options import Options, Unknown
from heartleaf.care.questionnaires.ordering import in_order
from heartleaf.care.questionnaires.scoring import understood
from heartleaf.care.questionnaires.shapes import (
    Cannot,
    Condition,
    Item,
    Option,
    Questionnaire,
    Refused,
    Unshown,
    Why,
)
from heartleaf.care.questionnaires.values import value_in

MOST_ITEMS = 1000
MOST_LEVELS = 20
MOST_RECKONED = 40
LONGEST_LINK = 255  # FHIR's own limit

# `question` is R5's word for a group of kinds, which no file should use; `choice` is R4's word.
KINDS = {
    "group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string",
    "text", "url", "choice", "open-choice", "coding", "quantity",
}  # fmt: skip
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}

# What an item may ask for beyond what is done here, by the extension that asks for it.
BEYOND = {
    f"{SDC}initialExpression": Cannot.FILLED,
    f"{SDC}subQuestionnaire": Cannot.ELSEWHERE,
    f"{SDC}itemMedia": Cannot.PICTURE,
    f"{SDC}itemAnswerMedia": Cannot.PICTURE,
    f"{FHIR}questionnaire-constraint": Cannot.CHECKED,
    f"{FHIR}targetConstraint": Cannot.CHECKED,
    f"{FHIR}questionnaire-signatureRequired": Cannot.SIGNED,
    f"{FHIR}rendering-xhtml": Cannot.LOOK,
    f"{FHIR}rendering-markdown": Cannot.LOOK,
}
FOUND_BY_REQUEST = (f"{SDC}answerExpression", f"{SDC}candidateExpression")


def read(data: bytes, language: str = "") -> Questionnaire:
    """What a file asks, in this language where it has it so. Raises Refused."""
    file = open_json(data)
    return _Reader(file, language).questionnaire()


class _Reader:
    def __init__(self, file: Element, language: str) -> None:
        self._file, self._language = file, language
        self._options = Options(file, language)
        self._links: set[str] = set()
        self._reckoned = 0
        self._unshown: dict[Cannot, dict[str, None]] = {}

    def questionnaire(self) -> Questionnaire:
        file = self._file
        self._beyond(file, "")
        items = self._items(file, 1, variables(file))
        if not items:
            raise Refused(Why.NO_ITEMS)
        items, order, round_about = in_order(items)
        for words in round_about:
            self._cannot(Cannot.ROUND, words)
        named = {name: self._words(name) for name in ("title", "publisher")}
        told = {name: self._words(name, lines=True) for name in ("description", "purpose")}
        plain = {name: self._words(name) for name in ("version", "date", "status")}
        return Questionnaire(
            **named,
            **told,
            **plain,
            copyright=self._words("copyright", lines=True),
            url=text_of(file.get("url")),
            language=text_of(file.get("language")),
            items=items,
            order=order,
            unshown=tuple(Unshown(what, tuple(where)) for what, where in self._unshown.items()),
        )

    def _words(self, name: str, *, lines: bool = False) -> str:
        return words_of(self._file, name, self._language, lines=lines)

    def _items(self, parent: Element, level: int, known: dict[str, str]) -> tuple[Item, ...]:
        inside = parent.get("item", [])
        if not isinstance(inside, list) or not all(isinstance(one, dict) for one in inside):
            raise Refused(Why.NOT_AS_SAID, "item")
        if inside and level > MOST_LEVELS:
            raise Refused(Why.TOO_DEEP)
        return tuple(self._item(one, level, known) for one in inside if not is_help(one))

    def _item(self, element: Element, level: int, known: dict[str, str]) -> Item:
        link_id, kind = self._link(element), element.get("type")
        if not isinstance(kind, str):
            raise Refused(Why.NOT_AS_SAID, "type")
        words = words_of(element, "text", self._language, lines=True)
        self._beyond(element, words)
        known = known | variables(element)
        expression = self._expression(element)
        options, unknown = self._offered(element)
        open_to = open_to_more(element, kind)
        kind = self._kind(element, kind, words)
        if kind and not open_to and (unknown or (kind == "choice" and not options)):
            self._cannot(Cannot.CHOICES, words)
            kind = ""
        item = Item(
            link_id,
            kind,
            words,
            original=words_of(element, "text", lines=True),
            prefix=words_of(element, "prefix", self._language),
            help=self._help(element),
            asked_for=element.get("required") is True,
            repeats=element.get("repeats") is True,
            read_only=element.get("readOnly") is True,
            hidden=extension_value(element, f"{FHIR}questionnaire-hidden") is True,
            longest=whole(element.get("maxLength")),
            least=limit(element, "minValue"),
            most=limit(element, "maxValue"),
            options=options,
            open_to=open_to,
            units=units(element),
            control=control_of(element),
            conditions=self._conditions(element, words),
            any_of=element.get("enableBehavior") != "all",
            initial=initial(element) or chosen(options),
            expression=expression,
            variables=known if expression else {},
            items=self._items(element, level + 1, known),
        )
        if item.is_reckoned and not understood(item):
            self._cannot(Cannot.RECKONED, words)
        if item.kind == "group" and item.repeats:
            self._cannot(Cannot.GROUP_AGAIN, words)
        if item.hidden and (item.is_question or item.is_reckoned):
            self._cannot(Cannot.HIDDEN, words)
        return item

    def _link(self, element: Element) -> str:
        link_id = text_of(element.get("linkId"))
        if not link_id or len(link_id) > LONGEST_LINK:
            raise Refused(Why.NOT_AS_SAID, "linkId")
        if link_id in self._links:
            raise Refused(Why.SAME_LINK, link_id)
        self._links.add(link_id)
        if len(self._links) > MOST_ITEMS:
            raise Refused(Why.TOO_MANY)
        return link_id

    def _kind(self, element: Element, kind: str, words: str) -> str:
        """FHIR: what a modifier says may change what all else means, so it is not answered."""
        if kind not in KINDS or element.get("modifierExtension"):
            self._cannot(Cannot.KIND, words)
            return ""
        return "choice" if kind in {"open-choice", "coding"} else kind

    def _offered(self, element: Element) -> tuple[tuple[Option, ...], bool]:
        """What an item offers, and whether there is more that cannot be known from the file."""
        try:
            if any(extensions(element, *FOUND_BY_REQUEST)):
                raise Unknown
            return self._options.of(element), False
        except Unknown:
            return (), True

    def _conditions(self, element: Element, words: str) -> tuple[Condition, ...]:
        """None where one of them is not understood: then the item is always shown."""
        found, said = [], listed(element.get("enableWhen"))
        for one in said:
            question, operator = text_of(one.get("question")), text_of(one.get("operator"))
            than = value_in(one, "answer")
            if question and operator in OPERATORS and than:
                found.append(Condition(question, operator, than))
        by_expression = any(extensions(element, f"{SDC}enableWhenExpression"))
        if by_expression or len(found) < len(said):
            self._cannot(Cannot.RULE, words)
            return ()
        return tuple(found)

    def _expression(self, element: Element) -> str:
        """Kept whatever its language; `scoring` says whether it is understood."""
        said = extension_value(element, f"{SDC}calculatedExpression")
        if said is None:
            return ""
        self._reckoned += 1
        if self._reckoned > MOST_RECKONED:
            raise Refused(Why.TOO_MANY)
        return fhirpath(said) or "?"

    def _help(self, element: Element) -> str:
        """What belongs to a question stands in FHIR as words inside it, marked as help."""
        found = [one for one in listed(element.get("item")) if is_help(one)]
        for one in found:
            self._link(one)
        said = (words_of(one, "text", self._language, lines=True) for one in found)
        return "\n".join(words for words in said if words)

    def _beyond(self, element: Element, words: str) -> None:
        for part in (element, element.get("_text"), element.get("_title")):
            for extension in extensions(part, *BEYOND):
                self._cannot(BEYOND[extension["url"]], words)

    def _cannot(self, what: Cannot, words: str) -> None:
        self._unshown.setdefault(what, {})[words] = None
