"""What every writer of files is: write_into(what, file) writes *what* piece by piece into the binary *file*.

It is an iterator: each step says how many rows further the file is, a part of one where a row is written in several
pieces. Whoever gives it up closes it.
"""

import io


def whole(steps, file):
    """Run *steps* to their end; the bytes in the *file* that they wrote."""
    for _ in steps:
        pass
    return file.getvalue()


def as_bytes(write_into, *what):
    """The bytes of a file that is short."""
    file = io.BytesIO()
    return whole(write_into(*what, file), file)
