"""What a person has in hand when they keep something through a form."""

from django.core.files.uploadedfile import SimpleUploadedFile

from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.showing import Shelf

FILES, THING, SOUND = (f"/keepsakes/new/{what}/" for what in ("files", "thing", "sound"))
US = {"circle": "us"}


def a_file(name, data):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def only_card(person):
    [shown] = Shelf(person).page().entries
    return shown.card


def uploads_in_the_vault():
    return [name for name in vault().names() if name.startswith("upload/")]
