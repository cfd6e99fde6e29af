"""Serves com.mycorp.dal.FeatureService and feature_store.v1.FeatureStoreService on a free loopback port, which it prints.

Usage: entity_server.py FOLDER, where FOLDER holds what protoc made of data_access.proto and graph_features.proto.
"""

import sys
import threading
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import data_access_pb2  # noqa: E402
import data_access_pb2_grpc  # noqa: E402
import graph_features_pb2  # noqa: E402
import graph_features_pb2_grpc  # noqa: E402

FLOATS = {
    "clicks": 16777216,
    "rate": 0.1,
    "is_member": 1,
    "score": float("nan"),
    "balance": -0.0,
    "beyond": 16777218,
    "half": 0.5,
    "not_asked_for": 3,
}


class DataAccess(data_access_pb2_grpc.FeatureServiceServicer):
    def GetFeatures(self, request, context):
        metadata = dict(context.invocation_metadata())
        if request.entity_id == "failing":
            raise RuntimeError("the database is down")
        if request.entity_id == "broken":
            context.abort(grpc.StatusCode.INTERNAL, "the database is broken")
        if request.entity_id.startswith("version "):
            context.set_trailing_metadata((("plumbline-data-version", request.entity_id.split()[1]),))
            return data_access_pb2.FeatureResponse(features=FLOATS, found=True)
        if request.entity_id == "bare":
            return data_access_pb2.FeatureResponse(found=True)
        if request.entity_id == "pool":
            primary = metadata.get("plumbline-read-preference") == "primary"
            return data_access_pb2.FeatureResponse(features={"is_member": primary}, found=True)
        if request.entity_id != "known":
            return data_access_pb2.FeatureResponse(found=False)
        return data_access_pb2.FeatureResponse(features=FLOATS, found=True)


class Graph(graph_features_pb2_grpc.FeatureStoreServiceServicer):
    def __init__(self):
        self.lock = threading.Lock()
        self.torn = set()

    def GetGraphFeatures(self, request, context):
        user = request.user_id
        if user == "refused":
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "not a user id")
        if user == "stranger":
            context.abort(grpc.StatusCode.NOT_FOUND, "no such user")
        if user == "broken":
            context.abort(grpc.StatusCode.INTERNAL, "the graph is broken")
        if user.startswith("torn"):
            with self.lock:
                first = user not in self.torn
                self.torn.add(user)
            if first:
                context.abort(grpc.StatusCode.ABORTED, "conflict")
        response = graph_features_pb2.GetGraphFeaturesResponse()
        if user == "loner":
            context.set_trailing_metadata((("plumbline-cold-start", "true"),))
            response.features.update(
                {"friend_count": 0, "avg_friend_age": 0.0, "friend_purchase_category_count": 0}
            )
        elif user == "warm":
            context.set_trailing_metadata((("plumbline-cold-start", "false"),))
            response.features.update({"friend_count": 1})
        elif user == "large":
            response.features.update({"name": "x" * (5 * 1024 * 1024)})
        else:
            response.features.update(
                {
                    "friend_count": 2**53,
                    "avg_friend_age": 31.25,
                    "friend_purchase_category_count": 1.5,
                    "name": "Zürich 😀",
                    "is_active": True,
                    "nearest": ["a", "b"],
                    "weights": [0.5, -0.0],
                    "nobody_knows": None,
                    "nested": {"deep": [1, None]},
                    "not_asked_for": "x",
                }
            )
        return response


def main():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    data_access_pb2_grpc.add_FeatureServiceServicer_to_server(DataAccess(), server)
    graph_features_pb2_grpc.add_FeatureStoreServiceServicer_to_server(Graph(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    # Ends with the test: its end of the pipe closes.
    sys.stdin.read()
    server.stop(0)


main()
