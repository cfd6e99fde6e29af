package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A contract that throws where it reads the end of a call fails the fetch, which does not hang. */
@Timeout(60)
final class BrokenContractTest {
    private static final Contract BROKEN = new Contract() {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public String servicePath() {
            return "feature_store.FeatureStore";
        }

        @Override
        public String method() {
            return "GetOnlineFeatures";
        }

        @Override
        public boolean isNotFoundCertain() {
            return false;
        }

        @Override
        public Codec bind(ViewBinding binding) {
            return new Codec() {
                @Override
                public Exchange exchange(List<EntityKey> keys) {
                    return new BrokenExchange();
                }

                @Override
                public long skippedFeatures() {
                    return 0;
                }
            };
        }
    };

    private static final class BrokenExchange implements Contract.Exchange {
        @Override
        public byte[] request() {
            return new byte[0];
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) {
            return List.of(FeatureRow.notFound(Fetches.AIRPORT, receivedMicros));
        }

        @Override
        public Optional<List<FeatureRow>> rows(Status status, long receivedMicros) {
            throw new IllegalStateException("broken by the test");
        }

        @Override
        public List<FeatureRow> ended(List<FeatureRow> rows, Metadata trailers) {
            throw new IllegalStateException("broken by the test");
        }
    }

    private static TransportException failureAt(TestServer server) throws Exception {
        try (TestRuntime threads = new TestRuntime();
                GrpcTransport transport = new GrpcTransportBuilder(BROKEN, server.target(), null).build()) {
            transport.start(threads.runtime);
            return failure(fetch(transport, EntityKey.of("DFW")));
        }
    }

    @Test
    void trailersThatCannotBeRead_failTheFetch() throws Exception {
        try (TestServer server = TestServer.answering(OnlineFeaturesResponse.getDefaultInstance())) {
            TransportException failure = failureAt(server);

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure)
                    .hasMessageContaining("its end makes no sense")
                    .hasRootCauseMessage("broken by the test");
        }
    }

    @Test
    void statusThatCannotBeRead_failsTheFetch() throws Exception {
        try (TestServer server =
                new TestServer((request, observer) -> observer.onError(Status.UNAVAILABLE.asRuntimeException()))) {
            TransportException failure = failureAt(server);

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure)
                    .hasMessageContaining("its end makes no sense")
                    .hasRootCauseMessage("broken by the test");
        }
    }
}
