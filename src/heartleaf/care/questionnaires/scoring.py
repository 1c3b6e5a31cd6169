"""What the file itself says how to reckon, and nothing of ours: no range, no meaning, no colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from heartleaf.care.questionnaires.enabling import enabled
from heartleaf.care.questionnaires.expressions import parse
from heartleaf.care.questionnaires.shapes import Answers, Given, Item, Questionnaire
from heartleaf.care.questionnaires.sums import (
    DEEPEST,
    Expression,
    Guarded,
    NotUnderstood,
    Number,
    Path,
    Step,
    Sum,
    Variable,
)
from heartleaf.care.questionnaires.values import worth

MOST_STEPS = 20_000
"""How many items and answers are looked at for one questionnaire; beyond that nothing more is
reckoned."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A number the file asks for. `whole` says whether all it is added from was answered."""

    item: Item
    number: Decimal
    whole: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """`too_many`: there was more to add than is looked at, so some sums are missing."""

    found: list[Reckoned]
    too_many: bool = False


class TooManySteps(NotUnderstood):
    """There is more to add than is looked at."""


def understood(item: Item) -> bool:
    """Whether what the file says of this item, and all it needs for it, is a sum."""
    try:
        _Reckoner((), MOST_STEPS).try_out(item)
    except NotUnderstood:
        return False
    return item.kind in {"integer", "decimal", "quantity"}


def reckon(questionnaire: Questionnaire, answers: Answers) -> Sums:
    """What is asked for and can be reckoned; nothing where none of its questions is answered."""
    asked = enabled(questionnaire, answers)
    reckoner = _Reckoner(_tree(questionnaire.items, answers, asked), MOST_STEPS)
    found = list[Reckoned]()
    for item in questionnaire.all_items():
        if item.link_id in asked and item.is_reckoned and understood(item):
            try:
                result = reckoner.reckon(item)
            except TooManySteps:
                return Sums(found, too_many=True)
            except NotUnderstood:
                continue
            found += [result] if result else []
    return Sums(found)


# What `values.same` compares, as a key.
Key = tuple[type, object]
Weights = dict[Key, Decimal]


@dataclass(frozen=True, slots=True)
class _Node:
    """An item as its answers stand in a QuestionnaireResponse: groups hold items, and the answers
    to a question hold those inside it."""

    item: Item
    given: tuple[Given, ...]
    inside: tuple[_Node, ...]


def _tree(items: tuple[Item, ...], answers: Answers, asked: set[str]) -> tuple[_Node, ...]:
    return tuple(
        _Node(
            item,
            () if item.is_reckoned else tuple(answers.get(item.link_id, ())),
            _tree(item.items, answers, asked),
        )
        for item in items
        if item.link_id in asked
    )


class _Reckoner:
    def __init__(self, nodes: tuple[_Node, ...], steps: int) -> None:
        self._nodes, self._steps = nodes, steps
        self._weights = dict[str, Weights]()

    def try_out(self, item: Item) -> None:
        """Raises NotUnderstood. Every part is touched, also both ways of an `iif`."""
        self._begin(item)
        self._both = True
        self._value(parse(item.expression))

    def reckon(self, item: Item) -> Reckoned | None:
        self._begin(item)
        numbers = self._value(parse(item.expression))
        if len(numbers) != 1 or not self._counted:
            return None
        whole = all(node.given for node in self._looked_at.values())
        return Reckoned(item, numbers[0], whole)

    def _begin(self, item: Item) -> None:
        self._variables, self._known = item.variables, dict[str, list[Decimal]]()
        self._open, self._counted = set[str](), 0
        self._looked_at, self._both = dict[str, _Node](), False

    def _value(self, expression: Expression) -> list[Decimal]:
        match expression:
            case Number(value):
                return [value]
            case Variable(name):
                return self._variable(name)
            case Sum(parts):
                return self._sum([self._value(part) for part in parts])
            case Guarded(where, then, otherwise) if self._both:
                return [n for one in (where, then, otherwise) for n in self._value(one)][:1]
            case Guarded(where, then, otherwise):
                return self._value(then if self._value(where) else otherwise)
            case Path(steps, takes, added):
                numbers = list(self._numbers(self._found(steps), takes))
                return [sum(numbers, Decimal())] if added else numbers
        raise NotUnderstood

    def _sum(self, parts: list[list[Decimal]]) -> list[Decimal]:
        """FHIRPath: nothing and a number is nothing; several numbers cannot be added by `+`."""
        if any(len(part) > 1 for part in parts):
            raise NotUnderstood
        return [sum((part[0] for part in parts), Decimal())] if all(parts) else []

    def _variable(self, name: str) -> list[Decimal]:
        if name in self._known:
            return self._known[name]
        if name in self._open or len(self._open) > DEEPEST or not self._variables.get(name):
            raise NotUnderstood
        self._open.add(name)
        parsed = parse(self._variables[name])
        self._known[name] = self._value(parsed)
        self._open.discard(name)
        return self._known[name]

    def _found(self, steps: tuple[Step, ...]) -> list[_Node]:
        nodes, above = list[_Node](), True
        for step in steps:
            nodes = self._after(step, nodes, above)
            above = False
            self._look(len(nodes) + 1)
        return nodes

    def _look(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise TooManySteps

    def _after(self, step: Step, nodes: list[_Node], above: bool) -> list[_Node]:
        """The items one step on. The response itself stands above all items, and has no answers."""
        if step.test is not None:
            if above:
                raise NotUnderstood
            return [node for node in nodes if step.test(node.item.link_id)]
        inside = list(self._nodes) if above else [one for n in nodes for one in _items_of(n)]
        if step.way == "item":
            return inside
        if step.way == "repeat":
            return self._all_in(inside, _items_of)
        roots = list(self._nodes) if above else [one for node in nodes for one in node.inside]
        return self._all_in(roots, lambda node: node.inside)

    def _all_in(
        self, nodes: list[_Node], inside: Callable[[_Node], tuple[_Node, ...]]
    ) -> list[_Node]:
        found, waiting = [], list(reversed(nodes))
        while waiting:
            self._look(1)
            node = waiting.pop()
            found.append(node)
            waiting += reversed(inside(node))
        return found

    def _numbers(self, nodes: list[_Node], takes: str) -> Iterator[Decimal]:
        for node in nodes:
            self._look(len(node.given))
            weights = self._weights_of(node.item) if takes == "weights" else None
            if node.item.kind in {"integer", "decimal"} if weights is None else weights:
                self._looked_at[node.item.link_id] = node
            for given in node.given:
                number = _number(given) if weights is None else weights.get(_key(given))
                if number is not None:
                    self._counted += 1
                    yield number

    def _weights_of(self, item: Item) -> Weights:
        """Of its options that have one, each by what is compared of it; looked up once."""
        if item.link_id not in self._weights:
            found = dict[Key, Decimal | None]()
            for option in item.options:
                found.setdefault(_key(option.given), option.weight)
            self._weights[item.link_id] = {
                key: weight for key, weight in found.items() if weight is not None
            }
        return self._weights[item.link_id]


def _items_of(node: _Node) -> tuple[_Node, ...]:
    """`item` of an item; what is inside a question belongs to its answer, which is another step."""
    return node.inside if node.item.kind == "group" else ()


def _key(given: Given) -> Key:
    found = worth(given)
    return type(found), found


def _number(given: Given) -> Decimal | None:
    for kind, value in given.items():
        if kind in {"valueInteger", "valueDecimal"}:
            return Decimal(value)
        if kind == "valueQuantity":
            return Decimal(value["value"])
    return None
