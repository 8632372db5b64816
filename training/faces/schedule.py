"""How far a run is, and the learning rate there."""
import math
import time


class Budget:
    """A run's length: wall-clock minutes (of this and resumed processes together) or a number of steps."""

    def __init__(self, minutes: float | None, steps: int, used_seconds: float = 0.0):
        self.minutes = minutes
        self.steps = steps
        self.started = time.monotonic() - used_seconds

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def fraction(self, step: int) -> float:
        """0 at the start, 1 at the end."""
        done = self.seconds() / (60 * self.minutes) if self.minutes else step / self.steps
        return min(1.0, done)


def one_cycle(fraction: float, peak: float, warm: float = 0.1) -> float:
    """Rises by a half cosine from peak / 25 over the first `warm` of the run, then falls by one to peak / 1000."""
    if fraction < warm:
        low, high, part = peak / 25, peak, fraction / warm
        return low + (high - low) * (1 - math.cos(math.pi * part)) / 2
    part = (fraction - warm) / (1 - warm)
    return peak / 1000 + (peak - peak / 1000) * (1 + math.cos(math.pi * part)) / 2
