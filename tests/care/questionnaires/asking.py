"""Files that a clinic which does not exist might send."""

import json

from heartleaf.care.questionnaires.reading import read

FHIR = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def a_file(*items, **says):
    """Its bytes; without items, one question."""
    asked = list(items) or [{"linkId": "a", "type": "string", "text": "What would you like?"}]
    said = {"resourceType": "Questionnaire", "status": "active", "title": "Before you come"}
    return json.dumps({**said, **says, "item": asked}).encode()


def questionnaire(*items, language="", **says):
    return read(a_file(*items, **says), language)


def asked(link, kind="string", **says):
    return {"linkId": link, "type": kind, "text": f"Question {link}", **says}


def group(link, *items, **says):
    return {"linkId": link, "type": "group", "text": f"Group {link}", "item": list(items), **says}


def option(code, weight=None, words="", by="itemWeight"):
    coding = {"system": "urn:x", "code": code, "display": words or f"Answer {code}"}
    extension = [{"url": f"{FHIR}{by}", "valueDecimal": weight}]
    return {"valueCoding": coding, **({"extension": extension} if weight is not None else {})}


def weighed(link, *weights, **says):
    """A choice whose answers carry these weights, each under its place: `0`, `1`, …"""
    options = [option(str(at), weight) for at, weight in enumerate(weights)]
    return asked(link, "choice", answerOption=options, **says)


def reckoned(link, expression, kind="integer", variables=None, **says):
    extensions = [
        {
            "url": f"{FHIR}variable",
            "valueExpression": {"name": n, "language": "text/fhirpath", "expression": e},
        }
        for n, e in (variables or {}).items()
    ]
    value = {"language": "text/fhirpath", "expression": expression}
    extensions.append({"url": f"{SDC}calculatedExpression", "valueExpression": value})
    return asked(link, kind, extension=extensions, **says)


def chose(code):
    return [{"valueCoding": {"system": "urn:x", "code": code, "display": f"Answer {code}"}}]


def when(question, operator="=", **answer):
    return {"question": question, "operator": operator, **answer}
