"""GraphQL over HTTP, audited by the reference suite: every MUST, SHOULD and MAY."""

from collections import Counter

from core.access.roles import Role


def test_all_audits_of_graphql_over_http_pass(served, program):
    results = program("audits.mjs", TOKEN=served.token(Role.PLANNER))
    assert [each for each in results if each["status"] != "ok"] == []
    levels = Counter(each["name"].split()[0] for each in results)
    assert levels == {"MUST": 13, "SHOULD": 23, "MAY": 25}
