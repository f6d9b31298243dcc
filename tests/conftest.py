"""What all tests share: pytest's own fixture for testing plugins, and that nothing is kept from one run to the next."""

import os

pytest_plugins = ["pytester"]
os.environ["LOSSPROOF_CACHE"] = ""
