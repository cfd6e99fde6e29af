package dev.plumbline.log;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads records from lines of JSON. Fields that it does not know are left alone. */
final class RecordReader {
    private RecordReader() {}

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the line is no record; the message says where or which field, and no value
     */
    static FeatureRecord record(String line) {
        Fields fields = new Fields("the record", JsonReader.read(line).orElse(null));
        long format = fields.integer("format");
        if (format != RecordWriter.FORMAT) {
            throw new IllegalArgumentException("its format is " + format + ", and this version reads "
                    + RecordWriter.FORMAT + ": read it with the version that wrote it, or a later one");
        }
        return new FeatureRecord(
                fields.text("spec"),
                fields.text("version"),
                fields.text("fingerprint"),
                fields.text("binding"),
                time(fields.integer("served_at_us")),
                fields.find("request_id", String.class),
                fields.truth("degraded"),
                micros(fields.integer("oldest_age_us")),
                fields.list("sources", RecordReader::source),
                fields.list("inputs", RecordReader::input),
                vector(new Fields("vector", fields.find("vector", Object.class).orElse(null))));
    }

    private static FeatureRecord.Source source(@Nullable Object json) {
        Fields fields = new Fields("a source", json);
        Object[] key = fields.list("key", RecordReader::keyValue).toArray();
        return new FeatureRecord.Source(
                fields.text("alias"),
                fields.text("view"),
                key.length == 1 && key[0] instanceof String text ? EntityKey.of(text) : EntityKey.composite(key),
                fields.word("status", RowStatus.class),
                fields.word("freshness", Freshness.class),
                fields.find("event_time_us", JsonReader.Numeral.class).map(number -> time(integer(number))),
                micros(fields.integer("age_us")));
    }

    private static Object keyValue(@Nullable Object json) {
        if (json instanceof JsonReader.Numeral number) {
            return integer(number);
        }
        if (json instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a key is neither text nor number");
    }

    private static FeatureRecord.Input input(@Nullable Object json) {
        Fields fields = new Fields("an input", json);
        String name = fields.text("name");
        FeatureType type = JsonValues.type(fields.text("type"));
        ValueState state = fields.word("state", ValueState.class);
        Object value = null;
        if (RecordWriter.hasValue(state)) {
            Object held = fields.find("value", Object.class)
                    .orElseThrow(() -> new IllegalArgumentException("input '" + name + "' has no value"));
            try {
                value = JsonValues.value(type, held);
            } catch (ClassCastException | IllegalArgumentException e) {
                throw new IllegalArgumentException("the value of input '" + name + "' is no " + type, e);
            }
        }
        long age = fields.find("age_us", JsonReader.Numeral.class)
                .map(RecordReader::integer)
                .orElse(-1L);
        return new FeatureRecord.Input(name, type, state, value, age);
    }

    private static LoggedVector vector(Fields fields) {
        int width = (int) fields.integer("width");
        int[] slots = null;
        if (fields.find("slots", List.class).isPresent()) {
            slots = fields.list("slots", RecordReader::number).stream()
                    .mapToInt(number -> (int) integer(number))
                    .toArray();
        }
        boolean single = fields.text("type").equals("float32");
        FeatureType type = FeatureType.listOf(single ? FeatureType.FLOAT32 : FeatureType.FLOAT64);
        Object values;
        try {
            values = JsonValues.value(type, fields.list("values", value -> value == null ? "" : value));
        } catch (ClassCastException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the vector has a value that is no number", e);
        }
        int size = Array.getLength(values);
        if (size != (slots == null ? width : slots.length)) {
            throw new IllegalArgumentException("the vector has " + size + " values for "
                    + (slots == null ? "a width of " + width : slots.length + " slots"));
        }
        return values instanceof float[] floats
                ? LoggedVector.ofFloat32s(width, slots, floats)
                : LoggedVector.ofFloat64s(width, slots, (double[]) values);
    }

    private static JsonReader.Numeral number(@Nullable Object json) {
        if (json instanceof JsonReader.Numeral number) {
            return number;
        }
        throw new IllegalArgumentException("a slot is no number");
    }

    private static long integer(JsonReader.Numeral number) {
        try {
            return Long.parseLong(number.spelling());
        } catch (NumberFormatException e) {
            // Its message has the number in it, which may be a key.
            throw new IllegalArgumentException("a number that has to be whole and of 64 bits is not");
        }
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** An object's fields, by what they have to be. */
    private record Fields(String what, Map<?, ?> values) {
        Fields(String what, @Nullable Object json) {
            this(what, json instanceof Map<?, ?> map ? map : none(what));
        }

        private static Map<?, ?> none(String what) {
            throw new IllegalArgumentException(what + " is no object");
        }

        <T> Optional<T> find(String name, Class<T> type) {
            Object value = values.get(name);
            if (value != null && !type.isInstance(value)) {
                throw new IllegalArgumentException("field '" + name + "' of " + what + " is of another type");
            }
            return Optional.ofNullable(value).map(type::cast);
        }

        private <T> T get(String name, Class<T> type) {
            return find(name, type)
                    .orElseThrow(() -> new IllegalArgumentException(what + " has no field '" + name + "'"));
        }

        String text(String name) {
            return get(name, String.class);
        }

        boolean truth(String name) {
            return get(name, Boolean.class);
        }

        long integer(String name) {
            return RecordReader.integer(get(name, JsonReader.Numeral.class));
        }

        <E extends Enum<E>> E word(String name, Class<E> type) {
            String word = text(name).toUpperCase(Locale.ROOT);
            return Stream.of(type.getEnumConstants())
                    .filter(each -> each.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "field '" + name + "' of " + what + " is no word that is known"));
        }

        <T> List<T> list(String name, Function<@Nullable Object, T> each) {
            List<T> list = new ArrayList<>();
            for (Object element : get(name, List.class)) {
                list.add(each.apply(element));
            }
            return list;
        }
    }
}
