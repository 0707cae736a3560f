"""The Chinese name of each field, kind and status: one table for messages, columns and headings."""

from collections.abc import Sequence

FIELDS = {
    "accepted": "销号日期",
    "action": "专项行动",
    "actual": "实际未办结",
    "alert_days": "预警天数",
    "aliases": "别名",
    "amendments": "修订",
    "annex": "附件",
    "annexes": "附件",
    "answered": "回复日期",
    "approval": "批准文件",
    "assumed": "暂按",
    "at": "位置",
    "authority": "依据文件",
    "basis": "依据",
    "because": "理由",
    "before": "变动前",
    "benchmark_cities": "对标城市",
    "body_goal": "正文目标",
    "body_name": "正文名称",
    "called": "联系日期",
    "clocks": "各步时限",
    "closed": "牵头已结",
    "color": "颜色",
    "column": "栏",
    "comparison": "比较",
    "complaints": "投诉",
    "completed": "办结日期",
    "covers": "涵盖单位",
    "date": "日期",
    "dated": "原登记日期",
    "days": "天数",
    "days_late": "迟延天数",
    "deadline": "完成时限",
    "done": "已办结",
    "done_rate": "办结率",
    "doubts": "待核",
    "due": "截止日",
    "due_soon": "临期",
    "duties": "例行职责",
    "duty": "职责",
    "each": "逐项牵头单位",
    "effective_deadline": "现行时限",
    "elapsed": "时间进度",
    "ends": "截止日期",
    "entries": "登记",
    "errata": "勘误",
    "event": "事项",
    "evidence": "佐证材料",
    "extensions": "延期次数",
    "fields": "项目",
    "forecast": "预计",
    "from_seq": "起始序号",
    "fulfilled": "履行日期",
    "goal": "预期目标",
    "groups": "指标或行动",
    "id": "编号",
    "indicator": "指标",
    "issued": "印发日期",
    "issuers": "印发机关",
    "key": "代号",
    "kind": "类别",
    "lacks": "通知没有的",
    "last_date": "最新日期",
    "last_report": "最近报告",
    "last_value": "最新值",
    "late": "迟办结",
    "lead": "牵头单位",
    "lead_officials": "牵头领导",
    "lead_unit": "总责任单位",
    "lead_units": "牵头单位（规范名）",
    "light": "灯",
    "line": "行",
    "matter": "事由",
    "measure": "工作举措",
    "measured": "目标",
    "measured_targets": "已量目标",
    "measures": "工作举措",
    "met_rate": "达标率",
    "met_targets": "达到目标",
    "milestones": "节点",
    "name": "名称",
    "note": "备注",
    "nth": "第几次",
    "number": "文号",
    "of": "原登记事项",
    "officials": "领导",
    "on_time": "按期办结",
    "on_time_rate": "按期率",
    "open": "其余",
    "order": "序号",
    "original": "原时限",
    "overdue": "逾期",
    "overdue_rate": "逾期率",
    "overlaps": "重叠",
    "passed": "已过天数",
    "percent": "进度",
    "period": "期次",
    "pilot": "创新试点项目",
    "pilot_changes": "试点项目变更",
    "pinyin": "读音",
    "plan": "方案",
    "planned": "原定未办结",
    "presumed_covers": "推定涵盖单位",
    "printed": "原文",
    "printed_at": "所在栏",
    "received": "收到日期",
    "report_to": "报告对象",
    "role": "角色",
    "rrule": "周期规则",
    "seq": "序号",
    "service_levels": "投诉时限",
    "settled": "办结日期",
    "short_title": "简称",
    "silent": "久未报告",
    "silent_rate": "久未报告率",
    "starts": "起始日期",
    "stated": "原文",
    "status": "状态",
    "step": "步骤",
    "sub_indicator": "子指标",
    "sub_indicators": "子指标",
    "subject": "所属",
    "support": "配合单位",
    "support_units": "配合单位（规范名）",
    "target": "目标",
    "targets": "目标",
    "task": "任务",
    "tasks": "任务",
    "text": "文字",
    "title": "标题",
    "to": "延至",
    "total": "共",
    "treatment": "专项治理",
    "treatments": "专项治理",
    "undated": "无时限",
    "unit": "单位",
    "units": "单位",
    "urged": "督办单",
    "urgent": "紧急",
    "urgent_days": "紧急天数",
    "value": "数值",
    "verdict": "认定",
    "voided": "已更正",
    "was": "原为",
    "who": "责任单位",
    "words": "原话",
    "work_task": "工作任务",
    "work_task_seq": "工作任务序号",
    "work_tasks": "工作任务",
    "working_days": "工作日数",
    "year": "年度",
}

