"""The grammar of the query, case by case. tests/js/query.test.js reads the same cases with the browser's twin."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict

from organisations.search import OrganisationQuery
from organisations.vocabulary import vocabulary as current_vocabulary

CASES = json.loads((Path(settings.BASE_DIR) / "fixtures" / "query_cases.json").read_text(encoding="utf-8"))


@pytest.mark.usefixtures("vocabulary")
def test_parameters_mean_what_the_shared_cases_say():
    terms = current_vocabulary("default")
    for case in CASES:
        query, problems = OrganisationQuery.from_querydict(QueryDict(case["given"]), terms)
        found = {
            "given": case["given"],
            "means": [list(pair) for pair in query.pairs()],
            "problems": [[problem.parameter, problem.code] for problem in problems],
            "order": query.order,
        }
        assert found == case


@pytest.mark.usefixtures("vocabulary")
def test_the_canonical_form_means_itself():
    terms = current_vocabulary("default")
    for case in CASES:
        query, _ = OrganisationQuery.from_querydict(QueryDict(case["given"]), terms)
        assert OrganisationQuery.from_querydict(QueryDict(query.to_querystring()), terms) == (query, [])
