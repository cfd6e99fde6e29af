package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.OnlineFeaturesServer;

final class OnlineFeaturesSocketContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.ONLINE_FEATURES;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        OnlineFeaturesServer server = OnlineFeaturesServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.onlineFeaturesBuilder(server.target())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
