"""What one cell means for one field: read whole, never guessed unseen; nothing is made of an empty cell.

Each reader takes (field key, the cell's value, Context) and returns Said.
"""
