"""Small field types of regime files: words of a closed list, names, dates, sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError, core_schema

from counterlife.regime import units
from counterlife.regime.names import hint
from counterlife.regime.quantity import source_complaints
from counterlife.words import GRADES

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


@dataclass(frozen=True)
class OneOf:
    """Annotation: a word of a closed list; ``what`` says in an error what kind of word it is."""

    what: str
    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"enum": list(self.words)}

    def read(self, raw: Any) -> str:
        """The word, if it is one of the list."""
        if isinstance(raw, str) and raw in self.words:
            return raw
        message = f"no {self.what} `{raw}`"
        raise PydanticCustomError("regime", "{message}", {"message": message, "hint": hint(str(raw), self.words, most=30)})


class _Month:
    """Annotation: a month counted from January of year 0, written ``2014`` or ``2014-07``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            units.month, serialization=core_schema.plain_serializer_function_ser_schema(units.month_text)
        )

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": ["string", "integer"], "description": "a year (2014) or a year and month (2014-07)"}


class _Source:
    """Annotation: ids of the table of facts, or a citation in words."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string"}

    def read(self, raw: Any) -> str:
        """The source, if the ids it names exist."""
        wrong = source_complaints(raw)
        if wrong:
            raise ValidationError.from_exception_data("source", wrong)
        return str(raw)


Month = Annotated[int, _Month()]
Source = Annotated[str, _Source()]
Grade = Annotated[str, OneOf("grade", GRADES)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
BandName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9+-]*$", max_length=30)]

CONFIG: Final = ConfigDict(
    extra="forbid", frozen=True, alias_generator=lambda name: name.rstrip("_").replace("_", "-")
)  # fmt: skip


class Part(BaseModel):
    """A part of a file: unknown keys are errors, dashes in keys stand for underscores, and nothing changes once read."""

    model_config = CONFIG


class Sourced(Part):
    """A part whose numbers may share a source, a grade and a note."""

    source: Source | None = None
    grade: Grade | None = None
    note: str | None = None
