"""What the tests of other languages share: a translation server, and an editor whose entry has German texts."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from organisations.document import Text
from organisations.models import Editor, Organisation
from organisations.outgoing import breaker
from tests.factories import change
from tests.organisations.associations.pages import Keeper

GERMAN = Text(summary="Wir spielen ohne Liga.", description="Wer neu ist, ist willkommen.", audience="Alle")


class Translator:
    """A server as LibreTranslate's: its words are those asked for, with the language before them."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status, self.answer = 200, b""
        translator = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                translator.asked.append(asked)
                body = (
                    translator.answer
                    or json.dumps({"translatedText": [f"[{asked['target']}] {text}" for text in asked["q"]]}).encode()
                )
                self.send_response(translator.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """No noise."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(name="translator")
def running_translator(settings: Any) -> Iterator[Translator]:
    """The operator's translation server."""
    found = Translator()
    settings.TRANSLATE_URL, settings.TRANSLATE_KEY = found.url, "key-of-the-site"
    breaker.__init__(failures=5, seconds=30)  # type: ignore[misc]
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture(name="keeper")
def german_keeper(club: Organisation, editor: Editor) -> Keeper:
    """The editor of a club with three texts in German."""
    change(club, texts={"de": GERMAN})
    found = Keeper(club)
    found.opens(editor)
    return found


def presses(keeper: Keeper, step: str, to: str = "uk") -> Any:
    """A button of the page of one language."""
    return keeper.client.post(keeper.path(f"edit/texts/?to={to}"), {"step": step}, follow=True)


def writes(keeper: Keeper, to: str = "uk", **texts: str) -> Any:
    """The form of one language with these fields filled in."""
    return keeper.sends(f"texts/?to={to}", {f"texts-{name}": text for name, text in texts.items()})
