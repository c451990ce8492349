"""Parts of the operator's PMTiles file."""

import pytest

CONTENT = bytes(range(256)) * 1_000


@pytest.fixture
def file(settings, tmp_path):
    path = tmp_path / "town.pmtiles"
    path.write_bytes(CONTENT)
    settings.PMTILES_FILE = str(path)
    return path


def _get(client, **headers):
    answer = client.get("/basemap.pmtiles", headers=headers)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-16383", 0, 16_383),
        ("bytes=100-100", 100, 100),
        ("bytes=255000-999999", 255_000, 255_999),
        ("bytes=255000-", 255_000, 255_999),
        ("bytes=-10", 255_990, 255_999),
        ("bytes=-999999", 0, 255_999),
    ],
)
def test_one_range_of_bytes_is_sent_alone_and_unpacked(client, file, asked, start, end):
    answer, body = _get(client, Range=asked, **{"Accept-Encoding": "gzip"})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {start}-{end}/256000"
    assert "Content-Encoding" not in answer
    assert body == CONTENT[start : end + 1]
    assert answer["Content-Length"] == str(len(body))


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=9999999-99999999", "bytes=5-4", "bytes=-0"])
def test_a_range_outside_of_the_file_is_refused(client, file, asked):
    answer, _ = _get(client, Range=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize(
    "asked", ["", "bytes=-", "bytes=a-b", "items=0-5", "bytes=0-5,10-15", "bytes=" + "9" * 50 + "-"]
)
def test_anything_else_gets_the_whole_file(client, file, asked):
    answer, body = _get(client, Range=asked)
    assert (answer.status_code, body) == (200, CONTENT)


def test_a_file_that_has_changed_is_sent_whole(client, file):
    answer, _ = _get(client, Range="bytes=0-5", **{"If-Range": '"old"'})
    assert answer.status_code == 200


def test_without_a_file_there_is_nothing(client, settings):
    settings.PMTILES_FILE = ""
    assert client.get("/basemap.pmtiles").status_code == 404
