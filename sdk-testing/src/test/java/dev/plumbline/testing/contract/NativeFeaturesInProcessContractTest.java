package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.NativeFeaturesServer;

final class NativeFeaturesInProcessContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.NATIVE_FEATURES_IN_PROCESS;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        NativeFeaturesServer server = NativeFeaturesServer.startInProcess(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.nativeFeaturesBuilder(server.channel())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
