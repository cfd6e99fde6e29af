package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The figures of one log; they can be read when the client has taken its meters away. */
final class LogCounts {
    private final Map<String, FunctionCounter> counters = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
    private final String log;

    /** To be made before the client. */
    LogCounts(MeterRegistry registry, String log) {
        this.log = log;
        registry.config().onMeterAdded(this::note);
    }

    private void note(Meter meter) {
        Meter.Id id = meter.getId();
        if (!log.equals(id.getTag("log"))) {
            return;
        }
        if (meter instanceof FunctionCounter counter) {
            String outcome = id.getTag("outcome");
            counters.put(outcome == null ? "offered" : outcome + "/" + id.getTag("reason"), counter);
        } else if (meter instanceof Gauge gauge) {
            gauges.put(id.getName(), gauge);
        }
    }

    long count(String name) {
        FunctionCounter counter = counters.get(name);
        return counter == null ? 0 : (long) counter.count();
    }

    long sum(String outcome) {
        return counters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(outcome + "/"))
                .mapToLong(entry -> (long) entry.getValue().count())
                .sum();
    }

    long offered() {
        return count("offered");
    }

    long sent() {
        return sum("sent");
    }

    long failed() {
        return sum("failed");
    }

    long dropped() {
        return sum("dropped");
    }

    double size() {
        return gauges.get("plumbline.client.log.queue.size").value();
    }

    double octets() {
        return gauges.get("plumbline.client.log.queue.bytes").value();
    }

    void assertBalanced() {
        assertThat(sent() + failed() + dropped())
                .as("%d sent, %d failed, %d dropped", sent(), failed(), dropped())
                .isEqualTo(offered());
        assertThat(size()).isZero();
        assertThat(octets()).isZero();
    }
}
