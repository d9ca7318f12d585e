"""What a pydantic type lets stand at a path: which keys are its own, and where names are free."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from counterlife.regime.quantity import KEYS, Quantity


def unwrapped(annotation: Any) -> list[Any]:
    """The types an annotation may mean, without ``Annotated``, ``Optional`` and unions around them."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return unwrapped(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [one for part in get_args(annotation) for one in unwrapped(part)]
    if isinstance(annotation, TypeAdapter):
        return unwrapped(annotation._type)
    return [annotation]


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """The keys of a model as files write them, with their annotations."""
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def below(annotation: Any, key: str | int) -> list[Any]:
    """The annotations of what stands at ``key`` inside something of this annotation; empty if nothing may."""
    found: list[Any] = []
    for one in unwrapped(annotation):
        origin = get_origin(one)
        if has_own_keys(one):
            found += [fields(one)[str(key)]] if key in fields(one) else []
        elif is_mapping(one):
            found.append(get_args(one)[1])
        elif origin in (tuple, list, Sequence) and isinstance(key, int):
            found.append(get_args(one)[0])
    return found


def at(annotation: Any, path: Sequence[str | int]) -> list[Any]:
    """The annotations at a path."""
    here = unwrapped(annotation)
    for key in path:
        here = [one for above in here for part in below(above, key) for one in unwrapped(part)]
    return here


def keys_at(annotation: Any, data: Any, path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at a path: those of a model or a quantity, or those that ``data`` has where names are free."""
    known: list[str] = []
    for one in at(annotation, path):
        if has_own_keys(one):
            known += fields(one)
        elif is_quantity(one):
            known += KEYS
        elif is_mapping(one):
            for key in path:
                data = data[key]
            known += data
    return known


def is_quantity(one: Any) -> bool:
    """Whether an unwrapped annotation is that of a quantity."""
    return get_origin(one) is Quantity or one is Quantity


def is_mapping(one: Any) -> bool:
    """Whether an unwrapped annotation is a mapping of free names."""
    return get_origin(one) in (dict, Mapping)


def has_own_keys(one: Any) -> bool:
    """Whether an unwrapped annotation is a model, whose keys are given."""
    return isinstance(one, type) and issubclass(one, BaseModel)
