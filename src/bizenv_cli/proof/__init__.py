"""A paper that a person has edited, recounted: which paper it is, and what in it no longer agrees with the registry."""

from bizenv_cli.proof.finding import Finding, Recount
from bizenv_cli.proof.proofread import NAMES, Proof, proofread
from bizenv_cli.proof.reading import read

__all__ = ["NAMES", "Finding", "Proof", "Recount", "proofread", "read"]
