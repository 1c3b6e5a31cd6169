"""The wood of a family's tree: grown once from its seed, and kept."""

from __future__ import annotations

from django.db import models

from heartleaf.family.models import Family


class GrownWood(models.Model):
    """It says nothing: it comes from a random seed alone, not from what the family keeps.

    Without `wood` it is still growing, since `began_at`.
    """

    family = models.OneToOneField(Family, on_delete=models.CASCADE, primary_key=True)
    wood = models.BinaryField(null=True)
    began_at = models.DateTimeField()
