"""Where packs come from: found in a folder or among those installed, read, kept for next time, or taken out of git."""

from clausewise.packs.find import find_pack, installed_root, pack_at_root, packs_at_root, packs_in_reach
from clausewise.packs.load import open_pack

__all__ = ["find_pack", "installed_root", "open_pack", "pack_at_root", "packs_at_root", "packs_in_reach"]
