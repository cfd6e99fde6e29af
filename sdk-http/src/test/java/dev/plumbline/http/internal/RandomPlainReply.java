package dev.plumbline.http.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A reply of the plain shape, of random form, and the rows that have to be read of it. */
final class RandomPlainReply {
    private static final List<ValueState> STATES =
            List.of(ValueState.PRESENT, ValueState.NULL, ValueState.NAN, ValueState.NOT_FOUND, ValueState.ERROR);

    private final Random random;
    private final RandomCells cells;
    private final FeatureView view;
    private final FeatureRowBuilder row;
    private final List<FeatureRow> rows = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    RandomPlainReply(Random random, RandomCells cells, FeatureView view, List<EntityKey> keys, long receivedMicros) {
        this.random = random;
        this.cells = cells;
        this.view = view;
        this.row = FeatureRow.builder(view, receivedMicros);
        for (EntityKey key : keys) {
            if (random.nextInt(8) == 0) {
                rows.add(FeatureRow.notFound(view, receivedMicros));
            } else if (random.nextInt(8) == 0) {
                rows.add(FeatureRow.failed(view, new IllegalStateException("told"), receivedMicros));
                written.add(object(List.of("\"error\":\"told\"", key(key), values(new ArrayList<>()))));
                var unused = row.build();
            } else {
                written.add(row(key));
                rows.add(row.build());
            }
        }
        if (random.nextInt(4) == 0) {
            written.add("{\"key\":\"nobody asked\",\"values\":{}}");
        }
    }

    byte[] json() {
        Collections.shuffle(written, random);
        return ("{\"x\":1, \"rows\":[" + String.join(", ", written) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    List<FeatureRow> rows() {
        return rows;
    }

    private String row(EntityKey key) {
        List<String> parts = new ArrayList<>();
        List<String> states = new ArrayList<>();
        parts.add(key(key));
        parts.add(values(states));
        if (!states.isEmpty() || random.nextInt(4) == 0) {
            parts.add("\"states\":" + object(states));
        }
        if (random.nextBoolean()) {
            long micros = random.nextLong() >>> 13;
            row.eventTimeMicros(micros);
            parts.add("\"event_time\":"
                    + (random.nextBoolean()
                            ? Long.toString(micros)
                            : '"'
                                    + Instant.EPOCH
                                            .plus(micros, ChronoUnit.MICROS)
                                            .toString()
                                    + '"'));
        }
        if (random.nextBoolean()) {
            long version = random.nextLong();
            row.dataVersion(version);
            parts.add("\"version\":" + (random.nextBoolean() ? Long.toString(version) : "\"" + version + "\""));
        }
        if (random.nextInt(4) == 0) {
            parts.add("\"error\":null");
        }
        return object(parts);
    }

    private String key(EntityKey key) {
        if (key.size() > 1) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < key.size(); i++) {
                parts.add(part(key, i));
            }
            return "\"key\":" + parts;
        }
        return "\"key\":" + part(key, 0);
    }

    private String part(EntityKey key, int index) {
        boolean bare = key.value(index) instanceof Long && random.nextBoolean();
        return bare ? key.text(index) : cells.quoted(key.text(index));
    }

    private String values(List<String> states) {
        List<String> values = new ArrayList<>();
        for (int slot = 0; slot < view.size(); slot++) {
            String name = '"' + view.featureNames().get(slot) + '"';
            int feature = slot;
            if (random.nextInt(10) > 0) {
                RandomCells.Cell cell = cells.cell(view.type(slot));
                values.add(name + ":" + cell.json());
                cell.expected().put(row, feature);
            }
            if (random.nextInt(10) == 0) {
                states.add(name + ":" + state(feature));
            }
        }
        if (random.nextInt(5) == 0) {
            values.add("\"unnamed\":{\"a\":[1,2]}");
            states.add("\"unnamed\":\"nonsense\"");
        }
        Collections.shuffle(values, random);
        return "\"values\":" + object(values);
    }

    private String state(int slot) {
        ValueState state = STATES.get(random.nextInt(STATES.size()));
        if (state == ValueState.NAN) {
            row.putFloat64(slot, Double.NaN);
        } else if (state != ValueState.PRESENT) {
            row.putState(slot, state);
        }
        return '"' + state.name().toLowerCase(Locale.ROOT) + '"';
    }

    private String object(List<String> parts) {
        List<String> shuffled = new ArrayList<>(parts);
        Collections.shuffle(shuffled, random);
        return "{" + String.join(",", shuffled) + "}";
    }
}
