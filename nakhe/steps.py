"""Work in steps: a generator that tells on its way what it does and how far it is (nakhe/progress.py shows it), and
returns what came of it. Its name ends with _in_steps; at_once() makes of it the function for who waits for the end."""

from functools import wraps


def at_once(work):
    @wraps(work)
    def waiting(*given, **named):
        steps = work(*given, **named)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value

    return waiting
