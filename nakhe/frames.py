"""Room for the frames of calls, so that no loop asks the system for memory at every call.

CPython keeps frames in pieces of 16 kB and gives a piece back as soon as the call that needed it returns. A loop that
happens to stand at the end of one pays at every call in it; whether it does depends on how many layers lie above, and
those of a request nearly fill a piece. An import was measured twice as slow where it does. A frame that says it may
need much gets a piece in which all calls below have room; what of it is not used is never touched.
"""

from functools import wraps

WORDS = 16_000
"""Makes a piece of 256 kB, with half of it for the calls below."""


def with_room(call):
    @wraps(call)
    def roomy(*given, **named):
        return call(*given, **named)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=WORDS)
    return roomy


def room_for_frames(get_response):
    """The middleware: every page has room."""
    return with_room(get_response)
