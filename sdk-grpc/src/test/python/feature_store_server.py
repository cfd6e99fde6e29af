"""Serves feature_store.FeatureStore on a free loopback port and prints the port.

Usage: feature_store_server.py FOLDER, where FOLDER holds what protoc made of feature_store.proto.
"""

import sys
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import feature_store_pb2  # noqa: E402
import feature_store_pb2_grpc  # noqa: E402

KNOWN = {
    "full": {
        "flights": 12,
        "mean_delay": 8.25,
        "top_destination": "Zürich",
        "is_hub": True,
        "hourly": [1.5, 2, 3],
        "gates": ["A", "B"],
    },
    "odd": {
        "flights": 1.5,
        "mean_delay": None,
        "top_destination": {"nested": {"deep": [1, None]}},
        "is_hub": "yes",
        "hourly": [1, "two"],
        "gates": [],
    },
    "failed": {},
}


class FeatureStore(feature_store_pb2_grpc.FeatureStoreServicer):
    def GetOnlineFeatures(self, request, context):
        if not request.entity_ids:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "no entity")
        metadata = dict(context.invocation_metadata())
        response = feature_store_pb2.OnlineFeaturesResponse()
        for entity in request.entity_ids:
            features = response.results[entity].features
            if not KNOWN.get(entity):
                continue
            row = dict(KNOWN[entity], traceparent=metadata.get("traceparent", ""))
            for name in request.feature_names or row:
                if name in row:
                    put(features[name], row[name])
        return response


def put(value, held):
    if held is None:
        value.null_value = 0
    elif isinstance(held, bool):
        value.bool_value = held
    elif isinstance(held, (int, float)):
        value.number_value = held
    elif isinstance(held, str):
        value.string_value = held
    elif isinstance(held, list):
        value.list_value.SetInParent()
        for element in held:
            put(value.list_value.values.add(), element)
    else:
        value.struct_value.update(held)


def main():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    feature_store_pb2_grpc.add_FeatureStoreServicer_to_server(FeatureStore(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    # Ends with the test: its end of the pipe closes.
    sys.stdin.read()
    server.stop(0)


main()
