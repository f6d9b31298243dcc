"""One line in a test of one's own: `assert_proved` of a chain, `check_family` of a family. Importing it loads no attack."""

from properties.checking.chains import ProofError, assert_proved

__all__ = ["ProofError", "assert_proved"]
