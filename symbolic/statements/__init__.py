"""The kinds of statements, one a file: its parts, its sentence, who may state it, whether numbers could refute it.

The folder is the registry, and a file's name is the kind. A statement says itself in a `Language` that it is given.
"""
