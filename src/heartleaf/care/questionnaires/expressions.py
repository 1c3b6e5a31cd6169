"""The few expressions of FHIRPath that are understood here: sums, and nothing else.

    sum      = part { "+" part }
    part     = number | "%" name | "(" sum ")" | guarded | weight | path
    guarded  = "iif(" anything-that-is-a-part ".exists()" "," sum "," sum ")"
    weight   = "%questionnaire" items ".answerOption.where(valueCoding.code=%resource" items
               ".answer.valueCoding.code).extension.where(url='…').valueDecimal"
    path     = ("%resource" | "QuestionnaireResponse") items ".answer" [".value…"]
               [".weight()" | ".ordinal()"] [".sum()" | ".aggregate($this + $total, 0)"]
    items    = { ".item" | ".repeat(item)" | ".descendants()" | ".where(" test ")" }
    test     = one { "or" one } | one { "and" one }
    one      = "linkId" ("=" | "!=") "'…'" | "linkId.startsWith('…')" | "linkId in ('…' | '…')"

`weight()` and `ordinal()` are those of Structured Data Capture: what the file gives an option by
`itemWeight` or `ordinalValue`. Whatever else an expression says, it is NotUnderstood, and nothing
is reckoned. There is no loop in this grammar, and its work is bounded by `scoring`.
"""

from __future__ import annotations

import re
from decimal import Decimal

from heartleaf.care.questionnaires.sums import (
    DEEPEST,
    Expression,
    Guarded,
    NotUnderstood,
    Number,
    Path,
    Step,
    Sum,
    Test,
    Variable,
)

