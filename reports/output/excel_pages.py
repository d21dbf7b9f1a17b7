"""Where the printed pages of a worksheet end, so that signatures never stand without the last rows of their table.

Excel and LibreOffice count heights a little differently. So every page of a sheet longer than one is ended here,
rather too early than too late: what one page differs does not add up over many.
"""

HEIGHT = {"portrait": 755, "landscape": 509}
WIDTH = {"portrait": 487, "landscape": 733}
"""Of A4 between the margins, in points."""
DIGIT, EDGES = 6, 3.75
"""Points of a column for each of its letters, and for the edges of its cells."""
RESERVE = 0.95
"""How much of a page is counted on."""
TOGETHER = 2
"""So many rows of the table stay with what stands below it."""


def points(width, columns=1):
    """Of *columns* that are *width* letters wide together."""
    return DIGIT * width + EDGES * columns


def scale_of(orientation, widths):
    """How far a page is shrunk whose columns of *widths* are fitted to its width."""
    return min(1, WIDTH[orientation] / points(sum(widths), len(widths)))


def room_of(orientation, scale):
    """How many points of rows a page takes."""
    return RESERVE * HEIGHT[orientation] / scale


class Pages:
    """Takes the rows of a worksheet from the top down; self.breaks are the rows that begin a page.

    A row waits until it is known not to be one of the last.
    """

    def __init__(self, room):
        self.room, self.repeated, self.used = room, 0, 0
        self.waiting, self.breaks = [], []

    def add(self, line, height):
        self.waiting.append((line, height))

    def repeat(self, heights):
        """The headings stand on every page from now on."""
        self.place()
        self.repeated = sum(heights)

    def place(self, keep=0):
        """Put what waits onto pages, but for the last *keep* rows."""
        while len(self.waiting) > keep:
            line, height = self.waiting.pop(0)
            self._begin_page_unless_room_for(line, height)
            self.used += height

    def finish(self):
        """What waits stays together; where it is longer than a page, as much of its end as one takes."""
        while self._waiting_height() > self.room - self.repeated and len(self.waiting) > 1:
            self.place(len(self.waiting) - 1)
        if self.waiting:
            self._begin_page_unless_room_for(self.waiting[0][0], self._waiting_height())

    def _waiting_height(self):
        return sum(height for _, height in self.waiting)

    def _begin_page_unless_room_for(self, line, height):
        if self.used > self.repeated and self.used + height > self.room:
            self.breaks.append(line)
            self.used = self.repeated
