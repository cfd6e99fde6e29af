package dev.plumbline.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Rows of names and values as a JSON array. Names and texts need no escape. */
final class JsonTable {
    private final List<Row> rows = new ArrayList<>();

    Row row() {
        Row row = new Row();
        rows.add(row);
        return row;
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",\n    ", "[\n    ", "\n]\n");
        rows.forEach(row -> text.add(row.toString()));
        return text.toString();
    }

    /** One row. */
    static final class Row {
        private final StringJoiner fields = new StringJoiner(", ", "{ ", " }");

        Row text(String name, String value) {
            fields.add('"' + name + "\": \"" + value + '"');
            return this;
        }

        Row number(String name, long value) {
            fields.add('"' + name + "\": " + value);
            return this;
        }

        Row number(String name, double value) {
            fields.add('"' + name + "\": " + String.format(Locale.ROOT, "%.1f", value));
            return this;
        }

        Row flag(String name, boolean value) {
            fields.add('"' + name + "\": " + value);
            return this;
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }
}
