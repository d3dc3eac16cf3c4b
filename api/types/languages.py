"""The languages labels can be asked for in."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import strawberry

from api.types.enums import described


@described("Languages of labels.", ES="Spanish.", EN="English.", FR="French.")
class Language(Enum):
    """The languages of the house."""

    ES = "es"
    EN = "en"
    FR = "fr"


#: The argument of every field that says a code in words.
Spoken = Annotated[Language, strawberry.argument(description="Language of the label.")]
