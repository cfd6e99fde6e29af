package dev.plumbline.internal;

import dev.plumbline.FeatureVector;
import dev.plumbline.Request;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.log.FeatureRecord;
import dev.plumbline.log.LoggedVector;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logs what vectors were made from, for some of the keys. Thread-safe. */
final class FeatureLogging {
    private final EventLog<FeatureRecord> records;
    private final double rate;
    private final ClientRuntime runtime;

    FeatureLogging(EventLog<FeatureRecord> records, double rate, ClientRuntime runtime) {
        this.records = records;
        this.rate = rate;
        this.runtime = runtime;
    }

    /** Whether the keys of a request are among those that are logged. */
    boolean takes(SpecBinding binding, List<EntityKey> keys) {
        if (rate <= 0 || rate >= 1) {
            return rate >= 1;
        }
        double place = keys.isEmpty()
                ? runtime.random().getAsDouble()
                : KeyPlace.of(binding.spec().name(), keys);
        return place < rate;
    }

    void served(
            SpecBinding binding,
            Request request,
            List<EntityKey> keys,
            List<FeatureRow> rows,
            InputRow inputs,
            FeatureVector vector) {
        TransformSpec spec = binding.spec();
        records.offer(new FeatureRecord(
                spec.name(),
                spec.version(),
                spec.fingerprint(),
                spec.bindingHash(),
                runtime.clock().instant(),
                request.id(),
                vector.isDegraded(),
                vector.oldestAge(),
                sources(binding, keys, rows),
                inputs(spec, inputs),
                vector(spec, vector)));
    }

    private static List<FeatureRecord.Source> sources(
            SpecBinding binding, List<EntityKey> keys, List<FeatureRow> rows) {
        List<FeatureRecord.Source> sources = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            FeatureRow row = rows.get(i);
            SpecBinding.Source source = binding.sources().get(i);
            sources.add(new FeatureRecord.Source(
                    source.alias(),
                    source.view().name(),
                    keys.get(i),
                    row.status(),
                    row.freshness(),
                    row.hasEventTime() ? row.eventTime() : Optional.empty(),
                    row.age()));
        }
        return sources;
    }

    private static List<FeatureRecord.Input> inputs(TransformSpec spec, InputRow row) {
        List<SpecInput> declared = spec.inputs();
        List<FeatureRecord.Input> inputs = new ArrayList<>(declared.size());
        for (int i = 0; i < declared.size(); i++) {
            inputs.add(new FeatureRecord.Input(
                    declared.get(i).name(), declared.get(i).type(), row.state(i), row.value(i), row.ageMicros(i)));
        }
        return inputs;
    }

    private static LoggedVector vector(TransformSpec spec, FeatureVector vector) {
        int[] slots = vector.isSparse() ? vector.slots() : null;
        return spec.outputType().equals(FeatureType.FLOAT32)
                ? LoggedVector.ofFloat32s(vector.width(), slots, vector.float32s())
                : LoggedVector.ofFloat64s(vector.width(), slots, vector.float64s());
    }
}
