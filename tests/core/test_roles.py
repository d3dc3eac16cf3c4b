"""Who may do what, written a second time by hand: a change must be made in two places."""

import pytest

from core.access.roles import Action, Asker, Role, may, require
from core.errors import Code, Refused

TABLE = """
                       public partner operator case_worker recipient planner monitor administrator
read_bulletin          yes    yes     yes      yes         yes       yes     yes     yes
sign_in                yes    yes     yes      yes         yes       yes     yes     yes
sign_out               yes    yes     yes      yes         yes       yes     yes     yes
use_token              yes    yes     yes      yes         yes       yes     yes     yes
read_calls             -      -       yes      yes         -         -       -       -
read_cases             -      -       -        yes         -         -       -       -
read_routes            -      -       -        yes         -         -       -       -
read_victims           -      -       -        yes         -         -       -       -
read_referrals         -      -       yes      yes         yes       -       -       -
read_institutions      -      yes     yes      yes         yes       yes     yes     yes
read_trainings         -      yes     yes      yes         yes       yes     yes     yes
read_campaigns         -      yes     yes      yes         yes       yes     yes     yes
count_records          -      -       yes      yes         -         yes     yes     -
record_call            -      -       yes      -           -         -       -       -
open_case              -      -       -        yes         -         -       -       -
update_case            -      -       -        yes         -         -       -       -
submit_referral        -      -       yes      yes         -         -       -       -
answer_referral        -      -       -        -           yes       -       -       -
record_route           -      -       -        yes         -         -       -       -
record_training        -      -       -        -           -         -       yes     -
record_campaign        -      -       -        -           -         -       yes     -
read_narratives        -      -       yes      yes         -         -       -       -
write_narratives       -      -       yes      -           -         -       -       -
read_notes             -      -       -        yes         -         -       -       -
write_notes            -      -       -        yes         -         -       -       -
erase_notes            -      -       -        -           -         -       -       yes
read_internal_figures  -      -       -        -           -         yes     yes     -
read_partner_figures   -      yes     -        -           -         -       -       -
read_own_sessions      -      yes     yes      yes         yes       yes     yes     yes
end_own_session        -      yes     yes      yes         yes       yes     yes     yes
change_own_password    -      yes     yes      yes         yes       yes     yes     yes
read_own_tokens        -      yes     -        -           yes       yes     yes     -
create_own_token       -      yes     -        -           yes       yes     yes     -
revoke_own_token       -      yes     -        -           yes       yes     yes     -
read_documents         -      yes     yes      yes         yes       yes     yes     yes
register_document      -      yes     yes      yes         yes       yes     yes     yes
remove_document        -      yes     yes      yes         yes       yes     yes     yes
read_readings          -      -       -        -           yes       yes     yes     -
read_lineage           -      -       yes      yes         -         -       -       -
record_reading         -      -       -        -           yes       yes     yes     -
review_reading         -      -       -        -           -         -       yes     -
comment_indicator      -      -       -        -           yes       yes     yes     -
read_evidence          -      -       -        -           yes       yes     yes     -
close_period           -      -       -        -           -         -       yes     -
publish_period         -      -       -        -           -         -       yes     -
reopen_period          -      -       -        -           -         -       yes     -
read_audit             -      -       -        -           -         -       -       yes
manage_access          -      -       -        -           -         -       -       yes
rotate_keys            -      -       -        -           -         -       -       yes
"""


def cells() -> list[tuple[Role, Action, bool]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return [
        (Role(role), Action(action), said == "yes")
        for action, *row in lines
        for role, said in zip(head, row, strict=True)
    ]


@pytest.mark.parametrize(("role", "action", "allowed"), cells())
def test_the_table_of_rights(role: Role, action: Action, allowed: bool):
    assert may(role, action) is allowed
    if allowed:
        require(Asker(role), action)
        return
    with pytest.raises(Refused) as refused:
        require(Asker(role), action)
    signed_in = role is not Role.PUBLIC
    assert refused.value.code is (Code.FORBIDDEN if signed_in else Code.UNAUTHENTICATED)


def test_the_table_has_every_role_and_every_action():
    assert {(role, action) for role, action, _ in cells()} == {
        (role, action) for role in Role for action in Action
    }


def test_an_action_nobody_wrote_down_is_nobodys(monkeypatch):
    from core.access import roles

    monkeypatch.setattr(roles, "_ALLOWED", {})
    assert not any(may(role, action) for role in Role for action in Action)


@pytest.mark.parametrize("action", list(Action))
def test_a_token_for_some_acts_is_good_for_those_and_for_what_everybody_may(action: Action):
    asker = Asker(Role.CASE_WORKER, only=frozenset({Action.READ_CALLS}))
    if action is Action.READ_CALLS or may(Role.PUBLIC, action):
        require(asker, action)
        return
    with pytest.raises(Refused) as refused:
        require(asker, action)
    assert refused.value.code is Code.FORBIDDEN


def test_a_token_never_widens_its_role():
    with pytest.raises(Refused):
        require(Asker(Role.RECIPIENT, only=frozenset({Action.READ_CALLS})), Action.READ_CALLS)
