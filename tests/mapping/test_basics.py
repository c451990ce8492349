"""The small addresses at the root of the site."""

import pytest


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "/de/"),
        ("de-AT,de;q=0.9", "/de/"),
        ("en-GB,en;q=0.8,de;q=0.5", "/en/"),
        ("ar-SY,ar;q=0.9,de;q=0.1", "/ar/"),
        ("so,en;q=0.5", "/en/"),
        ("so,ti;q=0.9", "/de/"),
        ("de;q=0.1,en;q=0.9", "/en/"),
        ("*", "/de/"),
        ("x" * 10_000, "/de/"),
        ("en;q=abc,,;;", "/de/"),
        ("\x00", "/de/"),
    ],
)
def test_the_root_leads_to_the_best_language(client, header, expected):
    answer = client.get("/", headers={"Accept-Language": header})
    assert (answer.status_code, answer["Location"]) == (302, expected)
    assert answer["Vary"] == "Accept-Language"
    assert not answer.cookies


def test_the_root_keeps_the_filters(client):
    assert client.get("/?topic=sport&day=TU")["Location"] == "/de/?topic=sport&day=TU"


@pytest.mark.parametrize("address", ["//evil.example/", "/\\evil.example"])
@pytest.mark.django_db
def test_the_root_leads_nowhere_else(client, address):
    assert "evil" not in client.get(address).get("Location", "")


def test_a_process_that_answers_is_alive_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_site_with_database_postgis_and_all_migrations_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "postgis": True, "migrations": True}


@pytest.mark.django_db
def test_a_site_with_a_migration_missing_is_not_ready(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="organisations").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "postgis": True, "migrations": False}


def test_a_site_without_its_database_is_not_ready(client):
    # Without the mark `django_db` this test has no database.
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False


def test_robots_may_read_pages_but_not_every_combination_of_filters(client):
    assert "Disallow: /*?" in client.get("/robots.txt").content.decode()


def test_the_address_browsers_guess_leads_to_the_icon(client):
    assert client.get("/favicon.ico")["Location"] == "/static/icons/favicon.svg"


@pytest.mark.parametrize("address", ["/", "/healthz", "/robots.txt"])
def test_only_reading_is_allowed(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code in (200, 302)
