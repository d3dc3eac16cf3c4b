"""Where the pages of a plan are: of the one in force at ``/plan``, of any at ``/planes/{plan}``.

Whoever keeps the address of a plan keeps it when another comes in force.
"""

from __future__ import annotations

from starlette.requests import Request

IN_FORCE = "/plan"
EVERY = "/planes"
_BY_CODE = f"{EVERY}/{{plan}}"


def paths_of(path: str) -> tuple[str, ...]:
    """An address; one of the plan in force stands for the same page of every plan."""
    if path != IN_FORCE and not path.startswith(f"{IN_FORCE}/"):
        return (path,)
    return path, _BY_CODE + path.removeprefix(IN_FORCE)


def root_of(request: Request) -> str:
    """What the addresses of the plan that is asked about begin with."""
    code = request.path_params.get("plan")
    return IN_FORCE if code is None else _BY_CODE.format(plan=code)
