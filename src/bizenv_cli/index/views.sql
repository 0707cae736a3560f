-- The documented views: what `bizenv sql` offers, and what every question of ours is asked of.
-- They are temporary because they look at this call: its day, and the plans it asks about, one row each in `asked`.

CREATE TEMP TABLE asked (   -- position: the plan's place in the order of the folders
    no INTEGER PRIMARY KEY, position INTEGER NOT NULL, key TEXT NOT NULL, alert_days INTEGER NOT NULL,
    issued TEXT NOT NULL, as_of TEXT NOT NULL, urgent_days INTEGER NOT NULL, light TEXT NOT NULL
) STRICT;

-- _task: the view tasks with its inner number, for our own questions.
CREATE TEMP VIEW _task AS
SELECT *,
       CASE WHEN completed IS NOT NULL THEN 'done'
            WHEN effective_deadline < as_of THEN 'red'
            WHEN effective_deadline IS NULL AND rule <> 'forecast' THEN 'grey'
            WHEN rule = 'deadline' THEN CASE WHEN days <= alert_days THEN 'yellow' ELSE 'green' END
            WHEN rule = 'pace' THEN CASE WHEN percent IS NULL THEN 'grey' WHEN percent < elapsed THEN 'yellow'
                                         ELSE 'green' END
            ELSE CASE forecast WHEN 'unlikely' THEN 'red' WHEN 'likely' THEN 'yellow' WHEN 'able' THEN 'green'
                               ELSE 'grey' END
            END AS light,
       coalesce(completed IS NULL AND days BETWEEN 0 AND urgent_days, 0) AS urgent
FROM (SELECT *,
             CASE WHEN completed IS NOT NULL THEN 'done'
                  WHEN effective_deadline IS NULL THEN 'undated'
                  WHEN effective_deadline < as_of THEN 'overdue'
                  WHEN julianday(effective_deadline) - julianday(as_of) <= alert_days THEN 'due-soon'
                  ELSE 'open' END AS status,
             CAST(julianday(effective_deadline) - julianday(as_of) AS INTEGER) AS days,
             CASE WHEN effective_deadline IS NOT NULL
                  THEN max(0, CAST(julianday(coalesce(completed, as_of)) - julianday(effective_deadline) AS INTEGER))
                  END AS days_late,
             CASE WHEN effective_deadline > issued
                  THEN max(0, min(100, CAST(100 * (julianday(as_of) - julianday(issued))
                                            / (julianday(effective_deadline) - julianday(issued)) AS INTEGER)))
                  WHEN effective_deadline IS NOT NULL THEN 100 END AS elapsed
      FROM (SELECT ref, (asked.position << 20) + (ref & 0xFFFFF) AS ord, asked.key AS plan, id, annex, seq, indicator,
                   sub_indicator, action, work_task_seq, work_task, measure, lead, support, lead_units, support_units,
                   lead_officials, task.deadline,
                   CASE WHEN standing.task IS NULL THEN task.deadline ELSE standing.deadline END AS effective_deadline,
                   standing.completed, standing.accepted, coalesce(standing.extensions, 0) AS extensions,
                   standing.last_report, standing.urged, standing.percent, standing.forecast, goal, pilot, path, line,
                   milestones, errata, amendments, task.plan AS plan_no, first_deadline, last_deadline, asked.issued,
                   asked.as_of, alert_days, urgent_days, asked.light AS rule
              FROM temp.asked JOIN main.task AS task ON task.plan = asked.no
              LEFT JOIN main.standing AS standing ON standing.plan = task.plan AND standing.task = task.ref
                                                 AND standing.since <= asked.as_of AND asked.as_of < standing.until));

-- tasks: one row a task, as it stands on the day. days: from the day to the deadline in force, negative when late;
-- days_late: how late it was done, or is; completed, accepted: the days of 办结 and 销号; percent, forecast: what the
-- leading units estimate; elapsed: how much of the time from the day of issue to the deadline has gone, in percent;
-- light: red, yellow, green, grey or done, by the rule in force; urgent: the deadline is some days away.
CREATE TEMP VIEW tasks AS
SELECT ord, plan, id, annex, seq, indicator, sub_indicator, action, work_task_seq, work_task, measure, lead, support,
       lead_units, support_units, lead_officials, deadline, effective_deadline, status, days, days_late, completed,
       accepted, extensions, last_report, urged, percent, forecast, elapsed, light, urgent, goal, pilot, path, line
