"""Reads a YAML file as nested dicts and lists of words. What a word means is for its reader to say.

PyYAML's base loader splits the text, event by event: composing whole documents, libyaml would end the process over a
file that is nested deep enough.
"""

from __future__ import annotations

from typing import Any

import yaml

from clausewise.plain.refusing import Refused

DEEPEST = 60
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(raw: bytes, file: str) -> Any:
    """What stands in a file: words, lists and dicts. Raises: Refused, with the file's name."""
    loader = None
    try:
        loader = _LOADER(raw.decode("utf-8-sig"))
        loader.get_event()
        if isinstance(loader.get_event(), yaml.StreamEndEvent):
            raise Refused(f"{file} is empty")
        found = _build(loader, loader.get_event(), file, 0)
        loader.get_event()
        if not isinstance(loader.get_event(), yaml.StreamEndEvent):
            raise Refused(f"{file} holds more than one document")
        return found
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError) as problem:
        reason = str(problem).replace("\n", " ")
        raise Refused(f"{file} cannot be read as YAML: {reason}") from None
    finally:
        if loader is not None:
            loader.dispose()


def _build(loader: Any, event: Any, file: str, depth: int) -> Any:
    line = event.start_mark.line + 1
    if depth > DEEPEST:
        raise Refused(f"{file}:{line} nests deeper than {DEEPEST} levels")
    if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
        raise Refused(f"{file}:{line} holds an anchor, an alias or a tag, which the language does not have")
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := loader.get_event(), yaml.SequenceEndEvent):
            items.append(_build(loader, event, file, depth + 1))
        return items
    found: dict[str, Any] = {}
    while not isinstance(event := loader.get_event(), yaml.MappingEndEvent):
        key = _build(loader, event, file, depth + 1)
        if not isinstance(key, str) or key in found:
            raise Refused(f"{file}:{line} holds a key that is no word, or one that stands twice: {key}")
        found[key] = _build(loader, loader.get_event(), file, depth + 1)
    return found
