"""Decision procedures, one a file: `ABOUT`, the kinds of statements that it answers for, and `prove(obligation) -> Answer`.

The folder is the registry: `symbolic.asking` looks up who answers for what. Provers are part of what a proof rests on, so
packages outside cannot add any. The docstring of `prove` says what it can do. What no prover decides is asked of
`symbolic.refuting`, which proves nothing.
"""