FROM _task;

-- assignments: one row for each unit that leads or supports a task; unit is the canonical name.
CREATE TEMP VIEW assignments AS
SELECT _task.plan, _task.id, task_unit.unit, task_unit.role, task_unit.printed, _task.ord
FROM _task JOIN main.task_unit AS task_unit ON task_unit.plan = _task.plan_no AND task_unit.task = _task.ref;

-- units: every unit with what it leads and supports; a task it both leads and supports counts as led.
CREATE TEMP VIEW units AS
SELECT asked.key AS plan, unit.ord, unit.name, unit.kind,
       (SELECT json_group_array(name) FROM (SELECT name FROM main.unit_name AS spelling
         WHERE spelling.plan = unit.plan AND spelling.unit = unit.name AND spelling.ord > 0
         ORDER BY spelling.ord)) AS aliases,
       count(DISTINCT CASE WHEN role = 'lead' THEN _task.ref END) AS lead,
       count(DISTINCT CASE WHEN role = 'support' AND NOT EXISTS (
         SELECT 1 FROM main.task_unit AS led WHERE led.plan = unit.plan AND led.unit = unit.name
            AND led.task = task_unit.task AND led.role = 'lead') THEN _task.ref END) AS support,
       count(DISTINCT CASE WHEN role = 'lead' AND status NOT IN ('done') THEN _task.ref END) AS open,
       count(DISTINCT CASE WHEN role = 'lead' AND status = 'overdue' THEN _task.ref END) AS overdue,
       min(CASE WHEN role = 'lead' AND status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM temp.asked JOIN main.unit AS unit ON unit.plan = asked.no
LEFT JOIN main.task_unit AS task_unit ON task_unit.plan = unit.plan AND task_unit.unit = unit.name
LEFT JOIN _task ON _task.ref = task_unit.task
GROUP BY asked.position, unit.ord;

-- officials: every 指标长 and 牵头区领导 with the tasks of what they head.
CREATE TEMP VIEW officials AS
SELECT asked.key AS plan, official.ord, official.name,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.plan = official.plan AND charge.official = official.name AND scope = 'indicator'
         ORDER BY charge.ord)) AS indicators,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.plan = official.plan AND charge.official = official.name AND scope = 'action'
         ORDER BY charge.ord)) AS actions,
       (SELECT json_group_array(subject) FROM (SELECT subject FROM main.charge AS charge
         WHERE charge.plan = official.plan AND charge.official = official.name AND scope = 'treatment'
         ORDER BY charge.ord)) AS treatments,
       count(_task.ref) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM temp.asked JOIN main.official AS official ON official.plan = asked.no
LEFT JOIN main.task_official AS task_official
       ON task_official.plan = official.plan AND task_official.official = official.name
LEFT JOIN _task ON _task.ref = task_official.task
GROUP BY asked.position, official.ord;

-- indicators: the indicators of 附件1.
CREATE TEMP VIEW indicators AS
SELECT asked.key AS plan, indicator.ord, indicator.name, indicator.benchmark_cities, indicator.goal,
       indicator.lead_officials, indicator.lead, indicator.support, count(_task.ref) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM temp.asked JOIN main.indicator AS indicator ON indicator.plan = asked.no
JOIN _task ON _task.plan_no = indicator.plan AND _task.indicator = indicator.name
GROUP BY asked.position, indicator.ord;

-- actions: the special actions of 附件2.
CREATE TEMP VIEW actions AS
SELECT asked.key AS plan, action.ord, action.name, action.lead_officials, action.lead_unit, action.support,
       count(_task.ref) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM temp.asked JOIN main.action AS action ON action.plan = asked.no
JOIN _task ON _task.plan_no = action.plan AND _task.action = action.name
GROUP BY asked.position, action.ord;

-- plans: every plan with its tasks.
CREATE TEMP VIEW plans AS
SELECT plan.key AS plan, plan.title, plan.short_title, plan.number, plan.issued, plan.year, plan.alert_days,
       plan.folder, count(_task.ref) AS total,
       count(CASE WHEN status NOT IN ('done') THEN 1 END) AS open,
       count(CASE WHEN status = 'overdue' THEN 1 END) AS overdue,
       min(CASE WHEN status IN ('due-soon', 'open') THEN effective_deadline END) AS next_deadline
