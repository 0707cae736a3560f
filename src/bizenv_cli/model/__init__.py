"""What a registry is: frozen pydantic records, one module per kind of file; no I/O, no cross-record rule."""

from bizenv_cli.model.annex1 import Indicator, IndicatorTask, PilotChange, SubIndicator
from bizenv_cli.model.annex2 import Action, Measure, WorkTask
from bizenv_cli.model.base import Amendment, Erratum, ErratumKind, Milestone, Record
from bizenv_cli.model.complaints import Complaint, Complaints
from bizenv_cli.model.doubts import Doubt, Doubts
from bizenv_cli.model.duties import Duties, Duty, ServiceLevel
from bizenv_cli.model.ledger import Entry, Fulfil, Ledger, Measured, TaskEvent, Void
from bizenv_cli.model.officials import Official, Officials
from bizenv_cli.model.overlaps import Overlap, Overlaps, OverlapVerdict
from bizenv_cli.model.plan import ANNEXES, Annex, Plan
from bizenv_cli.model.targets import Stated, Target, Targets
from bizenv_cli.model.treatments import Treatment, Treatments
from bizenv_cli.model.units import Alias, Unit, Units

__all__ = [
    "ANNEXES",
    "Action",
    "Alias",
    "Amendment",
    "Annex",
    "Complaint",
    "Complaints",
    "Doubt",
    "Doubts",
    "Duties",
    "Duty",
    "Entry",
    "Erratum",
    "ErratumKind",
    "Fulfil",
    "Indicator",
    "IndicatorTask",
    "Ledger",
    "Measure",
    "Measured",
    "Milestone",
    "Official",
    "Officials",
    "Overlap",
    "OverlapVerdict",
    "Overlaps",
    "PilotChange",
    "Plan",
    "Record",
    "ServiceLevel",
    "Stated",
    "SubIndicator",
    "Target",
    "Targets",
    "TaskEvent",
    "Treatment",
    "Treatments",
    "Unit",
    "Units",
    "Void",
    "WorkTask",
]
