"""Times that can be relied on: they begin near zero, go on, and end.

What a file says of times may jump by hours, go back, or be missing; cameras that joined two films
do it, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from heartleaf.keepsakes.developing.films.encoding import MOST_SECONDS

LONGEST_STILL = 60.0
"""A longer wait for the next picture is a jump of the clock."""
_BACK = 1.0


class Over(Exception):
    """No film goes on for so long."""


@dataclass(slots=True)
class Clock:
    """Makes the times of one track steady. `start` is when the whole file begins."""

    start: float
    last: float | None = None
    shift: float = 0.0

    def steady(self, time: float | None, step: float) -> float:
        """This time on our own clock. After a jump, or where no time is told, the track goes on
        one `step` after its last. Raises Over."""
        if time is None:
            steady = step + self.last if self.last is not None else 0.0
        else:
            steady = time - self.start + self.shift
            last = self.last if self.last is not None else 0.0
            if not last - _BACK <= steady <= last + LONGEST_STILL:
                self.shift += last + step - steady
                steady = last + step
        if steady > MOST_SECONDS:
            raise Over
        self.last = max(steady, self.last or 0.0)
        return steady
