"""bizenv: a government work plan as plain text, and the questions an office asks of it."""

__version__ = "0.1.0"
