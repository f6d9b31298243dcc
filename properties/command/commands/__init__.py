"""The commands, one a file: each holds a `command` of Click's. What costs time is imported where it is needed."""
