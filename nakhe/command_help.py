"""How a command shows the shape of what it prints, below its options."""

from argparse import RawDescriptionHelpFormatter

from django.core.management.base import DjangoHelpFormatter


class ShapeHelp(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the epilogue."""