FROM temp.asked JOIN main.plan AS plan ON plan.no = asked.no
JOIN _task ON _task.plan_no = plan.no
GROUP BY asked.position;

-- milestones: dated steps inside a task's text.
CREATE TEMP VIEW milestones AS
SELECT _task.plan, _task.id, milestone.date, milestone.text, _task.ord, milestone.position
FROM _task JOIN main.milestone AS milestone ON milestone.plan = _task.plan_no AND milestone.task = _task.ref;

-- errata: where the notice is damaged, wrong or at odds with itself; subject is a task id or a name.
CREATE TEMP VIEW errata AS
SELECT asked.key AS plan, (asked.position << 20) + erratum.ord AS ord, erratum.scope, subject, kind, fields, printed,
       printed_at, because
FROM temp.asked JOIN main.erratum AS erratum ON erratum.plan = asked.no;

-- amendments: what later documents changed, on whose word; was holds the values before.
CREATE TEMP VIEW amendments AS
SELECT asked.key AS plan, (asked.position << 20) + amendment.ord AS ord, amendment.scope, subject, date, authority,
       was, because
FROM temp.asked JOIN main.amendment AS amendment ON amendment.plan = asked.no;

-- entries: what the ledger records up to the day; voided: taken back by a later entry, and so of no effect.
CREATE TEMP VIEW entries AS
SELECT _task.plan, _task.id, entry.unit, entry.date, entry.event, entry.note, entry.evidence, entry."to",
       entry.approval, entry.color, entry.completed, entry."of", entry.dated, entry.percent,
       entry.forecast, entry.voided, entry.at, entry.path,
       entry.line, _task.ord
FROM _task JOIN main.entry AS entry ON entry.plan = _task.plan_no AND entry.task = _task.ref
WHERE entry.date <= _task.as_of;

-- extensions: every move of a deadline up to the day; unit is NULL where a document amended the plan; days: by how many;
-- passed: by how many days the deadline had passed when it was moved.
CREATE TEMP VIEW extensions AS
SELECT _task.plan, _task.id, move.date, move.unit, move.before, move."to",
       CAST(julianday(move."to") - julianday(move.before) AS INTEGER) AS days,
       max(0, CAST(julianday(move.date) - julianday(move.before) AS INTEGER)) AS passed, move.authority, move.note,
       move.position, _task.ord
FROM _task JOIN main.move AS move ON move.plan = _task.plan_no AND move.task = _task.ref
WHERE move.date <= _task.as_of;

-- _measurement: every value measured of a target up to the day, and whether it meets the target.
CREATE TEMP VIEW _measurement AS
SELECT measurement.plan, measurement.target, measurement.at, measurement.unit, measurement.date, measurement.value,
       CASE WHEN CASE comparison WHEN '<=' THEN measurement.value <= target.value
                                 WHEN '>=' THEN measurement.value >= target.value
                                 WHEN '<' THEN measurement.value < target.value
                                 WHEN '>' THEN measurement.value > target.value
                                 ELSE measurement.value = target.value END
            THEN 'met' ELSE 'unmet' END AS status,
       measurement.note, measurement.evidence, measurement.path, measurement.line
FROM temp.asked JOIN main.measurement AS measurement
  ON measurement.plan = asked.no AND measurement.date <= asked.as_of
JOIN main.target AS target ON target.plan = measurement.plan AND target.ord = measurement.target;

-- _target: the view targets with what only our own questions need.
CREATE TEMP VIEW _target AS
SELECT (asked.position << 20) + target.ord AS ord, asked.key AS plan, target.id, target.indicator, target.action,
       target.treatment, target.measured, target.kind, target.comparison, target.value, target.unit, target.deadline,
       target.because, target.tasks, last.value AS last_value, last.date AS last_date,
       coalesce(last.status, 'none') AS status, target.stated, target.path, target.line, target.plan AS plan_no,
       target.ord AS at
FROM temp.asked JOIN main.target AS target ON target.plan = asked.no
LEFT JOIN _measurement AS last
       ON last.plan = target.plan AND last.target = target.ord
      AND (last.date, last.at) = (SELECT date, at FROM main.measurement AS newest
            WHERE newest.plan = target.plan AND newest.target = target.ord AND date <= as_of
            ORDER BY date DESC, at DESC LIMIT 1);

