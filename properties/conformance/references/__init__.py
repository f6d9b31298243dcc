"""References that are no family and no derivation, one a file: each module has `loss`; the folder is the registry."""

from properties.conformance.reference import NamedLoss
from symbolic.core.registry import Room

room = Room(__name__, "lossproof.references", "loss", NamedLoss)
names, load = room.names, room.load
