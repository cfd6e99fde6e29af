package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrpcTransportBuilderTest {
    @Test
    void defaults() {
        try (GrpcTransport transport = GrpcTransport.onlineFeatures("dns:///x:1")) {
            assertThat(transport.name()).isEqualTo("online-features");
            assertThat(transport.maxEntities()).isEqualTo(1000);
            assertThat(transport).hasToString("online-features at dns:///x:1");
        }
    }

    @Test
    void contractsOfOneEntity_carryOneAndNoMore() {
        for (GrpcTransportBuilder builder : List.of(
                GrpcTransport.dataAccessBuilder("dns:///x:1"), GrpcTransport.graphFeaturesBuilder("dns:///x:1"))) {
            try (GrpcTransport transport = builder.maxEntities(1).build()) {
                assertThat(transport.maxEntities()).isEqualTo(1);
                assertThatThrownBy(() -> builder.maxEntities(2))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("a call of " + transport.name() + " carries one entity")
                        .hasMessageContaining("max-concurrent-fetches");
            }
        }
    }

    @Test
    void builder_refusesNonsense() {
        GrpcTransportBuilder builder = GrpcTransport.onlineFeaturesBuilder("dns:///x:1");
        assertThatThrownBy(() -> builder.maxMessageBytes(10)).hasMessageContaining("maxMessageBytes is 1024 to");
        assertThatThrownBy(() -> builder.maxEntities(0)).hasMessageContaining("maxEntities");
        assertThatThrownBy(() -> builder.keepAlive(Duration.ofSeconds(1))).hasMessageContaining("10");
        assertThatThrownBy(() -> builder.servicePath("a/b")).hasMessageContaining("without the method");
        assertThatThrownBy(() -> GrpcTransport.onlineFeatures(" ")).hasMessageContaining("target");
        ManagedChannel channel =
                NettyChannelBuilder.forTarget("dns:///x:1").usePlaintext().build();
        assertThatThrownBy(
                        () -> GrpcTransport.onlineFeaturesBuilder(channel).tls().build())
                .hasMessageContaining("tls");
        channel.shutdownNow();
    }
}
