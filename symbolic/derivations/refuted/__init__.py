"""Claims that people make and that are false, one a file: the chain replays, the claim fails, the attack shows a case."""
