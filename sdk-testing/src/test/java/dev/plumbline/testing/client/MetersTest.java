package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.transport.TransportException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetersTest extends ClientTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private double requests(String... tags) {
        return meters.find("plumbline.client.requests").tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    private long timed(String name, String... tags) {
        return meters.find(name).tags(tags).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void requests_areCountedExactlyOverHitsAndMisses() throws InterruptedException {
        FeatureClient client = open(virtual().cache(MapTiers.nearOnly()).meters(meters));
        client.get(AIRPORT, DFW);
        List<Thread> threads = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    for (int j = 0; j < 5_000; j++) {
                        client.get(AIRPORT, DFW);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        client.getAll(AIRPORT, List.of(DFW, ORD));
        client.getAll(AIRPORT, List.of(DFW, ORD));

        assertThat(requests("operation", "get", "outcome", "success")).isEqualTo(20_001);
        assertThat(requests("operation", "get_all", "outcome", "success")).isEqualTo(2);
        assertThat(requests()).isEqualTo(20_003);
        assertThat(timed("plumbline.client.request.duration")).isEqualTo(2);
        assertThat(requests("client", "default")).isEqualTo(20_003);
    }

    @Test
    void failures_areCountedByTheirError() {
        FeatureClient client = open(virtual().meters(meters));
        store.faults().failNext(1, TransportException.Kind.INVALID_REQUEST);

        failure(client.getAsync(AIRPORT, DFW));

        eventually()
                .untilAsserted(() -> assertThat(requests("outcome", "error", "error", "request"))
                        .isEqualTo(1));
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void staleHits_areCountedAsStale() {
        FeatureClient client = open(virtual().cache(MapTiers.nearOnly()).meters(meters));
        client.get(AIRPORT, DFW);
        store.faults().failAlways(TransportException.Kind.INTERNAL);
        time.advance(Duration.ofSeconds(60));

        client.get(AIRPORT, DFW);

        assertThat(requests("outcome", "stale")).isEqualTo(1);
    }

    @Test
    void attemptsAndRetries_areCountedByKind() {
        FeatureClient client = open(builder().meters(meters));
        store.faults().failNext(2, TransportException.Kind.UNAVAILABLE);

        client.get(AIRPORT, DFW);

        assertThat(timed("plumbline.client.attempt.duration", "kind", "initial", "status", "UNAVAILABLE"))
                .isEqualTo(1);
        assertThat(timed("plumbline.client.attempt.duration", "kind", "retry", "status", "UNAVAILABLE"))
                .isEqualTo(1);
        assertThat(timed("plumbline.client.attempt.duration", "kind", "retry", "status", "OK"))
                .isEqualTo(1);
        assertThat(meters.get("plumbline.client.retries")
                        .tag("reason", "UNAVAILABLE")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void noMeter_namesAnEntity() {
        FeatureClient client = open(virtual().cache(MapTiers.both()).meters(meters));
        client.getAll(AIRPORT, List.of(DFW, NOWHERE));

        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("DFW", "nowhere"));
    }

    @Test
    void activeRequests_returnToZero() {
        FeatureClient client = open(virtual().meters(meters));
        store.faults().hold();
        var read = client.getAsync(AIRPORT, DFW);
        assertThat(meters.get("plumbline.client.requests.active").gauge().value())
                .isEqualTo(1);
        read.cancel(true);

        assertThat(meters.get("plumbline.client.requests.active").gauge().value())
                .isZero();
    }

    @Test
    void clientWithoutMetersAndTracer_works() {
        FeatureClient client = open(builder());

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(store.calls().get(0).headers()).isEmpty();
    }
}
