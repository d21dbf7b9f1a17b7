"""People out of the offices' spreadsheets: what a file says, beside what is on record. Nothing here writes."""
