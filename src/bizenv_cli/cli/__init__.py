"""The command line: parse, one question, one view, render, exit code."""