LONGEST = 4000

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'[^'\\]*')
      | (?P<number>[0-9]{1,12}(?:\.[0-9]{1,8})?)
      | (?P<name>[%$]?[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>!=|[-=+|.,()])
    )""",
    re.VERBOSE,
)
_VALUES = {
    "value", "valueCoding", "valueInteger", "valueDecimal", "valueQuantity", "valueString",
}  # fmt: skip


def parse(text: str) -> Expression:
    """Raises NotUnderstood."""
    parser = _Parser(_tokens(text))
    found = parser.sum(0)
    parser.end()
    return found


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise NotUnderstood
    text, found, at = text.strip(), [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise NotUnderstood
        found.append(token[0].strip())
        at = token.end()
    return found


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens, self._at = tokens, 0
        self._said: list[str] = []

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise NotUnderstood

    def sum(self, depth: int) -> Expression:
        parts = [self._part(depth)]
        while self._take("+"):
            parts.append(self._part(depth))
        return Sum(tuple(parts)) if len(parts) > 1 else parts[0]

    def _part(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise NotUnderstood
        first = self._next()
        if first == "(":
            inside = self.sum(depth + 1)
            self._expect(")")
            return inside
        if first == "iif":
            return self._guarded(depth)
        if first[0].isdigit():
            return Number(Decimal(first))
        if first == "%questionnaire":
            return self._weight()
        if first in {"%resource", "QuestionnaireResponse"}:
            return self._path()
        if first.startswith("%") and first not in {"%context", "%qitem"}:
            return Variable(first[1:])
        raise NotUnderstood

    def _guarded(self, depth: int) -> Guarded:
        self._expect("(")
        where = self._part(depth + 1)
        self._expect(".", "exists", "(", ")", ",")
        then = self.sum(depth + 1)
        self._expect(",")
        otherwise = self.sum(depth + 1)
        self._expect(")")
        return Guarded(where, then, otherwise)

    def _weight(self) -> Path:
        """A way around a missing weight(): the options of one question, narrowed to the chosen."""
        asked = self._steps()
        self._expect(".", "answerOption", ".", "where", "(", "valueCoding", ".", "code", "=")
        self._expect("%resource")
        start = self._at
        self._steps()
        if self._tokens[start : self._at] != self._said:
            raise NotUnderstood
        self._expect(".", "answer", ".", "valueCoding", ".", "code", ")")
        self._expect(".", "extension", ".", "where", "(", "url", "=")
        if self._next()[1:-1].rpartition("/")[2] not in {"itemWeight", "ordinalValue"}:
            raise NotUnderstood
        self._expect(")", ".")
        if self._next() not in {"value", "valueDecimal"}:
            raise NotUnderstood
        return Path(asked, "weights", added=False)

    def _path(self) -> Path:
        steps = self._steps()
        self._expect(".", "answer")
        takes = "numbers" if self._skip_value() else ""
        if self._takes_call("weight") or self._takes_call("ordinal"):
            takes = "weights"
        if not takes:
            raise NotUnderstood
        return Path(steps, takes, added=self._is_added())

    def _skip_value(self) -> bool:
        found = self._looks_at(0, ".") and self._looks_at(1, *_VALUES)
        self._at += 2 * found
        if found and self._tokens[self._at - 1] == "valueQuantity" and self._looks_at(1, "value"):
            self._at += 2
        return found

    def _takes_call(self, name: str) -> bool:
        found = self._looks_at(0, ".") and self._looks_at(1, name)
        if found:
            self._at += 2
            self._expect("(", ")")
        return found

    def _is_added(self) -> bool:
        if self._takes_call("sum"):
            return True
        if not (self._looks_at(0, ".") and self._looks_at(1, "aggregate")):
            return False
        self._at += 2
        self._expect("(")
        if {self._next(), self._next(), self._next()} != {"$this", "+", "$total"}:
            raise NotUnderstood
        if self._tokens[self._at - 2] != "+":
            raise NotUnderstood
        self._expect(",", "0", ")")
        return True

    def _steps(self) -> tuple[Step, ...]:
        start, steps = self._at, []
        while self._looks_at(0, ".") and self._looks_at(
            1, "item", "repeat", "descendants", "where"
        ):
            self._at += 1
            steps.append(self._step(self._next()))
        self._said = self._tokens[start : self._at]
        if not steps:
            raise NotUnderstood
        return tuple(steps)

    def _step(self, way: str) -> Step:
        if way == "item":
            return Step("item")
        self._expect("(")
        if way == "repeat":
            self._expect("item")
        test = self._test() if way == "where" else None
        self._expect(")")
        return Step(way, test)

    def _test(self) -> Test:
        tests, word = [self._one()], ""
        while self._looks_at(0, "or", "and"):
            if word not in {"", self._tokens[self._at]}:
                raise NotUnderstood  # which binds first is better not guessed
            word = self._next()
            tests.append(self._one())
        join = all if word == "and" else any
        return lambda link: join(test(link) for test in tests)

    def _one(self) -> Test:
        self._expect("linkId")
        match self._next():
            case "=":
                text = self._text()
                return lambda link: link == text
            case "!=":
                text = self._text()
                return lambda link: link != text
            case ".":
                self._expect("startsWith", "(")
                text = self._text()
                self._expect(")")
                return lambda link: link.startswith(text)
            case "in":
                texts = self._texts()
                return lambda link: link in texts
        raise NotUnderstood

    def _texts(self) -> set[str]:
        self._expect("(")
        texts = {self._text()}
        while self._take("|"):
            texts.add(self._text())
        self._expect(")")
        return texts

    def _text(self) -> str:
        token = self._next()
        if not token.startswith("'"):
            raise NotUnderstood
        return token[1:-1]

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise NotUnderstood
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, *tokens: str) -> None:
        for token in tokens:
            if self._next() != token:
                raise NotUnderstood

    def _take(self, token: str) -> bool:
        found = self._looks_at(0, token)
        self._at += found
        return found

    def _looks_at(self, ahead: int, *tokens: str) -> bool:
        at = self._at + ahead
        return at < len(self._tokens) and self._tokens[at] in tokens
