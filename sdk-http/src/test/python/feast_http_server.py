"""Answers POST /MODE/get-online-features as Feast's servers do, on a free loopback port, which it prints.

MODE says which of their ways: python, go, java-names, versioned, nan, more-names.
"""

import base64
import json
import random
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DRIVERS = {
    1001: {
        "conv_rate": 0.1,
        "trips": 2**63 - 1,
        "name": "Zürich \U0001f600",
        "active": True,
        "last_seen": 1767225600,
        "photo": base64.b64encode(bytes([0, 255, 7])).decode(),
        "embedding": [0.5, -0.0, 3.0],
        "tags": ["a", ""],
        "nothing": None,
        "expired": 3,
        "strange": {"a": 1},
    },
    1002: {
        "conv_rate": -0.0,
        "trips": -(2**63),
        "name": "",
        "active": False,
        "last_seen": 0,
        "photo": "",
        "embedding": [1, 2, 3],
        "tags": [],
        "nothing": None,
        "expired": 4,
        "strange": [[1]],
    },
}
TIMES = {"conv_rate": "2026-01-01T00:00:02.5Z", "trips": "2026-01-01T00:00:01Z", "expired": "2025-01-01T00:00:00Z"}
EPOCH = "1970-01-01T00:00:00Z"


class Refused(Exception):
    def __init__(self, code, body):
        super().__init__(code)
        self.code = code
        self.body = body


def wanted(request):
    service = request.get("feature_service")
    if service:
        if service != "driver_service":
            raise Refused(404, feast_error("FeatureServiceNotFoundException", service))
        return [("driver_stats", name) for name in DRIVERS[1001]]
    pairs = []
    for reference in request["features"]:
        view, _, name = reference.partition(":")
        if view.partition("@")[0] != "driver_stats":
            raise Refused(404, feast_error("FeatureViewNotFoundException", reference))
        pairs.append((view, name))
    return pairs


def feast_error(name, what):
    return json.dumps({"module": "feast.errors", "class": name, "message": "Unknown: " + what})


def cell(mode, driver, name, added):
    """A value, its status and its time."""
    row = DRIVERS.get(driver)
    if row is None or (name not in row and name != "rate_plus"):
        return None, "NOT_FOUND", EPOCH
    if name == "rate_plus":
        return (None if added is None else row["conv_rate"] + added), "PRESENT", EPOCH
    value, time = row[name], TIMES.get(name, EPOCH)
    if mode != "go":
        # Stored nulls and values that are too old are present to the Python server.
        return value, "PRESENT", time
    if value is None:
        return None, "NOT_FOUND", EPOCH
    return value, "OUTSIDE_MAX_AGE" if name == "expired" else "PRESENT", time


def answer(mode, request, with_status):
    if "entities" not in request:
        raise Refused(422, {"detail": [{"type": "missing", "loc": ["body", "entities"], "msg": "Field required"}]})
    drivers = request["entities"]["driver_id"]
    if drivers != sorted(drivers):
        raise Refused(500, "entities are not sorted")
    data = dict(request["entities"])
    if mode == "go":
        data.update(request.get("request_context", {}))
    added = data.get("added", [None] * len(drivers))
    columns = []
    for view, name in wanted(request):
        cells = [cell(mode, driver, name, plus) for driver, plus in zip(drivers, added)]
        if mode == "java-names":
            name = view + ":" + name
        elif request.get("full_feature_names") or mode == "versioned":
            name = view + "__" + name
        columns.append((name, cells))
    if mode != "java-names":
        random.shuffle(columns)
        entity = [("driver_id", [(driver, "PRESENT", EPOCH) for driver in drivers])]
        columns = entity + columns
    results = []
    for _, cells in columns:
        column = {"values": [value for value, _, _ in cells]}
        if with_status or mode != "go":
            column["statuses"] = [status for _, status, _ in cells]
            column["event_timestamps"] = [time for _, _, time in cells]
        results.append(column)
    names = [name for name, _ in columns]
    if mode == "more-names":
        names.append("source_of_an_on_demand_view")
    return {"results": results, "metadata": {"feature_names": names}}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.reply(200, {"status": "HEALTHY"}, False)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        path, _, query = self.path.partition("?")
        _, mode, method = (path.split("/") + ["", ""])[:3]
        try:
            if method != "get-online-features":
                raise Refused(404, {"detail": "Not Found"})
            if mode == "nan":
                raise Refused(500, "Out of range float values are not JSON compliant")
            if mode == "go" and self.headers.get("authorization") == "Bearer wrong":
                raise Refused(401, {"error": "no such token", "status_code": 401})
            self.reply(200, answer(mode, json.loads(body), "status=true" in query), mode == "go")
        except Refused as e:
            self.reply(e.code, e.body, False)

    def reply(self, code, body, sort_keys):
        # The Go server writes the keys of an object in order, so that metadata comes first and values last.
        octets = json.dumps(body, sort_keys=sort_keys, ensure_ascii=False, separators=(",", ":")).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *args):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    # Ends with the test: its end of the pipe closes.
    sys.stdin.read()
    server.shutdown()


main()
