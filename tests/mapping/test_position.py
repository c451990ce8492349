"""A measured position comes in a header: it stands in no address, no link, no cache."""

from typing import Any, ClassVar

import pytest
from django.test import Client

from tests.factories import organisation, place


@pytest.mark.usefixtures("vocabulary")
class TestMeasuredPosition:
    HERE: ClassVar[dict[str, Any]] = {"HTTP_X_POSITION": "48.679,9.22"}

    def test_it_comes_in_a_header_and_stands_in_no_link(self, client: Client) -> None:
        organisation("Weit weg", places=(place((9.4, 48.7)),))
        answer = client.get("/en/results/?radius=1&sort=distance&kind=club", **self.HERE)
        page = answer.content.decode()
        assert "48.679" not in page and "48.679" not in str(answer.headers)
        assert "radius=" in page, "a link that gives the circle up says so"
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer

    def test_it_counts_in_the_api_of_our_pages_like_near(self, client: Client) -> None:
        inside = client.get("/api/v1/facets?radius=1", **self.HERE)
        assert inside.status_code == 200
        assert client.get("/api/v1/facets?radius=1").status_code == 400

    def test_a_position_that_is_none_is_left_out_or_refused(self, client: Client) -> None:
        wrong: dict[str, Any] = {"HTTP_X_POSITION": "here"}
        assert client.get("/en/results/", **wrong).status_code == 200
        assert client.get("/api/v1/facets", **wrong).status_code == 400

    def test_other_origins_may_not_send_it(self, client: Client) -> None:
        answer = client.options("/api/v1/listings", HTTP_ORIGIN="https://other.example")
        assert "x-position" not in answer["Access-Control-Allow-Headers"].lower()
