# Every target depends on the environment's own stamp, so each works on a fresh clone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

FUZZ_SECONDS ?= 300
SEED         ?= 20230728

.DEFAULT_GOAL := help
.PHONY: help setup due test zipapp fuzz stress bench lint format types check schema readme ci lock clean

help:            ## 列出全部目标
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): pyproject.toml requirements-lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本（可用 make PYTHON=python3.12 指定）" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "建立虚拟环境失败：请先安装 python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lock.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(READY)  ## 只建好环境

due: $(READY)    ## 到 2023-11-30 应办结的任务
	@$(BIN)/bizenv due --before 2023-11-30

test: $(READY)   ## 全部测试
	@$(BIN)/python -m pytest

zipapp: $(READY) ## 打成一个文件 dist/bizenv.pyz，只要同一系统、同一版本的 python3 就能用
	@$(BIN)/python .ci/zipapp.py

fuzz: $(READY)   ## 模糊测试（FUZZ_SECONDS=300 SEED=7 可改时长与种子）
	@$(BIN)/python tests/fuzz/campaign.py --seconds $(FUZZ_SECONDS) --seed $(SEED)

stress: $(READY) ## 反复强行中止、几个进程同时登记各 200 条，看有没有丢（几分钟）
	@BIZENV_STRESS=1 $(BIN)/python -m pytest -n 0 tests/test_append.py

bench: $(READY)  ## 与同类工具比快慢，写入 tests/bench/RESULTS.md（BENCH=national 加测全国规模）
	@$(BIN)/python tests/bench/run.py

lint: $(READY)   ## 代码检查与格式检查
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(READY) ## 整理代码格式
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .

types: $(READY)  ## 类型检查
	@$(BIN)/mypy

check: $(READY)  ## 检查任务清单
	@$(BIN)/bizenv check

schema: $(READY) ## 由模型重新生成编辑器用的 JSON Schema
	@$(BIN)/bizenv schema --out registry/.schema

readme: $(READY) ## 重跑 README 里的命令，更新其输出
	@$(BIN)/python tests/console.py README.md

ci: test lint types check  ## CI 所做的一切

lock: $(READY)   ## 重新锁定依赖版本
	@$(BIN)/python -m pip install --quiet 'uv>=0.5,<1'
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 --group dev pyproject.toml -o requirements-lock.txt

clean:           ## 删除虚拟环境与缓存
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
