package dev.plumbline.testing.contract;

import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.DataAccessServer;

final class DataAccessInProcessContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.DATA_ACCESS_IN_PROCESS;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        DataAccessServer server = DataAccessServer.startInProcess(plan.store(), plan.viewArray());
        return TransportBackend.of(
                GrpcTransport.dataAccessBuilder(server.channel())
                        .maxMessageBytes(plan.maxMessageBytes())
                        .build(),
                server);
    }
}
