package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.NativeFeaturesServer;

final class NativeFeaturesSocketContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.NATIVE_FEATURES;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        NativeFeaturesServer server = NativeFeaturesServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.nativeFeaturesBuilder(server.target())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
