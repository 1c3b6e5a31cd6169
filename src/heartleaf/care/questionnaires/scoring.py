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
from heartleaf.care.questionnaires.values import same

MOST_STEPS = 20_000
"""How many items are looked at for one questionnaire; beyond that nothing more is reckoned."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A number the file asks for. `whole` says whether all it is added from was answered."""

    item: Item
    number: Decimal
    whole: bool


def understood(item: Item) -> bool:
    """Whether what the file says of this item, and all it needs for it, is a sum."""
    try:
        _Reckoner((), MOST_STEPS).try_out(item)
    except NotUnderstood:
        return False
    return item.kind in {"integer", "decimal", "quantity"}


def reckon(questionnaire: Questionnaire, answers: Answers) -> list[Reckoned]:
    """What is asked for and can be reckoned; nothing where none of its questions is answered."""
    asked = enabled(questionnaire, answers)
    reckoner = _Reckoner(_tree(questionnaire.items, answers, asked), MOST_STEPS)
    found = []
    for item in questionnaire.all_items():
        if item.link_id in asked and item.is_reckoned and understood(item):
            try:
                result = reckoner.reckon(item)
            except NotUnderstood:
                continue
            found += [result] if result else []
    return found


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
            self._steps -= len(nodes) + 1
            if self._steps < 0:
                raise NotUnderstood
        return nodes

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
            return _all_in(inside, _items_of)
        roots = list(self._nodes) if above else [one for node in nodes for one in node.inside]
        return _all_in(roots, lambda node: node.inside)

    def _numbers(self, nodes: list[_Node], takes: str) -> Iterator[Decimal]:
        for node in nodes:
            weighed = [option for option in node.item.options if option.weight is not None]
            if weighed if takes == "weights" else node.item.kind in {"integer", "decimal"}:
                self._looked_at[node.item.link_id] = node
            for given in node.given:
                number = _weight(given, node.item) if takes == "weights" else _number(given)
                if number is not None:
                    self._counted += 1
                    yield number


def _items_of(node: _Node) -> tuple[_Node, ...]:
    """`item` of an item; what is inside a question belongs to its answer, which is another step."""
    return node.inside if node.item.kind == "group" else ()


def _all_in(nodes: list[_Node], inside: Callable[[_Node], tuple[_Node, ...]]) -> list[_Node]:
    found, waiting = [], list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(inside(node))
    return found


def _weight(given: Given, item: Item) -> Decimal | None:
    return next((option.weight for option in item.options if same(option.given, given)), None)


def _number(given: Given) -> Decimal | None:
    for kind, value in given.items():
        if kind in {"valueInteger", "valueDecimal"}:
            return Decimal(value)
        if kind == "valueQuantity":
            return Decimal(value["value"])
    return None
