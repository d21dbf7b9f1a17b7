from members.admin import facts, learning, offices, reference

__all__ = ["facts", "learning", "offices", "reference"]
