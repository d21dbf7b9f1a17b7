"""Village heads out of a spreadsheet: read like members, beside the villages and heads on record."""
