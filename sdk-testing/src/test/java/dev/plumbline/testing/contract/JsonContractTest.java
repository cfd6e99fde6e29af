package dev.plumbline.testing.contract;

import dev.plumbline.http.HttpTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.http.JsonServer;

final class JsonContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return Carried.JSON;
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        JsonServer server = JsonServer.start(plan.store(), plan.viewArray());
        return TransportBackend.of(
                HttpTransport.jsonBuilder(server.uri())
                        .maxReplyBytes(plan.maxMessageBytes())
                        .maxConcurrent(1_000)
                        .build(),
                server);
    }
}
