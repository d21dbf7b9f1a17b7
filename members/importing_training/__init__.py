"""Who attended training, out of a spreadsheet: read like members, beside the courses and people on record."""
