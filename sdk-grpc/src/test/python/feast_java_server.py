"""Serves Feast's online serving the way Feast's server in Java does; otherwise as feast_server.py."""

import feast_server

feast_server.serve(
    feast_server.feast_serving_pb2_grpc.add_ServingServiceServicer_to_server, feast_server.JavaService()
)
