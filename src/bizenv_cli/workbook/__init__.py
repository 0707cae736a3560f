"""Excel workbooks: the 台账 for the office, the form that a unit fills in, and what comes back of it.

openpyxl is imported by this package's modules and by nobody else; who needs them imports them when they are needed.
"""
