"""Static files, which a browser may keep for good."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope


class KeptFiles(StaticFiles):
    """Static files: their addresses carry a digest, so a browser may keep them for good."""

    def file_response(self, *given: Any, **more: Any) -> Response:
        """The file, to be kept."""
        response = super().file_response(*given, **more)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; a path with a null byte or the like is simply not there."""
        try:
            return await super().get_response(path, scope)
        except ValueError:
            raise HTTPException(404) from None
