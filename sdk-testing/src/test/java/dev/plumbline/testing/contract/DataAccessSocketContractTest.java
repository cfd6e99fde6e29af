package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.DataAccessServer;

final class DataAccessSocketContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.DATA_ACCESS;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        DataAccessServer server = DataAccessServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.dataAccessBuilder(server.target())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
