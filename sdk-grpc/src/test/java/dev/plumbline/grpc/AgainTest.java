package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static dev.plumbline.grpc.Fetches.with;
import static dev.plumbline.grpc.Fetches.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fetch that a contract sends once more, to another service and with other octets. */
@Timeout(60)
final class AgainTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final Metadata OTHER = OctetServer.trailer("other", "yes");

    private final TestRuntime threads = new TestRuntime();

    @AfterEach
    void stop() {
        threads.close();
    }

    private GrpcTransport started(OctetServer server) {
        GrpcTransport transport = new GrpcTransportBuilder(new TwoServices(), server.target(), null).build();
        transport.start(threads.runtime);
        return transport;
    }

    @Test
    void fetch_thatGoesAgain_keepsHeadersAndGoesToTheOtherService() throws Exception {
        try (OctetServer server = new OctetServer(call -> {
                    if (call.method().startsWith("first.")) {
                        call.end(Status.FAILED_PRECONDITION, OTHER);
                    } else {
                        call.reply(new byte[] {7});
                    }
                });
                GrpcTransport transport = started(server)) {
            List<FeatureRow> rows = get(fetch(transport, with(Map.of("traceparent", "00-1-2-01")), DFW));

            assertThat(rows.get(0).int64("flights")).isEqualTo(7);
            OctetServer.Call first = server.next();
            OctetServer.Call second = server.next();
            assertThat(first.method()).isEqualTo("first.Service/Read");
            assertThat(first.request()).containsExactly(1);
            assertThat(second.method()).isEqualTo("second.Service/Read");
            assertThat(second.request()).containsExactly(2);
            assertThat(second.headers().getAll(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
                    .containsExactly("00-1-2-01");
        }
    }

    @Test
    void fetch_refusedTwice_fails() throws Exception {
        try (OctetServer server = new OctetServer(call -> call.end(Status.FAILED_PRECONDITION, OTHER));
                GrpcTransport transport = started(server)) {
            TransportException failure = failure(fetch(transport, DFW));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
            assertThat(server.calls).hasSize(2);
        }
    }

    @Test
    void fetch_thatGoesAgain_endsWithinTheFirstDeadline() throws Exception {
        try (OctetServer server = new OctetServer(AgainTest::refuseFirst);
                GrpcTransport transport = started(server)) {
            get(transport.warmUp());

            assertThat(failure(fetch(transport, within(Duration.ofMillis(500)), DFW))
                            .kind())
                    .isEqualTo(Kind.TIMEOUT);
            assertThat(server.cancelled.take()).isEqualTo("second.Service/Read");
        }
    }

    @Test
    void fetch_cancelledWhileItGoesAgain_isCancelledOnTheWire() throws Exception {
        try (OctetServer server = new OctetServer(AgainTest::refuseFirst);
                GrpcTransport transport = started(server)) {
            CompletableFuture<List<FeatureRow>> rows = fetch(transport, DFW);
            server.next();
            server.next();

            rows.cancel(false);

            assertThat(server.cancelled.take()).isEqualTo("second.Service/Read");
        }
    }

    @Test
    void close_whileAFetchGoesAgain_endsIt() throws Exception {
        try (OctetServer server = new OctetServer(AgainTest::refuseFirst)) {
            GrpcTransport transport = started(server);
            CompletableFuture<List<FeatureRow>> rows = fetch(transport, DFW);
            server.next();
            server.next();

            transport.close();

            assertThat(failure(rows).kind()).isEqualTo(Kind.CLOSED);
        }
    }

    @Test
    void fetch_whoseEndTheContractCannotRead_failsTyped() throws Exception {
        Metadata odd = OctetServer.trailer("odd", "yes");
        for (Status status : List.of(Status.OK, Status.ABORTED)) {
            try (OctetServer server = new OctetServer(call -> {
                        call.send(new byte[] {1});
                        call.end(status, odd);
                    });
                    GrpcTransport transport = started(server)) {
                assertThat(failure(fetch(transport, DFW)).kind()).isEqualTo(Kind.PROTOCOL);
            }
        }
    }

    private static void refuseFirst(OctetServer.Call call) {
        if (call.method().startsWith("first.")) {
            call.end(Status.FAILED_PRECONDITION, OTHER);
        }
    }

    private static final class TwoServices implements Contract {
        @Override
        public String name() {
            return "two";
        }

        @Override
        public String servicePath() {
            return "first.Service";
        }

        @Override
        public String method() {
            return "Read";
        }

        @Override
        public boolean isNotFoundCertain() {
            return true;
        }

        @Override
        public Codec bind(ViewBinding binding) {
            return new Codec() {
                @Override
                public Exchange exchange(List<EntityKey> keys) {
                    return new Sent(binding, "first.Service");
                }

                @Override
                public long skippedFeatures() {
                    return 0;
                }
            };
        }
    }

    private record Sent(ViewBinding binding, String path) implements Contract.Exchange {
        @Override
        public byte[] request() {
            return new byte[] {(byte) (path.startsWith("first") ? 1 : 2)};
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) {
            var row = FeatureRow.builder(binding.view(), receivedMicros);
            row.putInt64(0, reply[0]);
            return List.of(row.build());
        }

        @Override
        public List<FeatureRow> ended(List<FeatureRow> rows, Metadata trailers) {
            requireNoOdd(trailers);
            return rows;
        }

        @Override
        public Optional<String> servicePath() {
            return Optional.of(path);
        }

        @Override
        public Optional<Contract.Exchange> again(Status status, Metadata trailers) {
            requireNoOdd(trailers);
            return status.getCode() == Status.Code.FAILED_PRECONDITION
                    ? Optional.of(new Sent(binding, "second.Service"))
                    : Optional.empty();
        }

        private static void requireNoOdd(Metadata trailers) {
            if (trailers.containsKey(Metadata.Key.of("odd", Metadata.ASCII_STRING_MARSHALLER))) {
                throw new IllegalStateException("odd trailers");
            }
        }
    }
}
