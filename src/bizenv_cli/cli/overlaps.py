"""The commands about tasks that order nearly the same thing: overlaps, settle."""

from typing import TYPE_CHECKING, Annotated

import typer

from bizenv_cli.cli.context import Call
from bizenv_cli.cli.options import FILTER, Output, with_options
from bizenv_cli.cli.writing import PANEL, Saving, call_of, save
from bizenv_cli.errors import BadCallError
from bizenv_cli.likeness import KEPT, LISTED
from bizenv_cli.query import names
from bizenv_cli.query import overlaps as query
from bizenv_cli.recording import one_line
from bizenv_cli.views import overlaps as views
from bizenv_cli.views.shown import Shown
from bizenv_cli.vocabulary import OVERLAP_VERDICTS

if TYPE_CHECKING:
    from bizenv_cli.append import Outcome

_Number = Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 1-49、2-24")]


@with_options(Output)
def overlaps(
    output: Output,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", "-u", metavar="单位", help="只列这个单位牵头或配合其一的", rich_help_panel=FILTER
        ),
    ] = None,
    least: Annotated[
        float,
        typer.Option(
            "--least",
            metavar="0到1",
            help="文字至少这样相似才列；勘误已指出的一概列",
            rich_help_panel=FILTER,
        ),
    ] = LISTED,
    everything: Annotated[
        bool,
        typer.Option("--all", help="连同同一指标之下并列的、已认定不是一件事的", rich_help_panel=FILTER),
    ] = False,
) -> int:
    """可能是同一件事、却分列两处的任务：相同的文字，不同的单位与时限。

    例：bizenv overlaps --unit 区法院
    例：bizenv overlaps --least 0.3 --format csv -o 重叠.csv
    """
    if not KEPT <= least <= 1:
        raise BadCallError(f"--least 写 {KEPT} 到 1 之间的数，如 0.3（不到 {KEPT} 的没有意义，不记）")
    call = Call(output)
    named = call.named("unit", unit)
    found = query.overlaps(call.index, named, least, everything=everything)
    asked = {
        **({"unit": "、".join(dict.fromkeys(each.name for each in named))} if named else {}),
        "least": least,
        "all": everything,
    }
    return call.show(views.overlaps(call.head, found, Shown(found.rows, call.limit, call.as_of), asked))


@with_options(Saving)
def settle(
    saving: Saving,
    number: _Number,
    other: _Number,
    because: Annotated[
        str, typer.Option("--because", metavar="文字", help="理由，一句话", rich_help_panel=PANEL)
    ],
    same: Annotated[bool, typer.Option("--same", help="是同一件事", rich_help_panel=PANEL)] = False,
    part: Annotated[bool, typer.Option("--part", help="一项是另一项的一部分", rich_help_panel=PANEL)] = False,
    different: Annotated[
        bool, typer.Option("--different", help="不是一件事，不再提示", rich_help_panel=PANEL)
    ] = False,
) -> int:
    """认定一对任务是不是同一件事，记入 overlaps.yaml。

    认定后不再当作疑问；改主意就改那一行。

    例：bizenv settle 1-49 2-24 --same --because "同为执行移送破产，按先到的时限办"
    例：bizenv settle 1-85 2-8 --different --because "一项只管招标投标"
    """
    from bizenv_cli.append import append_to  # noqa: PLC0415  (pydantic and YAML, which help does without)

    said = {"same": same, "part": part, "different": different}
    chosen = [verdict for verdict, is_said in said.items() if is_said]
    if len(chosen) != 1:
        raise BadCallError("写明认定什么：--same、--part、--different 三者选一")
    call = call_of(saving)
    pair = sorted((names.task(call.index, each) for each in (number, other)), key=lambda task: task.ref)
    first, second = pair
    if first.plan != second.plan:
        raise BadCallError(f"{first.id} 与 {second.id} 不在同一个方案里")
    if first == second:
        raise BadCallError(f"两个编号都是 {first.id}，写两项任务的编号")
    tasks = [task.id.rpartition(":")[2] for task in pair]
    entry = one_line({"tasks": tasks, "verdict": chosen[0], "because": because})

    def write(folder: str) -> "Outcome":
        return append_to(call.place, folder, "overlaps", entry, dry_run=saving.dry_run)

    message = f"{first.id} 与 {second.id} {OVERLAP_VERDICTS[chosen[0]]}", [f"理由：{entry['because']}"]
    return save(call, saving, first.plan, write, message, lambda saved, _: views.settled(saved, entry))
