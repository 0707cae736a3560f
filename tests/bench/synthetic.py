"""The words of synthetic plans: phrases of any length drawn from a small vocabulary, and names that no one bears."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

MARK = "合成"
COMMON = "合成词"  # a word that a few measures of every plan hold: what the benchmark searches for
RARE = "合成罕词"  # a word that one measure in every tenth plan holds
CHOICES = 256  # phrases of one length; a plan draws one with one random byte

_WORDS = (
    "事项 样例 清单 流程 材料 窗口 步骤 记录 汇总 核对 受理 办理 反馈 更新 整理 分类 归档 统计 说明 编号 条目 项目 表格 文本 数据 "
    "目录 模板 示例 演示 测试 占位 计划 安排 推进 完成 优化 简化 规范 公开 公示 提示 查询 检索 导入 导出 同步 校验 复核 抽样 比对 "
    "标注 排序 分组 合并 拆分 转换 保存 备份 恢复 发布 接收 回复 跟踪 评估 改进 试行 推广 培训 宣讲 走访 座谈 调研 咨询 指引 服务 "
    "支持 协调 衔接 共享 联动 监测 预警 检查 督促 考核 台账 时序 进度 节点 阶段 样本 字段 栏目 页面 接口 版本 批次 模块 场景 渠道 "
    "环节 要素 指标 内容 范围 方式 做法 措施 机制 制度 标准 要求 目标 任务 成果 效能 质量 水平"
)
_LONGER_WORDS = (
    "样例项 演示段 占位段 清单表 流程图 汇总表 记录本 核对单 说明书 示例库 校验码 进度条 时序表 样本库"
)
WORDS = _WORDS.split()
_LONGER = _LONGER_WORDS.split()
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_FILLER = "样例清单演示项目占位条目测试文本"
_KINDS_OF_GROUP = ("专项行动", "专项治理")
_DISTRICT = re.compile("^(?:区直|区属|区)")
_CITY = re.compile("^市")


@dataclass
class Phrases:
    """Phrases of one seed, by their length in characters: for each length a pool of `CHOICES`.

    Attributes:
        plain: phrases for the inside of a text.
        led: phrases that begin with 合成, for the beginning of a text; from two characters on.
        common: phrases that begin with `COMMON`; from three characters on.
        rare: phrases that begin with `RARE`; from four characters on.
    """

    seed: int
    plain: Callable[[int], list[str]] = field(init=False)
    led: Callable[[int], list[str]] = field(init=False)
    common: Callable[[int], list[str]] = field(init=False)
    rare: Callable[[int], list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.plain = self._pools("")
        self.led = self._pools(MARK)
        self.common = self._pools(COMMON)
        self.rare = self._pools(RARE)

    def _pools(self, start: str) -> Callable[[int], list[str]]:
        @cache
        def pool(length: int) -> list[str]:
            rng = random.Random(f"{self.seed} {start} {length}")
            return [start + _phrase(rng, length - len(start)) for _ in range(CHOICES)]

        return pool


def _phrase(rng: random.Random, length: int) -> str:
    """Return words of two characters, one of three where the length is odd, or a single sign for length 1."""
    if length == 1:
        return rng.choice(_STEMS)
    words = [rng.choice(WORDS) for _ in range(length // 2)]
    if length % 2:
        words[rng.randrange(len(words))] = rng.choice(_LONGER)
    return "".join(words)


@dataclass
class Names:
    """What each real name becomes: the same in every plan, as every county has a 法院 of its own."""

    _units: dict[str, str] = field(default_factory=dict)
    _officials: dict[str, str] = field(default_factory=dict)
    _cities: dict[str, str] = field(default_factory=dict)
    _groups: dict[str, str] = field(default_factory=dict)

    def unit(self, real: str) -> str:
        """Return the synthetic name of a unit: 区法院 becomes 合成法院.

        Raises:
            ValueError: two real names would become one.
        """
        if real not in self._units:
            name = unit_name(real)
            if name in self._units.values():
                message = f"two units would both be called {name}"
                raise ValueError(message)
            self._units[real] = name
        return self._units[real]

    def official(self, real: str) -> str:
        """Return the synthetic name of an official: 合成领导甲, 合成领导乙 …"""
        return self._officials.setdefault(real, f"{MARK}领导{_STEMS[len(self._officials)]}")

    def city(self, real: str) -> str:
        """Return the synthetic name of a benchmark city: 合成城01 …"""
        return self._cities.setdefault(real, f"{MARK}城{len(self._cities) + 1:02d}")

    def group(self, real: str) -> str:
        """Return the synthetic name of an indicator, action, sub-indicator or treatment, about as long."""
        if real not in self._groups:
            ending = next((kind for kind in _KINDS_OF_GROUP if real.endswith(kind)), "")
            name = MARK + WORDS[len(self._groups)]
            more = max(0, len(real) - len(name) - len(ending))
            self._groups[real] = name + _FILLER[:more] + ending
        return self._groups[real]


def unit_name(real: str) -> str:
    """Return the synthetic name that stands for a real unit's; it never holds the real one."""
    if real.startswith("各"):
        return "、".join(MARK + part.removeprefix("各") for part in real.split("、"))
    text = _CITY.sub(f"{MARK}州", _DISTRICT.sub(MARK, real.replace("青山湖", "")))
    text = text.replace("、区", f"、{MARK}")
    return text if text.startswith(MARK) else MARK + text
