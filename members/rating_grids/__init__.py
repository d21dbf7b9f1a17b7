"""The grid of a year's ratings: of the members of a chi bộ, of the chi bộ themselves, or of the village heads."""

from members.rating_grids.of_members import MemberGrid
from members.rating_grids.of_units import UnitGrid
from members.rating_grids.of_village_heads import HeadGrid

GRIDS = {grid.part: grid for grid in (MemberGrid, UnitGrid, HeadGrid)}
