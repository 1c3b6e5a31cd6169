"""A questionnaire of a clinic that does not exist, with answers that are half given."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.utils.translation import gettext as _

from heartleaf.care.questionnaires.keeping import Change, answer, mark_of_given, take
from heartleaf.family.opening import OpenPerson

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def bring_questionnaire(ada: OpenPerson) -> tuple[str, str]:
    """The ids of the questionnaire and of her answers."""
    brought = take(ada, str(uuid.uuid4()), before_your_appointment())
    nothing = mark_of_given([])
    changes = [
        Change("how", nothing, [{"valueCoding": _coding("sleep", "2")}]),
        Change("say", nothing, [{"valueString": _("Please say Rowan. It is his name.")}]),
        Change("with", nothing, [{"valueBoolean": True}]),
        Change("whom", nothing, [{"valueString": "Jonas"}]),
    ]
    filling, _meanwhile = answer(ada, brought.id, str(uuid.uuid4()), changes)
    return brought.id, filling.id


def before_your_appointment() -> bytes:
    """What the invented clinic would like to know before someone comes."""
    return json.dumps(_file(), ensure_ascii=False, indent=1).encode()


def _file() -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": "https://clinic.example/Questionnaire/before-your-appointment",
        "version": "3",
        "title": _("Before your appointment"),
        "status": "active",
        "date": "2026-02-03",
        "publisher": _("Linden Street Clinic, which does not exist"),
        "description": _("So that you need not say everything twice. Leave out what you like."),
        "copyright": _("Written for this sample alone. It measures nothing."),
        "item": [_the_room(), _the_words(), _the_nights()],
    }


def _the_room() -> dict[str, Any]:
    return {
        "linkId": "coming",
        "type": "group",
        "text": _("Coming to us"),
        "item": [
            {"linkId": "with", "type": "boolean", "text": _("Will someone come with you?")},
            {
                "linkId": "whom",
                "type": "string",
                "text": _("Who?"),
                "enableWhen": [{"question": "with", "operator": "=", "answerBoolean": True}],
            },
            {
                "linkId": "wait",
                "type": "open-choice",
                "text": _("Where would you rather wait?"),
                "answerOption": [
                    {"valueCoding": _coding("wait", "own", _("In a room of your own"))},
                    {"valueCoding": _coding("wait", "out", _("Outside, and we call you"))},
                ],
            },
        ],
    }


def _the_words() -> dict[str, Any]:
    return {
        "linkId": "words",
        "type": "group",
        "text": _("What we should know"),
        "item": [
            {
                "linkId": "say",
                "type": "text",
                "text": _("Which words shall we use, and which not?"),
                "required": True,
            },
            {"linkId": "ask", "type": "text", "text": _("What would you like to ask us?")},
        ],
    }


def _the_nights() -> dict[str, Any]:
    options = [_("Most nights"), _("Some nights"), _("Hardly any night")]
    return {
        "linkId": "nights",
        "type": "group",
        "text": _("Your nights"),
        "item": [
            {
                "linkId": "how",
                "type": "choice",
                "text": _("In the last week, did you sleep?"),
                "answerOption": [
                    {
                        "valueCoding": _coding("sleep", f"{weight}", words),
                        "extension": [{"url": f"{FHIR}itemWeight", "valueDecimal": weight}],
                    }
                    for weight, words in enumerate(options)
                ],
            },
            {"linkId": "hours", "type": "quantity", "text": _("About how long?"), **_in_hours()},
            {
                "linkId": "points",
                "type": "integer",
                "text": _("Points for our file:"),
                "readOnly": True,
                "extension": [
                    {
                        "url": f"{SDC}calculatedExpression",
                        "valueExpression": {
                            "language": "text/fhirpath",
                            "expression": "%resource.repeat(item).answer.weight().sum()",
                        },
                    }
                ],
            },
        ],
    }


def _in_hours() -> dict[str, Any]:
    unit = {"system": "http://unitsofmeasure.org", "code": "h", "display": _("hours")}
    return {
        "extension": [
            {"url": f"{FHIR}questionnaire-unit", "valueCoding": unit},
            {"url": f"{FHIR}minValue", "valueDecimal": 0},
            {"url": f"{FHIR}maxValue", "valueDecimal": 24},
        ]
    }


def _coding(about: str, code: str, display: str = "") -> dict[str, str]:
    coding = {"system": f"https://clinic.example/{about}", "code": code}
    return coding | ({"display": display} if display else {})
