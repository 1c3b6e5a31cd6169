"""Plants for the tests, and browsers at their door."""

from __future__ import annotations

import re

from heartleaf.care.plants.keeping import KnownPlants, add_plant
from heartleaf.care.plants.plants import Plant


def a_plant(person, circle="only-me", **says):
    plant = Plant(name="The linden", by=str(person.id), **says)
    add_plant(person.circle(circle), plant)
    return plant


def plants(person):
    return [one.plant for one in KnownPlants(person)]


def where(person, plant):
    return KnownPlants(person).get(plant.id).circle.handle


def said(answer):
    return answer.content.decode()


def hidden(browser, path, name="based_on"):
    return re.search(rf'name="{name}" value="([^"]*)"', said(browser.get(path)))[1]
