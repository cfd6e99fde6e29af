package dev.plumbline.http.internal;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A reply of one of Feast's servers, of random shape, and the rows that have to be read of it. */
final class RandomFeastReply {
    private static final String[] STATUSES = {"INVALID", "PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE"};

    private final Random random;
    private final RandomCells cells;
    private final FeatureView view;
    private final int count;
    private final FeatureRowBuilder[] expected;
    private final long[] oldest;
    private final List<String> names = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();

    RandomFeastReply(Random random, RandomCells cells, FeatureView view, int count, long receivedMicros) {
        this.random = random;
        this.cells = cells;
        this.view = view;
        this.count = count;
        this.expected = new FeatureRowBuilder[count];
        Arrays.setAll(expected, index -> FeatureRow.builder(view, receivedMicros));
        this.oldest = new long[count];
        Arrays.fill(oldest, FeatureRow.UNKNOWN_TIME);
    }

    byte[] json() {
        List<Runnable> wanted = new ArrayList<>();
        int form = random.nextInt(3);
        for (int slot = 0; slot < view.size(); slot++) {
            if (random.nextInt(12) > 0 || (wanted.isEmpty() && slot == view.size() - 1)) {
                int feature = slot;
                wanted.add(() -> wanted(feature, form));
            }
        }
        for (String joinKey : view.joinKeys()) {
            if (random.nextBoolean()) {
                wanted.add(() -> unwanted(joinKey));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = "other_" + i;
            wanted.add(() -> unwanted(name));
        }
        Collections.shuffle(wanted, random);
        wanted.forEach(Runnable::run);
        List<String> parts = new ArrayList<>(List.of(
                "\"results\":" + array(columns),
                "\"metadata\":{" + (random.nextBoolean() ? "\"x\":[{}]," : "") + "\"feature_names\":"
                        + array(names.stream().map(cells::quoted).toList()) + "}"));
        if (random.nextBoolean()) {
            parts.add("\"status\":true");
        }
        Collections.shuffle(parts, random);
        return ("{" + String.join(space() + "," + space(), parts) + "}" + space()).getBytes(StandardCharsets.UTF_8);
    }

    List<FeatureRow> rows() {
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(expected[i].eventTimeMicros(oldest[i]).build());
        }
        return rows;
    }

    private void wanted(int slot, int form) {
        String feature = view.featureNames().get(slot);
        names.add(form == 0 ? feature : form == 1 ? "v__" + feature : "v:" + feature);
        boolean stated = random.nextInt(4) > 0;
        boolean timed = random.nextInt(4) > 0;
        List<String> values = new ArrayList<>();
        List<String> statuses = new ArrayList<>();
        List<String> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RandomCells.Cell cell = cells.cell(view.type(slot));
            values.add(cell.json());
            cell.expected().put(expected[i], slot);
            int status = random.nextInt(3) > 0 ? 1 : random.nextInt(STATUSES.length);
            statuses.add(random.nextInt(5) == 0 ? Integer.toString(status) : '"' + STATUSES[status] + '"');
            if (stated) {
                apply(status, cell, i, slot);
            }
            times.add(time(i, timed && !(stated && status == 3)));
        }
        List<String> parts = new ArrayList<>(List.of("\"values\":" + array(values)));
        addSome(parts, "statuses", stated, statuses);
        addSome(parts, "event_timestamps", timed, times);
        Collections.shuffle(parts, random);
        columns.add("{" + String.join(",", parts) + "}");
    }

    private void addSome(List<String> parts, String name, boolean told, List<String> all) {
        if (told) {
            parts.add('"' + name + "\":" + array(all));
        } else if (random.nextBoolean()) {
            parts.add('"' + name + "\":" + (random.nextBoolean() ? "[]" : "null"));
        }
    }

    private void apply(int status, RandomCells.Cell cell, int row, int slot) {
        ValueState state = switch (status) {
            case 0 -> ValueState.ERROR;
            case 2 -> ValueState.NULL;
            case 3 -> ValueState.NOT_FOUND;
            case 4 -> cell.isNull() ? ValueState.NOT_FOUND : null;
            default -> null;
        };
        if (state != null) {
            expected[row].putState(slot, state);
        }
    }

    private String time(int row, boolean timed) {
        int pick = random.nextInt(6);
        if (pick == 0) {
            return "null";
        }
        if (pick == 1) {
            return "\"1970-01-01T00:00:00Z\"";
        }
        if (pick == 2) {
            return "\"0001-01-01T00:00:00Z\"";
        }
        long micros = 1 + (random.nextLong() >>> 13);
        if (timed && (oldest[row] == FeatureRow.UNKNOWN_TIME || micros < oldest[row])) {
            oldest[row] = micros;
        }
        return '"' + Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString() + '"';
    }

    private void unwanted(String name) {
        names.add(name);
        columns.add(random.nextBoolean() ? "{}" : "{\"values\":[1,{\"a\":[null]},\"x\"]}");
    }

    private String array(List<String> parts) {
        return "[" + space() + String.join("," + space(), parts) + "]";
    }

    private String space() {
        return random.nextInt(6) == 0 ? " \r\n\t" : "";
    }
}
