"""The base that demo, tests and development share, built once and then found again."""

import os
from functools import cached_property

from . import images, odoo_source, python_env, system
from .databases import Databases
from .odoo_server import Odoo
from .paths import ADDONS, PINS, get_instance, hash_of, locked
from .pdf import ensure_pdf
from .postgres import ensure_server, find_binaries, is_own_server
from .progress import SetupError, step

TEMPLATE_RECIPE = "4"  # raise it when the way of building the template changes
PREGENERATE = "env['ir.qweb']._pregenerate_assets_bundles(); env.cr.commit()"


def get_addon_names(narrow=None):
    """Return the names of our addons; ``narrow`` picks one by its short name."""
    names = sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))
    if narrow is None:
        return names
    wanted = [name for name in names if name in (narrow, f"scm_assistant_{narrow}")]
    if not wanted:
        raise SetupError(f"There is no addon {narrow}. Known: {', '.join(names)}")
    return wanted


def get_addons_hash():
    """Return a hash of everything in our addons that a database depends on."""
    files = sorted(
        path
        for path in ADDONS.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "tests" not in path.parts
    )
    return hash_of(*(part for path in files for part in (str(path.relative_to(ADDONS)), path)))


def read_core_modules():
    lines = (PINS / "modules.txt").read_text().splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


class Base:
    """Odoo, its Python, its PDF tools, a running server and the template database."""

    def __init__(self):
        system.ensure(
            {name: system.FOR_DEMO[name] for name in ("python3-venv",)}, "Python packages"
        )
        self.source = odoo_source.ensure_source()
        self.python = python_env.ensure_python(self.source)
        try:
            system.ensure(system.FOR_DEMO, "printed documents")
        except SetupError:
            system.warn_missing(system.FOR_DEMO, "printed documents will lack letters")
        self.pdf = ensure_pdf(self.python)
        self.template_name = f"scm_template_{self._get_template_key()}"
        if not is_own_server():
            images.restore(find_binaries(self.python), self.template_name)
        self.server = ensure_server(self.python)
        self.odoo = Odoo(
            self.python, odoo_source.get_addons_paths(self.source), self.pdf, self.server
        )
        self.databases = Databases(self.server, self.odoo.data)

    def _get_template_key(self):
        return hash_of(
            TEMPLATE_RECIPE,
            PINS / "modules.txt",
            PINS / "requirements.txt",
            os.environ.get("ODOO_HOME") or odoo_source.get_key(),
            # On a server that checkouts share, each has a template beside its own files.
            *([get_instance().name] if is_own_server() else []),
        )

    @cached_property
    def template(self):
        """The name of the database that holds Odoo's own modules, built when missing."""
        name = self.template_name
        if name in self.databases.list_names():
            return name
        with locked(f"template-{get_instance().name}"):
            if name not in self.databases.list_names():
                self._build_template(name)
        return name

    def _build_template(self, name):
        building = f"{name}_building"
        # On a shared server, other templates are other checkouts'.
        self.databases.drop_leftovers(building if is_own_server() else "scm_template_")
        modules = ",".join(read_core_modules())
        with step("Template database with Odoo's own modules", "2 to 3 min, once"):
            self.odoo.run(
                "-d", building, "-i", modules, "--with-demo", "--load-language", "en_US,zh_TW",
                "--stop-after-init", "--no-http", "--log-level", "warn",
                log="template",
            )  # fmt: skip
        self.databases.check_installed(building, read_core_modules())
        with step("Assets of the web client", "about 40 s, once"):
            self.odoo.run(
                "shell", "-d", building, "--no-http", "--log-level", "error",
                log="template-assets", text=PREGENERATE,
            )  # fmt: skip
        self.databases.rename(building, name)
        if not is_own_server():
            images.save(self.server, self.databases, name)
