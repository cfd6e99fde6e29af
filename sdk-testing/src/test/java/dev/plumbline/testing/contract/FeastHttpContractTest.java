package dev.plumbline.testing.contract;

import dev.plumbline.http.HttpTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.http.FeastHttpServer;

final class FeastHttpContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.FEAST_HTTP;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        FeastHttpServer server = FeastHttpServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                HttpTransport.feastBuilder(server.uri())
                        .maxReplyBytes(plan.maxMessageBytes())
                        .maxConcurrent(1_000)
                        .build(),
                server);
    }
}
