package dev.plumbline.transform;

import java.util.HexFormat;

/** Documents that several tests read. */
final class Specs {
    static final String FRAUD = """
            plumbline: 1
            name: fraud_v3
            version: "3.1.0"
            semantics: 1
            description: friend-graph features for card fraud
            output: {name: x, type: f32, layout: dense}
            policy: {missing: error, nan: missing, inf: error, unknown: error, math: strict}
            inputs:
              friend_count:                   {type: i64, from: "user_social:friend_count", ttl: 26h}
              avg_friend_age:                 {type: f64, from: "user_social:avg_friend_age", ttl: 26h}
              friend_purchase_category_count: {type: i32, from: "user_social:friend_purchase_category_count", ttl: 26h}
            features:
              - name: friend_count                       # x[0]
                input: friend_count
                steps:
                  - impute: {value: 37}                  # fitted: median
                  - clip:   {min: 0, max: 5000}
                  - log1p: {}
                  - zscore: {mean: 3.401197381662156, std: 1.25}
              - name: friend_count_missing               # x[1]
                input: friend_count
                steps: [{is_missing: {}}]
              - name: avg_friend_age                     # x[2]
                input: avg_friend_age
                steps:
                  - impute: {value: 34.5}
                  - clip:   {min: 13, max: 100}
                  - minmax: {min: 13, max: 100, to: [0, 1]}
              - name: fpcc                               # x[3..8]
                input: friend_purchase_category_count
                steps:
                  - impute: {value: 0}
                  - bucketize: {bounds: [1, 3, 10, 30, 100]}
                  - one_hot: {}
            examples:
              - in:  {friend_count: 120, avg_friend_age: 31.5, friend_purchase_category_count: 4}
                out: "3f8ece6c 00000000 3e59bf44 00000000 00000000 3f800000 00000000 00000000 00000000"
              - in:  {friend_count: null, avg_friend_age: NaN, friend_purchase_category_count: null}
                out: "3e41a652 3f800000 3e7d0eb6 3f800000 00000000 00000000 00000000 00000000 00000000"
              - in:  {friend_count: 0, avg_friend_age: 12.0, friend_purchase_category_count: 100}
                out: "c02e242d 00000000 00000000 00000000 00000000 00000000 00000000 00000000 3f800000"
            provenance: {fitted_at: "2026-07-01T00:00:00Z", dataset: "iceberg:ml.fraud_train@8123771", rows: 48213377}
            """;

    private Specs() {}

    static TransformSpec parse(String text) {
        return TransformSpec.parse(text, "s.yaml");
    }

    /** A spec of one feature {@code f} over one request input {@code v}. */
    static String one(String type, String steps) {
        return one(type, steps, "{}");
    }

    static String one(String type, String steps, String policy) {
        return """
                plumbline: 1
                name: one
                version: a
                semantics: 1
                policy: %s
                inputs:
                  v: {type: "%s", from: request}
                features:
                  - {name: f, input: v, steps: %s}
                """.formatted(policy, type, steps);
    }

    static float[] run(TransformSpec spec, InputRow row) {
        float[] out = new float[spec.vectorizer().width()];
        spec.vectorizer().transform(row, out, 0);
        return out;
    }

    static String bits(float value) {
        return HexFormat.of().toHexDigits(Float.floatToRawIntBits(value));
    }

    static String bits(double value) {
        return HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value));
    }
}
