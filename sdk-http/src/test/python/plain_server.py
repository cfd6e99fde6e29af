"""Serves the plain JSON shape on a free loopback port, which it prints."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STORE = {"DFW": {"flights": 12, "mean_delay": 8.25}, "ORD": {"flights": 9, "mean_delay": None}}


# tag::answer[]
def answer(request):
    rows = []
    for key in request["keys"]:
        stored = STORE.get(key)
        if stored is not None:
            values = {name: stored[name] for name in request["features"] if name in stored}
            rows.append({"key": key, "values": values, "event_time": "2026-01-01T00:00:00Z", "version": 7})
    return {"rows": rows}
# end::answer[]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        octets = json.dumps(answer(request)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
# Ends with the test: its end of the pipe closes.
sys.stdin.read()
server.shutdown()
