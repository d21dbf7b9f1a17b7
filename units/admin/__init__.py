from units.admin import ratings, terms, tree

__all__ = ["ratings", "terms", "tree"]
