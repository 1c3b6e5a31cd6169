"""What the almanac says, at a terminal: it needs no family, no data folder and no database."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heartleaf.command import cli
from heartleaf.command.speaking import Problem, json_option, say, say_json, say_problem

if TYPE_CHECKING:
    from heartleaf.days.almanac import Recurrence
    from heartleaf.days.observances import Falling, Read

# What each kind of question may be asked with; the first are the days of the world.
OBSERVANCES = ""
GOES_WITH = {
    OBSERVANCES: {"country", "observance", "earlier"},
    "anniversary": {"feb29"},
    "yahrzeit": {"custom", "after_sunset"},
    "islamic": {"after_sunset"},
    "monthly": set(),
    "count": {"days"},
}


@cli.command("days")
@click.option("--from", "first", required=True, metavar="D", help="The first day, 2027-01-01.")
@click.option("--to", "last", required=True, metavar="D", help="The last day.")
@click.option("--country", metavar="XX", help="Two letters; that country and worldwide.")
@click.option("--observance", metavar="ID", help="One alone, such as mothers-day.")
@click.option("--earlier", is_flag=True, help="Former customs too.")
@click.option(
    "--file",
    envvar="HEARTLEAF_OBSERVANCES",
    type=click.Path(path_type=Path),
    help="A host's file that corrects the observances.",
)
@click.option("--anniversary", metavar="D", help="Each year after a day.")
@click.option("--feb29", type=click.Choice(["feb28", "mar1", "both", "leap"]))
@click.option("--yahrzeit", metavar="D", help="Each yahrzeit of a death on a day.")
@click.option("--custom", type=click.Choice(["ashkenazi", "sephardi"]))
@click.option("--islamic", metavar="D", help="Each year by the tabular Islamic calendar.")
@click.option("--after-sunset", is_flag=True, help="It was after sunset on that day.")
@click.option("--monthly", metavar="D", help="Each month after a day.")
@click.option("--count", metavar="D", help="With --days: counted from a day, which is 1.")
@click.option("--days", metavar="N,N", help="Which days to count to, such as 7,40,49,100.")
@json_option
def days(first: str, last: str, file: Path | None, as_json: bool, **asked: Any) -> None:
    """Say when observances fall, or what comes back after one day.

    Example: heartleaf days --from 2027-01-01 --to 2027-12-31 --country FR --json
    """
    between = _day(first), _day(last)
    if between[0] > between[1]:
        raise Problem(f"--from {first} is after --to {last}.")
    if kind := _kind(asked):
        _say_dates(_recurrence(kind, asked).dates(_day(asked[kind]), *between), as_json)
    else:
        _say_fallings(_fallings(file, *between, asked), as_json)


def _kind(asked: dict[str, Any]) -> str:
    """The one thing that is asked for. Raises Problem where things do not go together."""
    given = {name for name, value in asked.items() if value not in (None, False)}
    kind, *more = sorted(given & GOES_WITH.keys()) or [OBSERVANCES]
    if more:
        raise Problem(f"Ask for one at a time: --{kind} or --{more[0]}.")
    for odd in sorted(given - {kind} - GOES_WITH[kind]):
        told = odd.replace("_", "-")
        raise Problem(f"--{told} does not go with {f'--{kind}' if kind else 'observances'}.")
    return kind


def _recurrence(kind: str, asked: dict[str, Any]) -> Recurrence:
    from heartleaf.days.almanac import WrongRule, recurrence_of

    counts = " ".join((asked["days"] or "").split(","))
    code = {
        "anniversary": f"yearly {asked['feb29'] or 'both'}",
        "yahrzeit": f"yahrzeit {asked['custom'] or 'ashkenazi'}",
        "islamic": "islamic",
        "monthly": "monthly",
        "count": f"days {counts}",
    }[kind]
    try:
        return recurrence_of(f"{code} after-sunset" if asked["after_sunset"] else code)
    except WrongRule as wrong:
        raise Problem(str(wrong)) from None


def _fallings(
    file: Path | None, first: datetime.date, last: datetime.date, asked: dict[str, Any]
) -> list[Falling]:
    from heartleaf.days import observances

    known = observances.corrected_by(file)
    for problem in known.problems:
        say_problem(problem)
    country = None if asked["country"] is None else _country(asked["country"])
    only = known if asked["observance"] is None else _observance(asked["observance"], known)
    return list(observances.falls(only, first, last, country, earlier=asked["earlier"]))


def _country(code: str) -> str:
    from heartleaf.days.countries import COUNTRIES

    if code.upper() in COUNTRIES:
        return code.upper()
    hint = "GB for the United Kingdom" if code.upper() == "UK" else "such as FR or US"
    raise Problem(f"“{code}” is no country; write its two letters, {hint}.")


def _observance(id: str, known: Read) -> Read:
    from dataclasses import replace

    found = tuple(each for each in known.observances if each.id == id)
    if not found:
        there = ", ".join(sorted(each.id for each in known.observances))
        raise Problem(f"“{id}” is no observance; there are {there}.")
    return replace(known, observances=found)


def _day(text: str) -> datetime.date:
    from heartleaf.days.almanac import FIRST_DAY, LAST_DAY

    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise Problem(f"“{text}” is no date; write it as in 2027-05-09.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Problem(f"{text} is too far: the almanac goes from 1900 to 2200.")
    return day


def _say_dates(dates: list[datetime.date], as_json: bool) -> None:
    if as_json:
        say_json([{"date": date.isoformat()} for date in dates])
    else:
        _say_lines([_said(date) for date in dates])


def _say_fallings(fallings: list[Falling], as_json: bool) -> None:
    if as_json:
        say_json([_plain(falling) for falling in fallings])
    else:
        _say_lines([_line(falling) for falling in fallings])


def _say_lines(lines: list[str]) -> None:
    say("\n".join(lines) or "Nothing falls in that time.")


def _plain(falling: Falling) -> dict[str, str | None]:
    """The choice only where there are variants to choose from."""
    plain = {
        "observance": falling.observance.id,
        "country": falling.country,
        "date": falling.date.isoformat(),
    }
    return {**plain, "choice": falling.choice} if falling.choice else plain


def _line(falling: Falling) -> str:
    days = _said(falling.date)
    if falling.until > falling.date:
        days += f" to {_said(falling.until)}"
    name = falling.observance.name + (f" ({falling.choice})" if falling.choice else "")
    hour = f"{falling.when.hour:%H:%M}" if falling.when.hour else ""
    return f"{days}  {', '.join(filter(None, [name, falling.country, hour]))}"


def _said(date: datetime.date) -> str:
    return f"{date:%A} {date.day} {date:%B %Y}"
