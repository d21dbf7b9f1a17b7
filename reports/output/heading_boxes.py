"""Headings in two rows as boxes over columns and lines, drawn so that no line is come back to (a long table's file)."""


def heading_boxes(top, depth, position, under, texts):
    """(top, left, bottom, right, text) of each of *texts* from column *position* on, and of what stands over them."""
    if under:
        yield top, position, top, position + len(texts) - 1, under
    for column, text in enumerate(texts, position):
        yield top + 1 if under else top, column, top + depth - 1, column, text


def draw_boxes(page, boxes, look):
    """*boxes* over several lines of the worksheet *page*, each line whole before the next.

    merge_range() would come back to the first line for every box that reaches into the second.
    """
    for line in range(boxes[0][0], boxes[0][2] + 1):
        for top, left, _, right, text in (box for box in boxes if box[0] <= line <= box[2]):
            for column in range(left, right + 1):
                page.write_string(line, column, text if (line, column) == (top, left) else "", look)
    page.merge += [[*box[:4]] for box in boxes if box[:2] != box[2:4]]
