"""Chi bộ and their villages out of a spreadsheet: read like people, beside the units of one committee."""