-- targets: every goal that is a number; last_value, last_date: the newest value up to the day; status: met, unmet, none.
CREATE TEMP VIEW targets AS
SELECT ord, plan, id, indicator, action, treatment, measured, kind, comparison, value, unit, deadline, because, tasks,
       last_value, last_date, status
FROM _target;

-- measurements: every value measured of a target up to the day; unit is who recorded it; status: met or unmet.
CREATE TEMP VIEW measurements AS
SELECT _target.plan, _target.id, measured.date, measured.value, measured.status, measured.unit, measured.note,
       measured.evidence, measured.at, measured.path, measured.line, _target.ord
FROM _target JOIN _measurement AS measured ON measured.plan = _target.plan_no AND measured.target = _target.at;

-- duties: one row each time that somebody owes a duty; fulfilled: the first day on which it was, by the entries up to the day.
CREATE TEMP VIEW duties AS
SELECT ord, plan, id, duty, report_to, period, deadline, indicator, action, treatment, units, fulfilled,
       CASE WHEN fulfilled IS NOT NULL THEN 'done'
            WHEN deadline < as_of THEN 'overdue'
            WHEN julianday(deadline) - julianday(as_of) <= alert_days THEN 'due-soon'
            ELSE 'open' END AS status,
       CAST(julianday(deadline) - julianday(as_of) AS INTEGER) AS days, party
FROM (SELECT (asked.position << 20) + duty.ord AS ord, asked.key AS plan, duty.id, duty.duty, duty.report_to,
             due.period, due.day AS deadline,
             CASE scope WHEN 'indicator' THEN subject END AS indicator,
             CASE scope WHEN 'action' THEN subject END AS action,
             CASE scope WHEN 'treatment' THEN subject END AS treatment, party.units, party.at AS party,
             (SELECT min(fulfilled) FROM main.fulfilment AS fulfilment
               WHERE fulfilment.plan = asked.no AND fulfilment.duty = duty.ord AND fulfilment.party = party.at
                 AND fulfilment.day = due.day AND fulfilment.date <= asked.as_of) AS fulfilled,
             asked.as_of, asked.alert_days
        FROM temp.asked JOIN main.duty AS duty ON duty.plan = asked.no
        JOIN main.duty_day AS due ON due.plan = asked.no AND due.duty = duty.ord
        JOIN main.duty_party AS party ON party.plan = asked.no AND party.duty = duty.ord);

-- complaints: those received up to the day; the days of steps that were taken up to it.
CREATE TEMP VIEW complaints AS
SELECT (asked.position << 20) + complaint.ord AS ord, asked.key AS plan, id, received, kind, matter, unit,
       CASE WHEN called <= as_of THEN called END AS called, CASE WHEN settled <= as_of THEN settled END AS settled,
       CASE WHEN answered <= as_of THEN answered END AS answered, note
FROM temp.asked JOIN main.complaint AS complaint ON complaint.plan = asked.no AND received <= as_of;

-- overlaps: pairs of tasks that may order the same thing, the first in the notice first; other is the second's id.
-- stated: an erratum says so; listed_together: both are rows of one list of the notice.
CREATE TEMP VIEW overlaps AS
SELECT _task.plan, _task.id, second.id AS other, likeness, listed_together, stated, verdict, because, _task.ord,
       _task.ord - _task.ref + overlap.other AS other_ord
FROM _task JOIN main.overlap AS overlap ON overlap.plan = _task.plan_no AND overlap.task = _task.ref
JOIN main.task AS second ON second.ref = overlap.other;

-- _body_lead: the view body_leads with its inner numbers.
CREATE TEMP VIEW _body_lead AS
SELECT _task.plan_no, _task.ref, _task.plan, _task.id, charge.unit, charge.scope, charge.subject, _task.ord, charge.at
FROM _task JOIN main.charge AS charge
  ON charge.plan = _task.plan_no AND charge.unit IS NOT NULL
 AND charge.scope = iif(_task.annex = 1, 'indicator', 'action')
 AND charge.subject = iif(_task.annex = 1, _task.indicator, _task.action)
WHERE NOT EXISTS (SELECT 1 FROM main.task_unit AS leading WHERE leading.plan = _task.plan_no
    AND leading.unit = charge.unit AND leading.task = _task.ref AND leading.role = 'lead');

-- body_leads: the units that the body names as leading a task's indicator or action, and the annex not as leading it.
CREATE TEMP VIEW body_leads AS
SELECT plan, id, unit, scope, subject, ord, at FROM _body_lead;
