package dev.plumbline.testing.contract;

import dev.plumbline.grpc.FeastOptions;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.FeastServer;
import dev.plumbline.testing.grpc.FeastServer.Flavor;

final class FeastJavaSocketContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.FEAST;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        FeastServer server = FeastServer.start(plan.store(), Flavor.JAVA, plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.feastBuilder(server.target(), FeastOptions.ofDefaults())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
