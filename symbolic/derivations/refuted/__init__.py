"""Claims that people make and that are false, one a file: the chain replays, the claim fails, the attack shows a case."""

from symbolic.chain import Chain
from symbolic.core.registry import Room

room = Room(__name__, "", "chain", Chain)
