package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;

/** Specs and stamps that several tests use. */
final class Stamps {
    private Stamps() {}

    static TransformSpec spec(int mean) {
        return TransformSpec.parse("""
                plumbline: 1
                name: delays
                version: "1"
                semantics: 1
                description: "Versp\u00e4tungen \ud83d\udeeb"
                inputs:
                  delay: {type: f64, from: "airports:mean_delay"}
                features:
                  - {name: delay, input: delay, steps: [{zscore: {mean: %d, std: 2}}]}
                """.formatted(mean), "delays.yaml");
    }

    static ModelStamp stamp(int mean) {
        return ModelStamp.of(spec(mean));
    }
}