ERRATUM_KINDS = {
    "merged": "合并单元格",
    "shifted": "错位",
    "cut": "跨页截断",
    "lost": "缺失",
    "truncated": "未印完",
    "misprint": "误印",
    "doubtful": "存疑",
    "contradiction": "前后不一",
    "inferred": "推定",
}

STATUSES = {
    "done": "已办结",
    "overdue": "逾期",
    "due-soon": "临期",
    "open": "进行中",
    "undated": "无时限",
}

ROLES = {"lead": "牵头", "support": "配合", "any": "牵头或配合", "body": "正文牵头"}

COMPARISONS = {"<=": "不高于", ">=": "不低于", "=": "等于", "<": "低于", ">": "高于"}

TARGET_KINDS = {"level": "水平", "change": "变化"}

TARGET_STATUSES = {"met": "达到", "unmet": "未达到", "none": "尚无数据"}

EACH = {"indicators": "各指标", "actions": "各专项行动", "treatments": "各专项治理"}

STEPS = {"call": "电话联系", "settle": "办结", "answer": "回复"}

COMPLAINT_KINDS = {"general": "一般问题", "difficult": "疑难问题"}

DUTY_STATUSES = {"done": "已履行", "overdue": "逾期", "due-soon": "临期", "open": "未到期"}

UNIT_KINDS = {"single": "单位", "collective": "集体单位"}

EVENTS = {
    "receive": "签收",
    "progress": "进展",
    "done": "办结",
    "extend": "延期",
    "return": "退回",
    "accept": "销号",
    "urge": "督办",
    "measure": "数值",
    "fulfil": "履职",
    "void": "更正",
}

SCOPES = {
    "plan": "方案",
    "indicator": "指标",
    "sub_indicator": "子指标",
    "action": "专项行动",
    "work_task": "工作任务",
    "treatment": "专项治理",
    "task": "任务",
    "target": "目标",
    "duty": "职责",
    "service_level": "投诉时限",
    "unit": "单位",
    "official": "领导",
}

FORECASTS = {"able": "能完成", "likely": "有望完成", "unlikely": "难以完成"}

LIGHTS = {"red": "红", "yellow": "黄", "green": "绿", "grey": "灰", "done": "办结"}

RULES = {"deadline": "时限远近", "pace": "序时进度", "forecast": "单位预计"}

COLORS = {"blue": "蓝色", "yellow": "黄色", "red": "红色"}

# What a person judged of two tasks that look like one.
OVERLAP_VERDICTS = {"same": "同一件事", "part": "一项含另一项", "different": "不是一件事"}

BASES = {"certain": "确定", "presumed": "推定"}


# What people write for a field besides its title in FIELDS.
_OTHER_TITLES = {
    "指标长": "lead_officials",
    "牵头区领导": "lead_officials",
    "指标名称": "indicator",
    "创新试点": "pilot",
    "责任单位": "lead",
    "配合部门": "support",
    "完成时间": "deadline",
    "完成期限": "deadline",
    "时限": "deadline",
    "举措": "measure",
    "说明": "because",
    "原因": "because",
    "附件": "annexes",
    "编号": "seq",
}


def keys_titled(title: str) -> list[str]:
    """Return the keys that a Chinese title may stand for: 序号 is ``order`` of an indicator and ``seq`` of a task."""
    return [key for key, known in FIELDS.items() if known == title] + [
        key for known, key in _OTHER_TITLES.items() if known == title
    ]


def field_title(key: str) -> str:
    """Return ``「lead」（牵头单位）`` for a known key, ``「key」`` for another."""
    title = FIELDS.get(key)
    return f"「{key}」（{title}）" if title else f"「{key}」"


def join_names(names: Sequence[str]) -> str:
    """Write names as the notice writes a list of units.

    ``、`` between two, ``，`` beside a collective name that has a ``、`` of its own, ``等`` before 区直各有关单位.
    """
    text = ""
    for at, name in enumerate(names):
        if at and name == "区直各有关单位":
            text += "等"
        elif at:
            text += "，" if "、" in name or "、" in names[at - 1] else "、"
        text += name
    return text


FINDINGS = {
    "figure": "与清单不符",
    "share": "占比与自己的数不符",
    "total": "各项加起来不符",
    "denominator": "占比没有写明分母",
    "removed": "删去，未核对",
    "unchecked": "后加的数，未能核对",
}
