"""Searches for a case in which a statement fails, one a file: each has `ABOUT`, the kinds of statements
that it looks at, and `refute(obligation)`, and says what it tries.

It returns the case, in words, or None where it found none, which says nothing; or raises Open. None of them can prove,
and no proof rests on them: they are asked after the provers, of what is still open. The folder is the registry.
"""
