"""Commands that open the doors: serving, and a link to come in by while developing."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable

from app import clock
from app.commands import Commands, Open, added, needs_role
from app.house import House, open_house, open_public_house
from app.loading import loading
from app.progress import console, of_release, told_steps
from app.settings import Mode, Settings, WrongSetting
from app.workers import bound_socket, crew_of, end_with_parent
from core.access.roles import Role
from core.access.sign_in import make_link
from seeds.seeding import Size

#: Roles that see more than the public does in this version.
_OFFERED = (Role.CASE_WORKER, Role.OPERATOR, Role.PLANNER)


def add_commands(commands: Commands, read: Callable[..., Settings], opened: Open) -> None:
    """``serve`` and ``sign-in`` beside the other commands."""

    serve = added(
        commands,
        "serve",
        lambda asked: _serve(asked, read(public=asked.public)),
        "Serve both doors",
    )
    serve.add_argument("--prepare", action="store_true", help="make what is missing first")
    serve.add_argument("--public", action="store_true", help="the public edition, no register")
    serve.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)  # app.workers
    link = added(
        commands,
        "sign-in",
        lambda asked: _sign_in(asked, read(), opened),
        "Print a one-time development sign-in link",
    )
    needs_role(link)


def _serve(asked: argparse.Namespace, chosen: Settings) -> int:
    house = open_public_house(chosen) if asked.public else open_house(chosen)
    if asked.worker:
        end_with_parent()
        _run_server(house, bound_socket(chosen, shared=True))
        return 0
    _free_port_or_complain(chosen)
    if asked.prepare and not asked.public:
        with told_steps() as told:
            house.prepare(Size(), told, of_release(told))
    elif house.register is not None:
        house.register.migrate()
    _greet(house)
    if chosen.workers > 1:
        crew_of(chosen, public=asked.public).run()
    else:
        _run_server(house)
    return 0


def _free_port_or_complain(chosen: Settings) -> None:
    try:
        bound_socket(chosen).close()
    except OSError as error:
        reason = error.strerror or "cannot be used"
        raise WrongSetting(f"YANAPAY_HOST and YANAPAY_PORT: {chosen.address}: {reason}") from error


def _greet(house: House) -> None:
    console.print(f"Yanapay at {house.settings.address}  (panel, GraphQL at /graphql)")
    if house.register is None or house.settings.mode is not Mode.DEVELOPMENT:
        return
    for role in _OFFERED:
        console.print(f"  sign in as {role.value}, once: {_link(house, role)}", soft_wrap=True)


def _run_server(house: House, listening: socket.socket | None = None) -> None:
    with loading():
        from app.asgi import make_app  # noqa: PLC0415 (only the server needs these)
        from app.serving import serve  # noqa: PLC0415

    serve(make_app(house), house.settings, listening)


def _sign_in(asked: argparse.Namespace, chosen: Settings, opened: Open) -> int:
    if chosen.mode is not Mode.DEVELOPMENT:
        raise WrongSetting(
            "YANAPAY_HOST and YANAPAY_MODE: links are offered in development, on loopback alone"
        )
    print(_link(opened(), asked.role))
    return 0


def _link(house: House, role: Role) -> str:
    link = make_link(house.the_register(), role, clock.now)
    return f"{house.settings.address}/entrar?enlace={link}"
