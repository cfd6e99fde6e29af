package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.GraphFeaturesServer;

final class GraphFeaturesSocketContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.GRAPH_FEATURES;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        GraphFeaturesServer server = GraphFeaturesServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.graphFeaturesBuilder(server.target())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
