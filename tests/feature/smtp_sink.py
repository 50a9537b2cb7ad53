"""A mail server for tests: says its port, then every message as a line of JSON. Ends with its input. Needs python3-aiosmtpd.

smtp_sink.py [--refuse N]   the first N messages are answered with 451 (try again later)
"""
import argparse
import asyncio
import json
import sys
import threading
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP

arguments = argparse.ArgumentParser()
arguments.add_argument("--refuse", type=int, default=0)
options = arguments.parse_args()


class Sink:
    def __init__(self):
        self.to_refuse = options.refuse

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        is_refused = self.to_refuse > 0
        self.to_refuse -= is_refused
        line = {
            "refused": is_refused,
            "from": envelope.mail_from,
            "to": ",".join(envelope.rcpt_tos),
            "headers": "\n".join(f"{name}: {value}" for name, value in message.items()),
            "subject": str(message["Subject"]),
            "id": str(message["Message-ID"]),
            "text": message.get_body(("plain",)).get_content(),
            "html": message.get_body(("html",)).get_content(),
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
