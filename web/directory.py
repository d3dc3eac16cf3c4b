"""Every address of the HTML door, with what whoever asks for it must be allowed to do."""

from __future__ import annotations

from starlette.responses import Response

from core.access.roles import Action
from web.addresses import Address, Post, Stream, Upload
from web.as_graphql import EXPLORER
from web.live import PATH as BELL
from web.live import bell, no_bell
from web.pages.audit import audit_page
from web.pages.calls import calls_page
from web.pages.cases import cases_page
from web.pages.catalogue import catalogue
from web.pages.department import department_page
from web.pages.explorer import explorer_page
from web.pages.home import home
from web.pages.industry import industry_page
from web.pages.method import method
from web.pages.own_password import PATH as PASSWORD
from web.pages.own_password import change_password, password_page
from web.pages.own_tokens import PATH as TOKENS
from web.pages.own_tokens import REVOKE, create_one, revoke_one, tokens_page
from web.pages.panel import panel
from web.pages.plan_addresses import PLAN_PAGES, PLAN_POSTS, PLAN_UPLOADS
from web.pages.revisions import FEED, feed, revisions_page
from web.pages.route import route_page
from web.pages.route_entry import PATH as ROUTE_ENTRY
from web.pages.route_entry import enter_routes
from web.pages.route_entry import entry_page as route_entry_page
from web.pages.routes import routes_page
from web.pages.schema_page import FILE as SCHEMA_FILE
from web.pages.schema_page import PATH as SCHEMA
from web.pages.schema_page import schema_file, schema_page, type_page
from web.pages.sessions import end_one, sessions_page
from web.pages.withheld import withheld_page
from web.parts.why import PATH as WITHHELD
from web.screen import Screen


def _department(screen: Screen) -> Response:
    return department_page(screen, screen.request.path_params["ubigeo"])


def _industry(screen: Screen) -> Response:
    return industry_page(screen, screen.request.path_params["codigo"])


PAGES = (
    Address("/", Action.READ_BULLETIN, home, kept=True),
    Address("/panel", Action.READ_BULLETIN, panel, kept=True),
    Address("/llamadas", Action.READ_BULLETIN, calls_page, kept=True),
    Address("/casos", Action.READ_BULLETIN, cases_page, kept=True),
    Address("/industrias/{codigo}", Action.READ_BULLETIN, _industry, kept=True),
    Address("/departamentos/{ubigeo}", Action.READ_BULLETIN, _department, kept=True),
    Address("/rutas", Action.READ_BULLETIN, routes_page, kept=True),
    Address(ROUTE_ENTRY, Action.RECORD_ROUTE, route_entry_page),
    Address("/rutas/{codigo}", Action.READ_BULLETIN, route_page, kept=True),
    *PLAN_PAGES,
    Address(WITHHELD, Action.READ_BULLETIN, withheld_page, kept=True),
    Address("/datos", Action.READ_BULLETIN, catalogue, kept=True),
    Address("/revisiones", Action.READ_BULLETIN, revisions_page, kept=True),
    Address(FEED, Action.READ_BULLETIN, feed),
    Address("/metodo", Action.READ_BULLETIN, method, kept=True),
    Address("/sesiones", Action.READ_OWN_SESSIONS, sessions_page),
    Address(PASSWORD, Action.CHANGE_OWN_PASSWORD, password_page),
    Address(EXPLORER, Action.READ_BULLETIN, explorer_page),
    Address(SCHEMA, Action.READ_BULLETIN, schema_page),
    Address(SCHEMA_FILE, Action.READ_BULLETIN, schema_file),
    Address(f"{SCHEMA}/{{tipo}}", Action.READ_BULLETIN, type_page),
    Address(TOKENS, Action.READ_OWN_TOKENS, tokens_page),
    Address("/auditoria", Action.READ_AUDIT, audit_page),
)


POSTS = (
    Post("/sesiones", Action.END_OWN_SESSION, end_one),
    Post(PASSWORD, Action.CHANGE_OWN_PASSWORD, change_password),
    Post(TOKENS, Action.CREATE_OWN_TOKEN, create_one),
    *PLAN_POSTS,
    Post(REVOKE, Action.REVOKE_OWN_TOKEN, revoke_one),
)

UPLOADS = (*PLAN_UPLOADS, Upload(ROUTE_ENTRY, Action.RECORD_ROUTE, enter_routes))

STREAMS = (Stream(BELL, Action.READ_INTERNAL_FIGURES, bell, no_bell),)
