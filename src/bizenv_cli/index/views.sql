-- The documented views: what `bizenv sql` offers, and what every question of ours is asked of.
-- They are temporary because they look at the day of this call, held in the one row of `today`.

CREATE TEMP TABLE today (as_of TEXT NOT NULL, alert_days INTEGER NOT NULL) STRICT;

-- tasks: one row a task, with its status on the day. days: from the day to the deadline, negative when late.
CREATE TEMP VIEW tasks AS
SELECT task.ord, id, annex, seq, indicator, sub_indicator, action, work_task_seq, work_task, measure,
       lead, support, lead_units, support_units, lead_officials, deadline, deadline AS effective_deadline,
       CASE WHEN deadline IS NULL THEN 'undated'
            WHEN deadline < as_of THEN 'overdue'
            WHEN julianday(deadline) - julianday(as_of) <= alert_days THEN 'due-soon'
            ELSE 'open' END AS status,
       CAST(julianday(deadline) - julianday(as_of) AS INTEGER) AS days,
       goal, pilot, path, line
FROM main.task AS task, temp.today;

-- assignments: one row for each unit that leads or supports a task; unit is the canonical name.
CREATE TEMP VIEW assignments AS
SELECT task.id AS id, task_unit.unit, task_unit.role, task_unit.printed, task.ord
FROM main.task_unit AS task_unit JOIN main.task AS task ON task.ord = task_unit.task;

-- units: every unit with what it leads and supports; a task it both leads and supports counts as led.
CREATE TEMP VIEW units AS
SELECT unit.ord, unit.name, unit.kind,
       (SELECT json_group_array(name) FROM (SELECT name FROM main.unit_name AS spelling
         WHERE spelling.unit = unit.name AND spelling.ord > 0 ORDER BY spelling.ord)) AS aliases,
       count(DISTINCT CASE WHEN role = 'lead' THEN tasks.id END) AS lead,
       count(DISTINCT CASE WHEN role = 'support' AND NOT EXISTS (
         SELECT 1 FROM main.task_unit AS led WHERE led.unit = unit.name AND led.task = task_unit.task
            AND led.role = 'lead') THEN tasks.id END) AS support,
       count(DISTINCT CASE WHEN role = 'lead' AND status NOT IN ('done') THEN tasks.id END) AS open,
       count(DISTINCT CASE WHEN role = 'lead' AND status = 'overdue' THEN tasks.id END) AS overdue,
       min(CASE WHEN role = 'lead' AND status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM main.unit AS unit
LEFT JOIN main.task_unit AS task_unit ON task_unit.unit = unit.name
LEFT JOIN tasks ON tasks.ord = task_unit.task
GROUP BY unit.ord;

-- officials: every 指标长 and 牵头区领导 with the tasks of what they head.
CREATE TEMP VIEW officials AS
SELECT official.ord, official.name,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.official = official.name AND scope = 'indicator' ORDER BY charge.ord)) AS indicators,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.official = official.name AND scope = 'action' ORDER BY charge.ord)) AS actions,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.official = official.name AND scope = 'treatment' ORDER BY charge.ord)) AS treatments,
       count(tasks.id) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM main.official AS official
LEFT JOIN main.task_official AS task_official ON task_official.official = official.name
LEFT JOIN tasks ON tasks.ord = task_official.task
GROUP BY official.ord;

-- indicators: the 18 indicators of 附件1.
CREATE TEMP VIEW indicators AS
SELECT indicator.ord, indicator.name, indicator.benchmark_cities, indicator.goal, indicator.lead_officials,
       indicator.lead, indicator.support, count(tasks.id) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM main.indicator AS indicator LEFT JOIN tasks ON tasks.indicator = indicator.name
GROUP BY indicator.ord;

-- actions: the special actions of 附件2.
CREATE TEMP VIEW actions AS
SELECT action.ord, action.name, action.lead_officials, action.lead_unit, action.support, count(tasks.id) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM main.action AS action LEFT JOIN tasks ON tasks.action = action.name
GROUP BY action.ord;

-- milestones: dated steps inside a task's text.
CREATE TEMP VIEW milestones AS
SELECT task.id AS id, milestone.date, milestone.text, task.ord, milestone.position
FROM main.milestone AS milestone JOIN main.task AS task ON task.ord = milestone.task;

-- errata: where the notice is damaged, wrong or at odds with itself; subject is a task id or a name.
CREATE TEMP VIEW errata AS
SELECT ord, scope, subject, kind, fields, printed, printed_at, because FROM main.erratum;

-- amendments: what later documents changed, on whose word; was holds the values before.
CREATE TEMP VIEW amendments AS
SELECT ord, scope, subject, date, authority, was, because FROM main.amendment;
