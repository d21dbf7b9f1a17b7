"""The invented population of the demonstration: `manage.py make_demonstration` writes fixtures/ from a seed.

Nobody in it is real. plan.py holds the figures that must come out (the commune's article of 28/05/2024) as a table
of chi bộ and of what happened in them each year; the other modules invent people and papers to fit.
"""
