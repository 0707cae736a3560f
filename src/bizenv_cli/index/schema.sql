-- The disposable index. Stored tables have singular names; what users query are the plural views of views.sql.
-- Names of columns are the names of the YAML keys. Lists (lead, support …) are JSON arrays in the notice's order.
-- Every key begins with the plan, so that a plan's rows lie together: one plan is written, read or dropped at once.

CREATE TABLE plan (        -- no is handed out once and never shown; what is NULL could not be read
    no INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, stamp BLOB NOT NULL, problems INTEGER NOT NULL,
    key TEXT, title TEXT, short_title TEXT, number TEXT, issued TEXT, year INTEGER, alert_days INTEGER,
    urgent_days INTEGER, light TEXT
) STRICT;

CREATE TABLE file (        -- what each file held when it was read
    plan INTEGER NOT NULL, path TEXT NOT NULL, sha256 BLOB NOT NULL, PRIMARY KEY (plan, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, because TEXT, note TEXT,
    PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_name (   -- every printed spelling; ord keeps the canonical name first
    plan INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, unit_ord INTEGER NOT NULL, ord INTEGER NOT NULL,
    basis TEXT NOT NULL, because TEXT, PRIMARY KEY (plan, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE name_key (    -- what a name may be typed as, folded; how: name, alias, number, pinyin, initials, or syllables (apart)
    plan INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, how TEXT NOT NULL, name TEXT NOT NULL,
    sub TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (plan, kind, key, how, name, sub)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_cover (  -- which single units a collective one reaches
    plan INTEGER NOT NULL, unit TEXT NOT NULL, collective TEXT NOT NULL, basis TEXT NOT NULL,
    PRIMARY KEY (plan, unit, collective)
) STRICT, WITHOUT ROWID;

CREATE TABLE official (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, body_name TEXT, benchmark_cities TEXT NOT NULL,
    goal TEXT, body_goal TEXT, pilot TEXT, lead_officials TEXT NOT NULL, lead TEXT NOT NULL, support TEXT NOT NULL,
    PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE sub_indicator (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, indicator TEXT NOT NULL, name TEXT NOT NULL,
    benchmark_cities TEXT NOT NULL, goal TEXT NOT NULL, pilot TEXT NOT NULL, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE action (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, lead_officials TEXT NOT NULL,
    lead_unit TEXT NOT NULL, support TEXT NOT NULL, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE work_task (
    plan INTEGER NOT NULL, seq INTEGER NOT NULL, action TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (plan, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE treatment (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, lead_officials TEXT NOT NULL, lead TEXT NOT NULL,
    PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE charge (      -- who heads an indicator, action or treatment; the unit by its canonical name
    plan INTEGER NOT NULL, at INTEGER NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, ord INTEGER NOT NULL,
    official TEXT, unit TEXT, PRIMARY KEY (plan, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (        -- ref is the plan's no and the task's place in the plan; id is what people write
    ref INTEGER PRIMARY KEY,
    plan INTEGER NOT NULL,
    id TEXT NOT NULL,
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
    first_deadline TEXT,   -- the earliest and the latest that was ever in force: what an index can narrow by
    last_deadline TEXT,
    goal TEXT,
    pilot TEXT,
    path TEXT NOT NULL,
    line INTEGER NOT NULL,
    milestones TEXT,       -- these three as a record shows them: JSON arrays of objects, or NULL
    errata TEXT,
    amendments TEXT
) STRICT;
CREATE UNIQUE INDEX task_number ON task (plan, annex, seq);
CREATE INDEX task_deadline ON task (plan, first_deadline, last_deadline);

CREATE TABLE standing (    -- how a task stands from a day on until another; a task of which nothing is recorded has none
    plan INTEGER NOT NULL, task INTEGER NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, deadline TEXT,
    extensions INTEGER NOT NULL, completed TEXT, accepted TEXT, last_report TEXT, urged TEXT,
    percent INTEGER, forecast TEXT,
    PRIMARY KEY (plan, task, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE part (        -- how a unit's part of a task stands from a day on until another; event: what it recorded last, that day
    plan INTEGER NOT NULL, task INTEGER NOT NULL, unit TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL,
    completed TEXT, accepted TEXT, last_report TEXT, event TEXT NOT NULL,
    PRIMARY KEY (plan, task, unit, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE move (        -- every change of a deadline in force: by a unit's extension, or where unit is NULL by an amendment
    plan INTEGER NOT NULL, task INTEGER NOT NULL, position INTEGER NOT NULL, date TEXT NOT NULL, unit TEXT,
    before TEXT, "to" TEXT, authority TEXT NOT NULL, note TEXT, PRIMARY KEY (plan, task, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (       -- the ledger; voided entries do not count
    plan INTEGER NOT NULL, unit TEXT NOT NULL, at INTEGER NOT NULL, task INTEGER NOT NULL, date TEXT NOT NULL,
    event TEXT NOT NULL, note TEXT, evidence TEXT, "to" TEXT, approval TEXT, color TEXT, completed TEXT, "of" TEXT,
    dated TEXT, percent INTEGER, forecast TEXT, voided INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (plan, unit, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_task ON entry (plan, task, date);

CREATE TABLE target (      -- value is exact: an integer, or a decimal of at most 15 digits; stated, tasks: JSON arrays
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, id TEXT NOT NULL, indicator TEXT, action TEXT, treatment TEXT,
    measured TEXT NOT NULL, kind TEXT NOT NULL, comparison TEXT NOT NULL, value ANY NOT NULL,
    unit TEXT NOT NULL, deadline TEXT, because TEXT, stated TEXT NOT NULL, tasks TEXT NOT NULL,
    path TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE measurement ( -- the values measured of a target that count; at: their order over all ledgers
    plan INTEGER NOT NULL, target INTEGER NOT NULL, at INTEGER NOT NULL, unit TEXT NOT NULL, date TEXT NOT NULL,
    value ANY NOT NULL, note TEXT, evidence TEXT, path TEXT NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (plan, target, date, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, id TEXT NOT NULL, duty TEXT NOT NULL, report_to TEXT,
    rrule TEXT NOT NULL, words TEXT NOT NULL, at TEXT NOT NULL, because TEXT, path TEXT NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty_day (    -- when a duty falls due
    plan INTEGER NOT NULL, duty INTEGER NOT NULL, day TEXT NOT NULL, period TEXT NOT NULL,
    PRIMARY KEY (plan, duty, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE duty_party (  -- everyone who owes a duty by itself: a unit, or a group through any of its lead units (JSON)
    plan INTEGER NOT NULL, duty INTEGER NOT NULL, at INTEGER NOT NULL, scope TEXT, subject TEXT, units TEXT NOT NULL,
    PRIMARY KEY (plan, duty, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE fulfilment (  -- the entries that count, of the due day; period: as written; fulfilled: the day of the deed
    plan INTEGER NOT NULL, duty INTEGER NOT NULL, party INTEGER NOT NULL, day TEXT NOT NULL,
    at INTEGER NOT NULL,   -- their order over all ledgers
    unit TEXT NOT NULL, date TEXT NOT NULL, period TEXT NOT NULL, fulfilled TEXT NOT NULL, note TEXT, evidence TEXT,
    path TEXT NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (plan, duty, party, day, date, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_level (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, step TEXT NOT NULL, kind TEXT, working_days INTEGER NOT NULL,
    words TEXT NOT NULL, at TEXT NOT NULL, because TEXT, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, id TEXT NOT NULL, received TEXT NOT NULL, kind TEXT NOT NULL,
    matter TEXT NOT NULL, unit TEXT NOT NULL, called TEXT, settled TEXT, answered TEXT, note TEXT,
    PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE overlap (     -- two tasks that may order the same thing, the first in the notice first
    plan INTEGER NOT NULL, task INTEGER NOT NULL, other INTEGER NOT NULL, likeness REAL NOT NULL,
    listed_together INTEGER NOT NULL, stated INTEGER NOT NULL, verdict TEXT, because TEXT,
    PRIMARY KEY (plan, task, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlap_other ON overlap (plan, other);

CREATE TABLE task_unit (
    plan INTEGER NOT NULL, unit TEXT NOT NULL, task INTEGER NOT NULL, role TEXT NOT NULL, printed TEXT NOT NULL,
    PRIMARY KEY (plan, unit, task, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE task_official (
    plan INTEGER NOT NULL, official TEXT NOT NULL, task INTEGER NOT NULL, PRIMARY KEY (plan, official, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
    plan INTEGER NOT NULL, task INTEGER NOT NULL, position INTEGER NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (plan, task, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE erratum (
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, kind TEXT NOT NULL,
    fields TEXT NOT NULL, printed TEXT, printed_at TEXT, because TEXT NOT NULL, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE amendment (   -- what a later document changed; was is a JSON object, field by field, or NULL where it added
    plan INTEGER NOT NULL, ord INTEGER NOT NULL, scope TEXT NOT NULL, subject TEXT NOT NULL, date TEXT NOT NULL,
    authority TEXT NOT NULL, was TEXT, because TEXT, PRIMARY KEY (plan, ord)
) STRICT, WITHOUT ROWID;
