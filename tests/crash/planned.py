"""Run in a house: writes reminders that are due now, for so many addresses, or lets one clock
finish in peace and says what became of them.

    python -m tests.crash.planned write 600
    python -m tests.crash.planned finish
"""

import datetime
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")


def write(number):
    from django.utils import timezone

    from heartleaf.archive.marker import open_archive
    from heartleaf.care.channels import Address, new_channel
    from heartleaf.care.due import Due
    from heartleaf.care.models import Channel, Reminder
    from heartleaf.family.models import Family, Person
    from heartleaf.family.server_seal import minute_tag
    from heartleaf.sealing import Identity, seal
    from heartleaf.tree.models import GrownWood

    open_archive()
    nothing = seal(b"", Identity.generate().recipient)
    family = Family.objects.create(facts=nothing, seed=b"s" * 32)
    GrownWood.objects.create(
        family=family, wood=b"grown", began_at=timezone.now()
    )  # nobody looks at this tree
    people = [Person(family=family, identity=nothing, own=nothing) for _ in range(number)]
    now = timezone.now()
    at = now.replace(second=0, microsecond=0)
    channels = [
        new_channel(person, Address(f"a{n}@example.org")) for n, person in enumerate(people)
    ]
    due = [Due(at, now.date() + datetime.timedelta(days=n)) for n in range(number)]
    ids = [one.name(channel.pk) for channel, one in zip(channels, due, strict=True)]
    Person.objects.bulk_create(people, batch_size=500)
    Channel.objects.bulk_create(channels, batch_size=500)
    Reminder.objects.bulk_create(
        [
            Reminder(id=id, channel=channel, tag=minute_tag(one.at), sealed=one.hidden(id))
            for id, channel, one in zip(ids, channels, due, strict=True)
        ],
        batch_size=500,
    )


def finish():
    from django.utils import timezone

    from heartleaf.care.models import Reminder
    from heartleaf.care.sending import send_mail

    for _turn in range(20):
        send_mail(timezone.now())
        if not Reminder.objects.filter(state="planned").exists():
            break


def look():
    from django.utils import timezone

    from heartleaf.care.channels import way_of
    from heartleaf.care.missing import missed
    from heartleaf.care.models import Reminder
    from heartleaf.family.models import Person

    later = timezone.now() + datetime.timedelta(minutes=30)
    named = {one.id for person in Person.objects.all() for one in missed(person, later)}
    told = {"sent": [], "named": [], "planned": [], "lost": []}
    for row in Reminder.objects.select_related("channel"):
        which = row.state if row.state in told else "named" if row.pk in named else "lost"
        told[which].append(way_of(row.channel).address)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "write":
        write(int(sys.argv[2]))
    else:
        finish()
        look()
