package dev.plumbline.log;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/** Writes records as lines of JSON. */
final class RecordWriter {
    static final int FORMAT = 1;

    private RecordWriter() {}

    /** Returns the record's line, without its end. */
    static String line(FeatureRecord record) {
        JsonWriter json = new JsonWriter().open('{');
        json.name("format").value(FORMAT);
        json.name("spec").value(record.spec());
        json.name("version").value(record.version());
        json.name("fingerprint").value(record.fingerprint());
        json.name("binding").value(record.bindingHash());
        json.name("served_at_us").value(micros(record.servedAt()));
        record.requestId().ifPresent(id -> json.name("request_id").value(id));
        json.name("degraded").value(record.degraded());
        json.name("oldest_age_us").value(micros(record.oldestAge()));
        json.name("sources").open('[');
        record.sources().forEach(source -> source(json, source));
        json.close(']').name("inputs").open('[');
        record.inputs().forEach(input -> input(json, input));
        json.close(']').name("vector");
        vector(json, record.vector());
        return json.close('}').toString();
    }

    private static void source(JsonWriter json, FeatureRecord.Source source) {
        json.open('{').name("alias").value(source.alias()).name("view").value(source.view());
        json.name("key").open('[');
        key(json, source.key());
        json.close(']').name("status").value(word(source.status()));
        json.name("freshness").value(word(source.freshness()));
        source.eventTime().ifPresent(time -> json.name("event_time_us").value(micros(time)));
        json.name("age_us").value(micros(source.age())).close('}');
    }

    private static void key(JsonWriter json, EntityKey key) {
        for (int i = 0; i < key.size(); i++) {
            if (key.value(i) instanceof Long number) {
                json.value(number);
            } else {
                json.value(key.text(i));
            }
        }
    }

    private static void input(JsonWriter json, FeatureRecord.Input input) {
        json.open('{').name("name").value(input.name());
        json.name("type").value(input.type().toString());
        json.name("state").value(word(input.state()));
        Object value = input.value();
        if (value != null) {
            json.name("value");
            value(json, input.type(), value);
        }
        if (input.ageMicros() >= 0) {
            json.name("age_us").value(input.ageMicros());
        }
        json.close('}');
    }

    private static void value(JsonWriter json, FeatureType type, Object value) {
        switch (type.kind()) {
            case BOOL -> json.value((boolean) value);
            case INT32, INT64, TIMESTAMP -> json.value((long) value);
            case FLOAT32 -> json.value((float) (double) value);
            case FLOAT64 -> json.value((double) value);
            case STRING -> json.value((String) value);
            case BYTES -> json.value(Base64.getEncoder().encodeToString((byte[]) value));
            default -> {
                json.open('[');
                elements(json, value);
                json.close(']');
            }
        }
    }

    private static void elements(JsonWriter json, Object array) {
        if (array instanceof boolean[] values) {
            for (boolean value : values) {
                json.value(value);
            }
        } else if (array instanceof int[] values) {
            for (int value : values) {
                json.value((long) value);
            }
        } else if (array instanceof long[] values) {
            for (long value : values) {
                json.value(value);
            }
        } else if (array instanceof float[] values) {
            for (float value : values) {
                json.value(value);
            }
        } else if (array instanceof double[] values) {
            for (double value : values) {
                json.value(value);
            }
        } else if (array instanceof String[] values) {
            for (String value : values) {
                json.value(value);
            }
        } else if (array instanceof byte[][] values) {
            for (byte[] value : values) {
                json.value(Base64.getEncoder().encodeToString(value));
            }
        } else {
            throw new IllegalArgumentException("no array of elements but " + array.getClass());
        }
    }

    private static void vector(JsonWriter json, LoggedVector vector) {
        json.open('{').name("type").value(vector.isFloat32() ? "float32" : "float64");
        json.name("width").value(vector.width());
        if (vector.isSparse()) {
            json.name("slots").open('[');
            for (int i = 0; i < vector.size(); i++) {
                json.value(vector.slot(i));
            }
            json.close(']');
        }
        json.name("values").open('[');
        elements(json, vector.isFloat32() ? vector.float32s() : vector.float64s());
        json.close(']').close('}');
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private static long micros(Duration duration) {
        return duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000;
    }

    /** The states whose value is written. */
    static boolean hasValue(ValueState state) {
        return state == ValueState.PRESENT || state == ValueState.STALE || state == ValueState.NAN;
    }
}
