"""The almanac: a rule or a recurrence in, dates out. No clock, no disk, no Django.

A day is a date without a time; whose *today* it is, is for others to say. `rules` holds the
language of rules, `terms` what they are made of; `recurring` the codes of what comes back, and
`yearly`, `yahrzeit`, `islamic` and `counted` how; `counting` says how long it has been.
"""

from heartleaf.days.almanac.counting import Since, count_of, since
from heartleaf.days.almanac.limits import FIRST_DAY, LAST_DAY, WrongRule
from heartleaf.days.almanac.recurring import Recurrence, recurrence_of
from heartleaf.days.almanac.rules import Rule, rule_of
from heartleaf.days.almanac.yearly import Leap

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "Leap",
    "Recurrence",
    "Rule",
    "Since",
    "WrongRule",
    "count_of",
    "recurrence_of",
    "rule_of",
    "since",
]
