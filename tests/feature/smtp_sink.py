"""A mail server for tests: says its port, then every message as a line of JSON. Ends with its input. Needs python3-aiosmtpd.

smtp_sink.py [--refuse N]   the first N messages are answered with 451 (try again later)
"""
import argparse
import asyncio
import json
import sys
import threading
from email import message_from_bytes, policy
from html.parser import HTMLParser

from aiosmtpd.smtp import SMTP

arguments = argparse.ArgumentParser()
arguments.add_argument("--refuse", type=int, default=0)
options = arguments.parse_args()


class Reader(HTMLParser):
    """What a person sees of a page, and what it refers to."""

    def __init__(self, page):
        super().__init__()
        self.words, self.links, self.tags, self.language = "", [], set(), None
        self.is_shown = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        attributes = dict(attributes)
        if tag == "html":
            self.language = attributes.get("lang")
        if tag == "body":
            self.is_shown = True
        if tag in ("br", "p", "hr"):
            self.words += " "
        if "href" in attributes:
            self.links.append(attributes["href"])

    def handle_data(self, data):
        if self.is_shown:
            self.words += data


def calendars(message):
    return [
        {
            "type": part.get_content_type(),
            "method": part.get_param("method"),
            "file": part.get_filename(),
            "text": part.get_payload(decode=True).decode("utf-8"),
        }
        for part in message.walk()
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]


def longest_line(octets):
    return max(len(line) for line in octets.split(b"\r\n"))


class Sink:
    def __init__(self):
        self.to_refuse = options.refuse

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        is_refused = self.to_refuse > 0
        text = message.get_body(("plain",)).get_content()
        html = message.get_body(("html",))
        page = Reader(html.get_content() if html else "")
        self.to_refuse -= is_refused
        line = {
            "refused": is_refused,
            "from": envelope.mail_from,
            "to": ",".join(envelope.rcpt_tos),
            "headers": "\n".join(f"{name}: {value}" for name, value in message.items()),
            "subject": str(message["Subject"]),
            "id": str(message["Message-ID"]),
            "text": text,
            "html": html.get_content() if html else "",
            "words": [word for line in text.splitlines() if line != "-- " for word in line.split()],
            "html_words": page.words.split(),
            "links": page.links,
            "tags": sorted(page.tags),
            "language": page.language,
            "structure": [part.get_content_type() for part in message.walk()],
            "calendars": calendars(message),
            "longest_line": longest_line(envelope.content),
            "is_ascii": all(octet < 128 for octet in envelope.content),
            "defects": sum(len(part.defects) for part in message.walk()),
        }
        print(json.dumps(line), flush=True)
        return "451 come back later" if is_refused else "250 OK"


async def serve():
    loop = asyncio.get_running_loop()
    sink = Sink()
    server = await loop.create_server(lambda: SMTP(sink, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    ended = asyncio.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)), daemon=True).start()
    await ended.wait()


asyncio.run(serve())
