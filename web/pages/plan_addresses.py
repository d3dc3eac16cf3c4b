"""The addresses of the plan."""

from __future__ import annotations

from core.access.roles import Action
from web.addresses import Address, Post, Upload
from web.pages.indicator import indicator_page
from web.pages.indicator_records import PATH as RECORDS
from web.pages.indicator_records import records_page
from web.pages.plan import PATH, plan_page
from web.pages.plan_desk import (
    COMMENTS,
    PERIODS,
    REVIEWS,
    comment_on,
    desk_page,
    evidence_file,
    move_period,
    review,
)
from web.pages.plan_desk import PATH as DESK
from web.pages.plan_entry import BULK, enter, enter_many, entry_page
from web.pages.plan_matrix import matrix_page
from web.pages.plan_report import report_page
from web.pages.plan_report_file import PATH as FILE
from web.pages.plan_report_file import ask_for_report, report_file_page
from web.pages.plans import plans_page
from web.plan_paths import EVERY

_ENTRY = f"{DESK}/{{codigo}}"

PLAN_PAGES = (
    Address(EVERY, Action.READ_BULLETIN, plans_page, kept=True),
    Address(PATH, Action.READ_BULLETIN, plan_page, kept=True),
    Address("/plan/indicadores/{codigo}", Action.READ_BULLETIN, indicator_page, kept=True),
    Address(RECORDS, Action.READ_LINEAGE, records_page),
    Address("/plan/informes/{periodo}", Action.READ_BULLETIN, report_page, kept=True),
    Address(FILE, Action.READ_BULLETIN, report_file_page),
    Address("/plan/matriz", Action.READ_BULLETIN, matrix_page, kept=True),
    Address(DESK, Action.READ_READINGS, desk_page),
    Address(_ENTRY, Action.RECORD_READING, entry_page),
    Address("/plan/evidencia/{id}", Action.READ_EVIDENCE, evidence_file),
)

PLAN_POSTS = (
    Post(FILE, Action.READ_BULLETIN, ask_for_report),
    Post(COMMENTS, Action.COMMENT_INDICATOR, comment_on),
    Post(REVIEWS, Action.REVIEW_READING, review),
    Post(PERIODS, Action.CLOSE_PERIOD, move_period),
)

PLAN_UPLOADS = (
    Upload(BULK, Action.RECORD_READING, enter_many),
    Upload(_ENTRY, Action.RECORD_READING, enter),
)
