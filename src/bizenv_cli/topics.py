"""What many commands share, told once: dates, names, marks, formats, surroundings, exit codes."""

from bizenv_cli.manual import Topic

TOPICS = (
    Topic(
        "dates",
        "日期",
        ("写日期的地方（--before、--on、--as-of、--date 等）都认下列写法，全角数字也行。时限是整日：当日办结不算逾期，--before、--after 都含当日。",),
        (
            ("2023-11-30", "也可写 2023/11/30、2023.11.30、20231130、2023年11月30日"),
            ("2023-11", "一个月，也可写 2023年11月：用于 --before 指月末，用于 --after 指月初，用于 --on 指整月"),
            ("今天、明天", "以 --as-of（默认当天，北京时间）为准"),
            ("月底、本月底、下月底", "当月、下月的最后一日"),
            ("季度末、年底", "当季、当年的最后一日"),
            ("+30d、2w、3m", "从今天起多少天（d、天）、周（w、周）、月（m、个月）；--within、--silent-for 写这样的时长"),
            ("2023-09", "--month 与期次：月写 2023-09，季度写 2023Q3，年写 2023"),
        ),
        (
            "bizenv due --before 2023年11月30日",
            "bizenv due --on 2023-11",
            "bizenv upcoming --within 2w --as-of 2023-09-20",
        ),
    ),
    Topic(
        "names",
        "名称",
        ("单位、领导、指标、专项行动写规范名、别名，或其中几个字都行，只要不与别的混淆；写错了会列出相近的。不必打全：补全（bizenv completion）会列出。",),
        (
            ("单位", "规范名（区市场监管局）、通知里的写法（区市监局）、其中几个字（市监）；全部见 bizenv units"),
            ("领导", "姓名或其中几个字；全部见 bizenv officials"),
            ("指标、行动", "名称、其中几个字，或序号；子指标也行；全部见 bizenv indicators、bizenv actions"),
            ("任务编号", "1-26 是附件1 第 26 行，2-34 是附件2 举措 34；联合清单里前面写方案代号：qsh2023:1-26"),
            ("目标、职责", "T20、D3；全部见 bizenv targets、bizenv duties"),
        ),
        ("bizenv unit 市监局", "bizenv indicator 5", "bizenv task 1-26"),
    ),
    Topic(
        "marks",
        "标记",
        ("灯按 --light 的规则亮，默认按时限远近；颜色之外总有符号和文字，不靠颜色分辨。bizenv why 编号 说出是哪条规则、哪些日期。",),
        (
            ("■", "红：逾期，或未达到"),
            ("▲", "黄：临近时限"),
            ("●", "绿：其余未办结的；目标尚无数据也用它"),
            ("×", "灰：没有时限；在规则里是不成立"),
            ("√", "已办结、已履行、达到；在规则里是成立"),
            ("—", "没有"),
            ("…", "这一格放不下，后面的略去；加宽窗口，或改用 --plain、--format md 看全文"),
        ),
        ("bizenv why 1-31", "bizenv due --light pace"),
    ),
    Topic(
        "formats",
        "输出格式",
        ("查询的答案默认是适合终端宽度的表；接管道或写文件时不截断、不着色。-o 文件 写入文件，csv 文件开头带 BOM，Excel、WPS 直接打开不会乱码。",),
        (
            ("--format table", "表；在终端里按宽度排"),
            ("--plain", "供读屏软件：不画表，一行一事，符号写成字；设 BIZENV_PLAIN=1 则一直如此"),
            ("--format csv", "电子表格"),
            ("--format json", "一个 JSON 文档，含查询条件与 schema_version"),
            ("--format jsonl", "一行一条记录"),
            ("--format md", "Markdown"),
        ),
        ("bizenv due --plain", "bizenv units --format csv"),
    ),
    Topic(
        "environment",
        "环境变量",
        (),
        (
            ("BIZENV_REGISTRY", "任务清单所在文件夹；--registry 优先"),
            ("BIZENV_TODAY", "把这一天当作今天，如 2023-09-01；--as-of 优先"),
            ("BIZENV_CACHE", "缓存文件夹"),
            ("BIZENV_PLAIN", "非空则如同总写了 --plain"),
            ("NO_COLOR", "非空则不着色；TERM=dumb 也不着色"),
            ("COLUMNS", "按这个宽度排，不问终端"),
            ("PYTHONIOENCODING", "输出的编码，如 gbk、utf-8；不设则随系统"),
        ),
    ),
    Topic(
        "exit-codes",
        "退出码",
        ("答案写到标准输出；提示、进度、错误写到标准错误输出，都是中文。",),
        (
            ("0", "答了；没有符合条件的也是答案"),
            ("1", "任务清单有错误，或没有找到清单；check、verify 查出了不符"),
            ("2", "命令写得不对：没有这个名称、日期、选项"),
            ("3", "程序自己出错，详情写进了一个文件"),
            ("130", "被 Ctrl+C 中断"),
        ),
    ),
)  # fmt: skip


def topic(typed: str) -> Topic | None:
    """Return the topic of a name or a Chinese title, if there is one."""
    return next((found for found in TOPICS if typed in (found.name, found.title)), None)
