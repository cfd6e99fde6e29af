package dev.plumbline.testing.contract;

import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;

final class InMemoryContractTest extends TransportContract {
    @Override
    protected TransportTraits traits() {
        return TransportTraits.builder().replyLimit(false).requestLimit(false).build();
    }

    @Override
    protected TransportBackend open(TransportPlan plan) {
        return TransportBackend.of(plan.store().transport());
    }
}
