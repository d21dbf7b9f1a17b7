"""The settings as the tests see them, whatever the environment of whoever runs them says."""

import os

os.environ["NAKHE_ENV"] = "test"
os.environ.pop("DEBUG", None)

from nakhe.settings import *  # noqa: E402, F403
