"""The shipped derivations, one chain a file: each module has `chain`; the folder is the registry.

The room `refuted` holds claims that people make and that are false: chains as well, which fail. Packages outside register
theirs under the entry-point group `lossproof.derivations`.
"""

from symbolic.chain import Chain
from symbolic.core.registry import Room
from symbolic.derivations.refuted import room as false_claims

room = Room(__name__, "lossproof.derivations", "chain", Chain, rooms=(false_claims,))
names, load, refuted = room.names, room.load, false_claims.names
