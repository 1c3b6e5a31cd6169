"""In which order items can be asked: each after those that its own conditions look at.

Rules that go round in a circle decide nothing. Such an item is always asked, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from heartleaf.care.questionnaires.shapes import Item, walk


def in_order(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[str, ...], list[str]]:
    """The same items without rules that go round, the order of their links, and the words of
    those whose rules did."""
    looks_at = _looks_at(items)
    order: list[str] = []
    round_about: set[str] = set()
    for group in _circles(looks_at):
        order += group
        if len(group) > 1 or group[0] in looks_at[group[0]]:
            round_about |= set(group)
    without = {item.link_id for item in walk(items) if item.conditions} & round_about
    if not without:
        return items, tuple(order), []
    words = [item.text for item in walk(items) if item.link_id in without]
    free = _freed(items, without)
    return free, in_order(free)[1], words


def _looks_at(items: tuple[Item, ...]) -> dict[str, set[str]]:
    """By the link of each item, those whose answers or whose place decide whether it is asked."""
    links = {item.link_id for item in walk(items)}
    found = {item.link_id: {one.question for one in item.conditions} for item in walk(items)}
    for item in walk(items):
        for inside in item.items:
            found[inside.link_id].add(item.link_id)
    return {link: asked & links for link, asked in found.items()}


def _freed(items: tuple[Item, ...], links: set[str]) -> tuple[Item, ...]:
    return tuple(
        replace(
            item,
            conditions=() if item.link_id in links else item.conditions,
            items=_freed(item.items, links),
        )
        for item in items
    )


def _circles(looks_at: dict[str, set[str]]) -> Iterator[list[str]]:
    """Groups of links that look at each other, each after what it looks at (Tarjan, SIAM Journal
    on Computing 1, 1972), without calling itself: a chain may be as long as the file."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_links: list[str] = []
    waiting: set[str] = set()
    for start in looks_at:
        if start in number:
            continue
        way = [(start, iter(sorted(looks_at[start])))]
        number[start] = lowest[start] = len(number)
        open_links.append(start)
        waiting.add(start)
        while way:
            link, following = way[-1]
            if (onward := next(following, None)) is None:
                way.pop()
                if way:
                    lowest[way[-1][0]] = min(lowest[way[-1][0]], lowest[link])
                if lowest[link] == number[link]:
                    at = open_links.index(link)
                    group, open_links[at:] = open_links[at:], []
                    waiting -= set(group)
                    yield group
            elif onward not in number:
                number[onward] = lowest[onward] = len(number)
                open_links.append(onward)
                waiting.add(onward)
                way.append((onward, iter(sorted(looks_at[onward]))))
            elif onward in waiting:
                lowest[link] = min(lowest[link], number[onward])
