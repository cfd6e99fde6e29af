package dev.plumbline.cache.tiered;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FarSpansTest {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<Long> BATCH = AttributeKey.longKey("db.operation.batch.size");
    private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final CacheKey ONE = Rows.key(Rows.SMALL, "DFW");
    private static final CacheKey TWO = Rows.key(Rows.SMALL, "ORD");

    private final VirtualTime time = new VirtualTime();
    private final SimulatedMemcached server = new SimulatedMemcached(time);
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final MemcachedFar far = new MemcachedFar(
            List.of(NodeAddress.parse("[::1]:11211")),
            FarFleet.OPTIONS,
            (address, events) -> new SimulatedNode(server));

    @BeforeEach
    void start() {
        far.start(ClientRuntime.builder(time, Runnable::run)
                .ticker(time)
                .clock(time)
                .openTelemetry(telemetry)
                .build());
    }

    @AfterEach
    void close() {
        far.close();
        telemetry.close();
    }

    @Test
    void commands_areClientSpansBelowTheCallers() {
        Span caller = telemetry.getTracer("test").spanBuilder("caller").startSpan();
        try (Scope scope = caller.makeCurrent()) {
            Objects.requireNonNull(scope);
            read(List.of(ONE));
            far.fill(ONE, null, FarFleet.row(1, 0), FarFleet.TTL).join();
            far.claim(List.of(ONE), FarFleet.LEASE, Long.MAX_VALUE).join();
            far.invalidate(ONE).join();
        }

        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans.stream().map(SpanData::getName))
                .containsExactly("get [::1]:11211", "set [::1]:11211", "add [::1]:11211", "delete [::1]:11211");
        for (SpanData span : spans) {
            assertThat(span)
                    .hasKind(SpanKind.CLIENT)
                    .hasParentSpanId(caller.getSpanContext().getSpanId())
                    .hasAttribute(SYSTEM, "memcached")
                    .hasAttribute(
                            OPERATION,
                            span.getName().substring(0, span.getName().indexOf(' ')))
                    .hasAttribute(SERVER, "::1")
                    .hasAttribute(PORT, 11_211L)
                    .hasStatus(StatusData.unset());
            assertThat(span.getAttributes().get(BATCH)).isNull();
        }
    }

    @Test
    void severalKeys_areOneSpanThatSaysHowMany() {
        read(List.of(ONE, TWO));

        assertThat(exporter.getFinishedSpanItems())
                .singleElement()
                .satisfies(span -> assertThat(span).hasAttribute(BATCH, 2L));
    }

    @Test
    void trouble_isNamedOnTheSpan() {
        server.kill();
        read(List.of(ONE));

        assertThat(exporter.getFinishedSpanItems())
                .singleElement()
                .satisfies(span ->
                        assertThat(span).hasAttribute(ERROR, "unreachable").hasStatus(StatusData.error()));
    }

    @Test
    void backgroundWork_hasNoSpans() {
        time.runUntil(Duration.ofSeconds(10));

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    private void read(List<CacheKey> keys) {
        far.readMany(keys, FarFleet.LEASE, Long.MAX_VALUE).join();
    }
}
