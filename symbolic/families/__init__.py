"""The model families, one a file: each module has `family`; the folder is the registry.

Packages outside register theirs under the entry-point group `lossproof.families`.
"""

from symbolic.core.registry import Room
from symbolic.models.family import Family

room = Room(__name__, "lossproof.families", "family", Family)
names, load = room.names, room.load
