package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.OnlineFeaturesServer;

final class OnlineFeaturesInProcessContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.ONLINE_FEATURES_IN_PROCESS;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        OnlineFeaturesServer server = OnlineFeaturesServer.startInProcess(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.onlineFeaturesBuilder(server.channel())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
