"""The board on a terminal: lists and pages from the index, entries through the ledger's writer; no rule of its own."""
