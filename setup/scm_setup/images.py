"""A cold copy of a fresh cluster with its template database.

Building the template takes minutes; a second checkout on the same machine takes a copy
of the first one's in seconds. Each still has its own server, files and databases.
"""

import shutil

from .commands import read
from .paths import build_once, get_home, get_instance, hash_of

RECIPE = "1"


def get_key(binaries, template):
    return hash_of(RECIPE, str(binaries), template)


def restore(binaries, template):
    """Give a new instance the copy, if there is one for this template."""
    instance = get_instance()
    image = get_home() / "images" / get_key(binaries, template)
    if (instance / "pg").exists() or not image.is_dir():
        return
    filestores = instance / "data" / "filestore"
    filestores.mkdir(parents=True, exist_ok=True)
    if not (filestores / template).exists():
        read(["cp", "-al", image / "filestore", filestores / template])
    # The cluster last and by a rename: it is what later runs look for.
    shutil.rmtree(instance / "pg.copy", ignore_errors=True)
    read(["cp", "-a", image / "pg", instance / "pg.copy"])
    (instance / "pg.copy").rename(instance / "pg")


def save(cluster, databases, template):
    """Keep a copy of the cluster when it holds nothing but the template."""
    if databases.list_names() - {"postgres", "template0", "template1", template}:
        return

    def build(directory):
        cluster.stop()
        try:
            read(["cp", "-a", cluster.directory, directory / "pg"])
            read(["cp", "-al", databases.filestores / template, directory / "filestore"])
        finally:
            cluster.start()

    build_once("images", get_key(cluster.binaries, template), build)
