package dev.plumbline;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transform.TransformSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A client of two airports, and specs over it. */
final class VectorizerFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:01:40Z");
    static final FeatureView AIRPORTS = FeatureView.builder("airports", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("delay", FeatureType.FLOAT64)
            .feature("gates", FeatureType.INT32)
            .maxAge(Duration.ofHours(1))
            .build();
    static final FeatureView ROUTES = FeatureView.builder("routes", "from_airport", "to_airport")
            .feature("seats", FeatureType.INT32)
            .build();

    final FixedTransport transport = new FixedTransport(micros(NOW));
    final FeatureClient client = FeatureClient.builder(transport)
            .views(AIRPORTS, ROUTES)
            .environment(Map.of())
            .clock(() -> NOW)
            .build();

    VectorizerFixture() {
        airport("DFW", 30, 2.5);
        airport("ORD", 70, 4.5);
        transport.put(EntityKey.composite("DFW", "ORD"), row -> row.putInt64(0, 180));
    }

    final void airport(String name, long ageSeconds, double delay) {
        transport.put(EntityKey.of(name), row -> {
            row.eventTimeMicros(micros(NOW.minusSeconds(ageSeconds)));
            row.putInt64(0, 100);
            row.putFloat64(1, delay);
            row.putInt64(2, 7);
        });
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000;
    }

    static TransformSpec spec(String policy, String sources, String inputs, String features) {
        return TransformSpec.parse("""
                plumbline: 1
                name: delays
                version: "1"
                semantics: 1
                output: {name: x, type: f32, layout: dense}
                policy: {missing: error, nan: missing, inf: error, unknown: oov%s}
                %sinputs:
                %sfeatures:
                %s""".formatted(policy, sources, inputs.indent(2), features.indent(2)), "delays.yaml");
    }

    static TransformSpec twoAirports(String policy) {
        return spec(policy, """
                sources:
                  origin: {view: airports, key: origin}
                  destination: {view: airports, keys: {airport: destination}}
                """, """
                from_delay: {type: f64, from: "origin:delay"}
                to_delay: {type: f64, from: "destination:delay"}
                to_gates: {type: f64, from: "destination:gates"}
                distance: {type: f64, from: request}
                """, """
                - {name: from_delay, input: from_delay, steps: [{impute: {value: -1}}, {zscore: {mean: 1, std: 2}}]}
                - {name: to_delay, input: to_delay, steps: [{impute: {value: -1}}]}
                - {name: to_gates, input: to_gates, steps: [{impute: {value: -1}}]}
                - {name: distance, input: distance, steps: [{log1p: {}}]}
                """);
    }

    @Override
    public void close() {
        client.close();
    }
}
