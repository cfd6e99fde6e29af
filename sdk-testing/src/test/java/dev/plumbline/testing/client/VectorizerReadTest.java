package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureSession;
import dev.plumbline.FeatureVector;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.Request;
import dev.plumbline.Written;
import dev.plumbline.feature.Fallback;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transport.TransportException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Model inputs of rows that are fallbacks, or that were read with options. */
final class VectorizerReadTest extends ClientTest {
    private static final TransformSpec SPEC = TransformSpec.parse("""
            plumbline: 1
            name: delays
            version: "1"
            semantics: 1
            output: {name: x, type: f64, layout: dense}
            policy: {missing: error, nan: missing, inf: error, unknown: oov}
            sources:
              airport: {view: airport_delays, key: airport}
            inputs:
              delay: {type: f64, from: "airport:mean_delay"}
            features:
              - {name: delay, input: delay, steps: [{impute: {value: -1}}]}
            """, "delays.yaml");

    private static final FeatureView COVERED = FeatureView.builder("airport_delays", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("mean_delay", FeatureType.FLOAT64)
            .onNotFound(Fallback.defaults(Map.of("mean_delay", 8.0)))
            .onFailure(Fallback.defaults(Map.of("mean_delay", 9.0)))
            .build();

    private FeatureVector vector(OnlineVectorizer model, Object airport) {
        return model.vector(Request.of("airport", airport));
    }

    @Test
    void vectorOfAFallback_isDegraded() {
        FeatureClient client =
                open(FeatureClient.builder(store.transport()).views(COVERED).environment(Map.of()));
        OnlineVectorizer model = client.vectorizer(SPEC);
        store.faults().failRows(TransportException.Kind.INVALID_REQUEST, ORD);

        FeatureVector fresh = vector(model, "DFW");
        assertThat(fresh.float64s()).containsExactly(3.5);
        assertThat(fresh.isDegraded()).isFalse();
        FeatureVector notFound = vector(model, "nowhere");
        assertThat(notFound.float64s()).containsExactly(8);
        assertThat(notFound.isDegraded()).isTrue();
        FeatureVector failed = done(model.vectorAsync(Request.of("airport", "ORD")));
        assertThat(failed.float64s()).containsExactly(9);
        assertThat(failed.isDegraded()).isTrue();
        assertThat(model.vectors(List.of(Request.of("airport", "nowhere"), Request.of("airport", "DFW")))
                        .usable())
                .containsExactly(0, 1);
    }

    @Test
    void withOptions_readsInASession() {
        FeatureClient writer = open(builder());
        FeatureClient reader = open(builder().cache(MapTiers.nearOnly()));
        OnlineVectorizer model = reader.vectorizer(SPEC);
        vector(model, "DFW");
        FeatureSession session = writer.session();
        store.pauseReplica();
        writer.write(AIRPORT, DFW, session, () -> {
            store.put(AIRPORT, DFW, Map.of("mean_delay", 4.5));
            return Written.something();
        });

        OnlineVectorizer following = model.withOptions(CallOptions.session(session));
        assertThat(vector(model, "DFW").float64s()).containsExactly(3.5);
        assertThat(vector(following, "DFW").float64s()).containsExactly(4.5);
        assertThat(done(following.vectorAsync(Request.of("airport", "DFW"))).float64s())
                .containsExactly(4.5);
        assertThat(following.slotNames()).isEqualTo(model.slotNames());
    }
}
