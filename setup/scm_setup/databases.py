"""Databases and their filestores: copied together, dropped together."""

import shutil

from .commands import read
from .progress import SetupError


class Databases:
    """The databases of one server, whose filestores lie in one data directory."""

    def __init__(self, server, data):
        self.environment = server.get_environment()
        self.filestores = data / "filestore"
        self.filestores.mkdir(parents=True, exist_ok=True)

    def query(self, sql, database="postgres"):
        """Return what psql prints for ``sql``, one row a line."""
        return read(["psql", "-XAtqc", sql, database], self.environment).strip()

    def list_names(self):
        return set(self.query("SELECT datname FROM pg_database").splitlines())

    def drop(self, name):
        """Drop a database, its connections and its files; nothing if there is none."""
        read(["dropdb", "--if-exists", "--force", name], self.environment)
        shutil.rmtree(self.filestores / name, ignore_errors=True)

    def copy(self, source, target):
        """Make ``target`` a copy of ``source``; files are hard links, never changed."""
        self.drop(target)
        read(["createdb", "-T", source, target], self.environment)
        self._link_files(source, target)

    def rename(self, source, target):
        """Give a finished database its name; the files come first, because they are
        no harm without a database, while a database is broken without its files.
        """
        shutil.rmtree(self.filestores / target, ignore_errors=True)
        self._link_files(source, target)
        self.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        shutil.rmtree(self.filestores / source, ignore_errors=True)

    def _link_files(self, source, target):
        if (self.filestores / source).is_dir():
            read(["cp", "-al", self.filestores / source, self.filestores / target])

    def drop_leftovers(self, prefix):
        """Drop what killed runs left unfinished under names that start with ``prefix``."""
        for name in self.list_names():
            if name.startswith(prefix):
                self.drop(name)

    def get_module_states(self, name):
        """Return {technical name: state} of the modules in a database."""
        sql = "SELECT name || ' ' || state FROM ir_module_module"
        try:
            rows = self.query(sql, name)
        except SetupError:
            return {}
        return dict(row.split() for row in rows.splitlines())

    def check_installed(self, name, modules):
        """Raise SetupError unless all are installed: Odoo ignores a mistyped name."""
        states = self.get_module_states(name)
        missing = [module for module in modules if states.get(module) != "installed"]
        if missing:
            raise SetupError(f"Not installed in {name}: {', '.join(missing)}. A mistyped name?")
