"""What a change is called in the office, in the order in which a summary counts them."""

from bizenv_cli.vocabulary import EVENTS

CHANGES = {
    "first": "首次收录",
    "added": "新增",
    "removed": "撤销",
    "renumbered": "改编号",
    "moved": "改归属",
    "extended": "延期",
    "advanced": "提前",
    "deadline": "时限",
    "lead": "换牵头",
    "support": "增减配合",
    "order": "排序",
    "chief": "指标长",
    "official": "牵头领导",
    "goal": "目标",
    "raised": "目标上调",
    "lowered": "目标下调",
    "wording": "措辞",
    "milestones": "节点",
    "pilot": "试点项目",
    "cities": "对标城市",
    "corrected": "更正抄录",
    "head": "基本情况",
    "names": "名录",
    "erratum": "勘误",
    "amendment": "修订",
    "overlap": "认定重叠",
    "status": "状态",
    **{event: word for event, word in EVENTS.items() if event != "extend"},
    "rewritten": "登记被改",
}

# What became of a whole registry in a commit.
EPISODES = {
    "founded": "建立清单",
    "gone": "清单不在了",
    "unreadable": "读不全",
    "cut off": "历史到此",
}
