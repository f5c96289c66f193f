# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Make pure code importable without Odoo: `inventory_tools.engine`, `scm_setup.lint_docs`."""

import importlib.util
import os
import sys
from pathlib import Path

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ADDONS = REPOSITORY / "addons"
# Elsewhere when `./setup/dev mutants` asks whether these tests notice a change.
TOOLS_ROOT = Path(os.environ.get("SCM_TOOLS_ROOT", ADDONS))


def load_tools(name, addon):
    """Import the package ``tools`` of an addon under a name of its own."""
    if name in sys.modules:
        return
    folder = TOOLS_ROOT / addon / "tools"
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


load_tools("inventory_tools", "scm_assistant_inventory")
load_tools("base_tools", "scm_assistant_base")
load_tools("supplier_tools", "scm_assistant_supplier")
sys.path.insert(0, str(REPOSITORY / "setup"))


@pytest.fixture(autouse=True)
def _refuse_quiet_nonsense():
    """Fail where a tool divides by nothing without having said so in its code."""
    with np.errstate(divide="raise", invalid="raise"):
        yield
