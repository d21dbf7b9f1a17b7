"""Vectors with expected values, worked out outside the code: tests/vectors/*.json."""

import json
from pathlib import Path


def vectors(name):
    path = Path(__file__).parent.parent / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))
