"""The catalogue that is asked from: the guides, the facts for England, and an area's own pack."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from roth_planner import paths
from roth_planner.guides.catalogue import Catalogue, read_catalogue
from roth_planner.guides.pack import BadPack, Pack
from roth_planner.guides.pack_over import apply

CORE = "england.toml"


def read_pack(file: Path, catalogue: Catalogue, *, core: bool = False) -> Pack:
    """The pack of a file, to be laid over this catalogue.

    ``core`` is for the pack that comes with the program, whose keys are the core's own. Raises
    ``BadPack`` with every fault that was found, each with its line, and ``BadContent`` where the
    file cannot be read at all.
    """
    from roth_planner.guides import pack_checks, pack_reading

    raw = pack_reading.read(file)
    pack = pack_reading.pack_of(raw)
    found = pack_checks.faults(pack, raw, catalogue, core=core)
    if found:
        raise BadPack(found)
    return pack


@cache
def core_catalogue() -> Catalogue:
    """What is asked where no local pack is chosen: the guides and the facts for England."""
    catalogue = read_catalogue()
    file = paths.assets("local", CORE)
    return apply(catalogue, read_pack(file, catalogue, core=True))


def catalogue_with(file: Path) -> Catalogue:
    """The core with the local pack of a file over it. Raises as ``read_pack`` does."""
    catalogue = core_catalogue()
    return apply(catalogue, read_pack(file, catalogue))
