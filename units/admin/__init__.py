from units.admin import accounts, ratings, terms, tree

__all__ = ["accounts", "ratings", "terms", "tree"]
