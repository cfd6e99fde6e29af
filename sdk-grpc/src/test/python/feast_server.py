"""Serves Feast's online serving on a free loopback port and prints the port, the way Feast's server in Python does.

Usage: feast_server.py FOLDER, where FOLDER holds what protoc made of the feast_*.proto files.

The metadata feast-quirk names what the answer is to be like otherwise, by commas: no-statuses, no-times, odfv.
"""

import sys
import time
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import feast_grpc_server_pb2_grpc  # noqa: E402
import feast_serving_pb2  # noqa: E402
import feast_serving_pb2_grpc  # noqa: E402
import feast_types_pb2  # noqa: E402

NOW = int(time.time())
NAN = float("nan")
VIEW = "driver_hourly_stats"
TYPES = {
    "conv_rate": "double_val",
    "acc_rate": "float_val",
    "avg_daily_trips": "int64_val",
    "city": "string_val",
    "created": "unix_timestamp_val",
    "embedding": "float_list_val",
    "tags": "string_set_val",
    "home": "map_val",
    "fee": "decimal_val",
}
ROWS = {
    1001: {
        "conv_rate": 0.5,
        "acc_rate": 0.25,
        "avg_daily_trips": 2**63 - 1,
        "city": "Zürich 😀",
        "created": 1700000000,
        "embedding": [1.5, -0.0, 3],
        "tags": ["b", "a"],
        "home": {"lat": 47.0},
        "fee": "12.50",
    },
    1002: {"conv_rate": NAN, "avg_daily_trips": 2},
    # Older than an hour.
    1003: {"conv_rate": 0.75, "avg_daily_trips": 3},
}
TIMES = {1001: NOW - 5, 1002: NOW - 5, 1003: NOW - 7200}
SERVICES = {"ranking": [VIEW + ":avg_daily_trips", VIEW + ":city", VIEW + ":conv_rate"]}


class FeastError(Exception):
    pass


def value(kind, held):
    result = feast_types_pb2.Value()
    if held is None:
        return result
    if kind.endswith("_list_val") or kind.endswith("_set_val"):
        getattr(result, kind).val.extend(held)
    elif kind == "map_val":
        for name, number in held.items():
            result.map_val.val[name].double_val = number
    else:
        setattr(result, kind, held)
    return result


def echo(context, name, index):
    """What an on-demand view makes of its input."""
    if name not in context:
        raise FeastError("the on-demand view lacks " + name)
    return context[name].val[index]


class Answer:
    """Puts one reply together; subclasses say how their servers differ."""

    def __init__(self, request, context):
        self.request = request
        self.quirks = dict(context.invocation_metadata()).get("feast-quirk", "").split(",")
        self.response = feast_serving_pb2.GetOnlineFeaturesResponse()
        self.ids = [each.int64_val for each in request.entities["driver_id"].val]

    def references(self):
        if self.request.feature_service:
            if self.request.feature_service not in SERVICES:
                raise FeastError("no feature service " + self.request.feature_service)
            return SERVICES[self.request.feature_service]
        return list(self.request.features.val)

    # The order of a set varies from process to process.
    def ordered(self, references):
        return list(set(references))

    def name(self, view, feature):
        return view + "__" + feature if self.request.full_feature_names else feature

    def inputs(self):
        return self.request.entities

    def expired(self):
        return feast_serving_pb2.PRESENT

    def null(self):
        return feast_serving_pb2.PRESENT

    def entity_columns(self):
        for key, column in self.request.entities.items():
            self.column(key, [(each, feast_serving_pb2.PRESENT, 0) for each in column.val])

    def column(self, name, cells):
        self.response.metadata.feature_names.val.append(name)
        vector = self.response.results.add()
        for held, status, seconds in cells:
            vector.values.append(held)
            if "no-statuses" not in self.quirks:
                vector.statuses.append(status)
            if "no-times" not in self.quirks:
                vector.event_timestamps.add(seconds=seconds)

    def cell(self, view, feature, index):
        if view == "on_demand":
            return echo(self.inputs(), feature, index), feast_serving_pb2.PRESENT, 0
        if view != VIEW or feature not in TYPES:
            raise FeastError("no feature " + view + ":" + feature)
        # Computed ahead, rows belong to the sorted entities, whatever was asked for.
        driver = sorted(set(self.ids))[index] if self.ids != sorted(set(self.ids)) else self.ids[index]
        if driver not in ROWS:
            return value("", None), feast_serving_pb2.NOT_FOUND, 0
        held = ROWS[driver].get(feature)
        status = feast_serving_pb2.PRESENT
        if held is None:
            status = self.null()
        elif driver == 1003:
            status = self.expired()
        return value(TYPES[feature], held), status, TIMES[driver]

    def build(self):
        self.entity_columns()
        if "odfv" in self.quirks:
            self.response.metadata.feature_names.val.append("source_of_an_on_demand_view")
        for reference in self.ordered(self.references()):
            view, feature = reference.split(":")
            cells = [self.cell(view, feature, index) for index in range(len(self.ids))]
            self.column(self.name(view, feature), cells)
        return self.response


class JavaAnswer(Answer):
    """Names with the view, no entity columns, the request's order; inputs of on-demand views elsewhere."""

    def ordered(self, references):
        return references

    def name(self, view, feature):
        return view + ":" + feature

    def inputs(self):
        return self.request.request_context

    def expired(self):
        return feast_serving_pb2.OUTSIDE_MAX_AGE

    def null(self):
        return feast_serving_pb2.NOT_FOUND

    def entity_columns(self):
        pass


class PythonService(feast_grpc_server_pb2_grpc.GrpcFeatureServerServicer):
    def GetOnlineFeatures(self, request, context):
        return Answer(request, context).build()


class JavaService(feast_serving_pb2_grpc.ServingServiceServicer):
    def GetOnlineFeatures(self, request, context):
        try:
            return JavaAnswer(request, context).build()
        except FeastError as error:
            context.abort(grpc.StatusCode.INTERNAL, str(error))


def serve(register, service):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    register(service, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    # Ends with the test: its end of the pipe closes.
    sys.stdin.read()
    server.stop(0)


if __name__ == "__main__":
    serve(feast_grpc_server_pb2_grpc.add_GrpcFeatureServerServicer_to_server, PythonService())
