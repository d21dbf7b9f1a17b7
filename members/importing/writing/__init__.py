"""From rows that were read to records: all of it is collected, a module for what belongs together, then written."""
