"""Placeholder until the real one lands."""


def text(o):
    return str(o)


def latex(o):
    return str(o)


def conventions(t):
    return ()
