-- The disposable index. Stored tables have singular names; what users query are the plural views of views.sql.
-- Names of columns are the names of the YAML keys. Lists (lead, support …) are JSON arrays in the notice's order.

CREATE TABLE plan (
    key TEXT, title TEXT, short_title TEXT, number TEXT, issued TEXT, year INTEGER, alert_days INTEGER
) STRICT;

CREATE TABLE unit (
    ord INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, because TEXT, note TEXT
) STRICT;

CREATE TABLE unit_name (   -- every printed spelling; ord keeps the canonical name first
    name TEXT PRIMARY KEY, unit TEXT NOT NULL, ord INTEGER NOT NULL, basis TEXT NOT NULL, because TEXT
) STRICT;

CREATE TABLE unit_cover (  -- which single units a collective one reaches
    collective TEXT NOT NULL, unit TEXT NOT NULL, basis TEXT NOT NULL, PRIMARY KEY (unit, collective)
) STRICT, WITHOUT ROWID;

CREATE TABLE official (ord INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE indicator (
    ord INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body_name TEXT, benchmark_cities TEXT NOT NULL,
    goal TEXT, body_goal TEXT, pilot TEXT, lead_officials TEXT NOT NULL, lead TEXT NOT NULL, support TEXT NOT NULL
) STRICT;

CREATE TABLE sub_indicator (
    ord INTEGER PRIMARY KEY, indicator TEXT NOT NULL, name TEXT NOT NULL, benchmark_cities TEXT NOT NULL,
    goal TEXT NOT NULL, pilot TEXT NOT NULL
) STRICT;

CREATE TABLE action (
    ord INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, lead_officials TEXT NOT NULL, lead_unit TEXT NOT NULL,
    support TEXT NOT NULL
) STRICT;

CREATE TABLE work_task (seq INTEGER PRIMARY KEY, action TEXT NOT NULL, text TEXT NOT NULL) STRICT;

CREATE TABLE treatment (
    ord INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, lead_officials TEXT NOT NULL, lead TEXT NOT NULL
) STRICT;

CREATE TABLE charge (      -- who heads an indicator, action or treatment; the unit by its canonical name
    scope TEXT NOT NULL, subject TEXT NOT NULL, ord INTEGER NOT NULL, official TEXT, unit TEXT, role TEXT
) STRICT;

CREATE TABLE task (
    ord INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    annex INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    indicator TEXT,
    sub_indicator TEXT,
    action TEXT,
    work_task_seq INTEGER,
    work_task TEXT,
    measure TEXT,
    lead TEXT NOT NULL,
    support TEXT NOT NULL,
    lead_units TEXT NOT NULL,
    support_units TEXT NOT NULL,
    lead_officials TEXT NOT NULL,
    deadline TEXT,
    goal TEXT,
    pilot TEXT,
    path TEXT NOT NULL,
    line INTEGER NOT NULL
) STRICT;
CREATE INDEX task_deadline ON task (deadline);
CREATE INDEX task_indicator ON task (indicator);
CREATE INDEX task_action ON task (action);

CREATE TABLE task_unit (
    unit TEXT NOT NULL, task INTEGER NOT NULL, role TEXT NOT NULL, printed TEXT NOT NULL,
    PRIMARY KEY (unit, task, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_official (
    official TEXT NOT NULL, task INTEGER NOT NULL, PRIMARY KEY (official, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (task INTEGER NOT NULL, position INTEGER NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (task, position)) STRICT, WITHOUT ROWID;

CREATE TABLE erratum (
    ord INTEGER PRIMARY KEY, scope TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL, fields TEXT NOT NULL,
    printed TEXT, printed_at TEXT, because TEXT NOT NULL
) STRICT;
CREATE INDEX erratum_subject ON erratum (subject);

CREATE TABLE amendment (   -- what a later document changed; was is a JSON object, field by field, or NULL where it added
    ord INTEGER PRIMARY KEY, scope TEXT NOT NULL, subject TEXT NOT NULL, date TEXT NOT NULL, authority TEXT NOT NULL,
    was TEXT, because TEXT
) STRICT;
CREATE INDEX amendment_subject ON amendment (subject);
