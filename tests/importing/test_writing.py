"""A file written into the record: people, memberships, numbers, levels, offices, ratings; nothing that it does not say."""
