"""Making two records of one person one: what moves, what collides, writing it, and taking it back.

A new kind of row that hangs on a person gets its rule in moved.RULES, or its reason to stay in moved.STAYS.
"""
