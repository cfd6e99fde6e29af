package dev.plumbline.transform;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.feature.internal.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that one row of a model's input is made from: a state, 64 bits, and an object only where a value needs it,
 * for each input that the spec uses.
 *
 * <p>Made by {@link Vectorizer#newInputs()} and meant to be filled again and again; every input is {@link
 * ValueState#NOT_FOUND} until it is set. Inputs have the order of {@link TransformSpec#inputs()}. Setters take the
 * input's declared type and what widens to it exactly; they throw {@link IllegalArgumentException} otherwise. Not
 * thread-safe.
 */
public final class InputRow {
    private static final byte PRESENT = ValueState.PRESENT.code();
    private static final byte NAN = ValueState.NAN.code();
    private static final byte STALE = ValueState.STALE.code();
    private static final byte NOT_FOUND = ValueState.NOT_FOUND.code();
    private static final long UNKNOWN_AGE = -1;
    private static final long EXACT_IN_FLOAT64 = 1L << 53;

    final InputLayout layout;
    final byte[] states;
    final long[] bits;
    final @Nullable Object[] objects;
    final long[] ages;
    final Sink sink = new Sink();
    private final Cell[] cells;

    InputRow(InputLayout layout) {
        this.layout = layout;
        int size = layout.inputs.size();
        this.states = new byte[size];
        this.bits = new long[size];
        this.objects = new Object[size];
        this.ages = new long[size];
        this.cells = new Cell[layout.mostJoined];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new Cell();
        }
        clear();
    }

    /** Returns where steps are run: one cell for each input of the feature that has most. */
    Cell[] cells() {
        return cells;
    }

    /**
     * Returns an input's number.
     *
     * @param name the input's name in the spec
     * @return 0 or more
     * @throws IllegalArgumentException if the spec uses no such input; the message names the nearest
     */
    public int input(String name) {
        return layout.index(name);
    }

    /** Makes every input {@link ValueState#NOT_FOUND}. */
    public void clear() {
        Arrays.fill(states, NOT_FOUND);
        Arrays.fill(bits, 0);
        Arrays.fill(objects, null);
        Arrays.fill(ages, UNKNOWN_AGE);
    }

    /**
     * Copies a cell of a feature row, with its state, its value and its age. A present value that is older than the
     * view's maximum age or the input's ttl becomes {@link ValueState#STALE}; the value stays, for {@code stale: use}.
     *
     * @param input the input's number
     * @param row the row
     * @param slot the feature's slot in the row
     * @throws IllegalArgumentException if the feature's type does not widen to the input's
     */
    public void set(int input, FeatureRow row, int slot) {
        FeatureType held = row.view().type(slot);
        FeatureType declared = layout.types[input];
        byte state = row.storedState(slot).code();
        long value = row.bits(slot);
        if (!held.equals(declared)) {
            if (!held.widensTo(declared)) {
                throw wrongType(input, held.toString());
            }
            if (held.kind() == FeatureType.Kind.INT32 && declared.kind() == FeatureType.Kind.FLOAT64) {
                value = Double.doubleToRawLongBits((double) value);
            }
        }
        long age = row.ageMicros();
        if (state == PRESENT && (age > layout.ttlMicros[input] || row.isPastMaxAge())) {
            state = STALE;
        }
        states[input] = state;
        bits[input] = value;
        Object object = row.object(slot);
        objects[input] = object == null || held.equals(declared) ? object : ElementArrays.widened(object, declared);
        ages[input] = age;
    }

    /**
     * Sets an integer.
     *
     * @param input the input's number, of type i64; or i32 or f64 if the value fits exactly
     * @param value the value
     * @throws IllegalArgumentException if the input takes no such value
     */
    public void setInt64(int input, long value) {
        switch (layout.kinds[input]) {
            case INT64 -> put(input, PRESENT, value);
            case INT32 -> {
                if (value != (int) value) {
                    throw wrongType(input, "int64 beyond 32 bits");
                }
                put(input, PRESENT, value);
            }
            case FLOAT64 -> {
                if (value > EXACT_IN_FLOAT64 || value < -EXACT_IN_FLOAT64) {
                    throw wrongType(input, "int64 beyond 2^53");
                }
                put(input, PRESENT, Double.doubleToRawLongBits((double) value));
            }
            default -> throw wrongType(input, "int64");
        }
    }

    /**
     * Sets a number. A NaN makes the input {@link ValueState#NAN}.
     *
     * @param input the input's number, of type f64; or f32, to which the value is rounded once
     * @param value the value
     * @throws IllegalArgumentException if the input takes no such value, or rounding makes it infinite
     */
    public void setFloat64(int input, double value) {
        double held = value;
        switch (layout.kinds[input]) {
            case FLOAT64 -> {}
            case FLOAT32 -> {
                held = (float) value;
                if (Double.isInfinite(held) && !Double.isInfinite(value)) {
                    throw wrongType(input, "float64 beyond float32");
                }
            }
            default -> throw wrongType(input, "float64");
        }
        put(input, Double.isNaN(held) ? NAN : PRESENT, Double.doubleToRawLongBits(held));
    }

    /**
     * Sets a bool.
     *
     * @param input the input's number, of type bool
     * @param value the value
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setBool(int input, boolean value) {
        require(input, FeatureType.Kind.BOOL, "bool");
        put(input, PRESENT, value ? 1 : 0);
    }

    /**
     * Sets a text.
     *
     * @param input the input's number, of type string
     * @param value the value
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setString(int input, String value) {
        require(input, FeatureType.Kind.STRING, "string");
        put(input, PRESENT, 0);
        objects[input] = value;
    }

    /**
     * Sets a time.
     *
     * @param input the input's number, of type timestamp
     * @param micros microseconds since 1970-01-01T00:00:00Z
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setTimestamp(int input, long micros) {
        require(input, FeatureType.Kind.TIMESTAMP, "timestamp");
        put(input, PRESENT, micros);
    }

    /**
     * Sets a time.
     *
     * @param input the input's number, of type timestamp
     * @param time the time; what is below a microsecond is dropped
     * @throws IllegalArgumentException if the input is of another type, or the time is not within 292,000 years of 1970
     */
    public void setInstant(int input, Instant time) {
        require(input, FeatureType.Kind.TIMESTAMP, "timestamp");
        try {
            put(input, PRESENT, micros(time));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "input '" + layout.name(input) + "' is " + time + ", beyond 64 bits of microseconds", e);
        }
    }

    /**
     * Returns microseconds since 1970.
     *
     * @throws ArithmeticException if they do not fit
     */
    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    private static long micros(Duration duration) {
        long seconds = duration.getSeconds();
        return seconds >= Long.MAX_VALUE / 1_000_000
                ? Long.MAX_VALUE
                : seconds * 1_000_000 + duration.getNano() / 1_000;
    }

    /**
     * Sets octets.
     *
     * @param input the input's number, of type bytes
     * @param value the octets, which are not copied and must not change before the row is used
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setBytes(int input, byte[] value) {
        require(input, FeatureType.Kind.BYTES, "bytes");
        put(input, PRESENT, 0);
        objects[input] = value;
    }

    /**
     * Sets a list of integers.
     *
     * @param input the input's number, of type {@code list<i64>}
     * @param values the elements, which are not copied and must not change before the row is used
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setInt64s(int input, long[] values) {
        putList(input, "int64s", values, FeatureType.Kind.INT64);
    }

    /**
     * Sets a list or vector of numbers.
     *
     * @param input the input's number, of type {@code list<f64>} or {@code vector<f64,N>}
     * @param values the elements, N of them for a vector; they are not copied and must not change before the row is used
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setFloat64s(int input, double[] values) {
        putList(input, "float64s", values, FeatureType.Kind.FLOAT64);
    }

    /**
     * Sets a list or vector of numbers of single precision.
     *
     * @param input the input's number, of type {@code list<f32>} or {@code vector<f32,N>}
     * @param values the elements, N of them for a vector; they are not copied and must not change before the row is used
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setFloat32s(int input, float[] values) {
        putList(input, "float32s", values, FeatureType.Kind.FLOAT32);
    }

    /**
     * Sets a list of texts.
     *
     * @param input the input's number, of type {@code list<string>}
     * @param values the elements, none of them null; they are not copied and must not change before the row is used
     * @throws IllegalArgumentException if the input is of another type, or an element is null
     */
    public void setStrings(int input, String[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw new IllegalArgumentException("input '" + layout.name(input) + "' has null as element " + i
                        + ": leave such elements out, or make the whole input null");
            }
        }
        putList(input, "strings", values, FeatureType.Kind.STRING);
    }

    /**
     * Sets a list or vector in the form in which a feature row holds one of the input's type.
     *
     * @param input the input's number, of a list or vector type
     * @param values {@code boolean[]} for elements of type bool, {@code int[]} for i32, {@code long[]} for i64 and
     *     timestamp, {@code float[]}, {@code double[]}, {@code String[]}, {@code byte[][]}; not copied
     * @throws IllegalArgumentException if the input is of another type
     */
    public void setElements(int input, Object values) {
        FeatureType type = layout.types[input];
        if (type.isScalar() || !ElementArrays.holds(type.element().kind(), values)) {
            throw wrongType(input, values.getClass().getSimpleName());
        }
        put(input, PRESENT, 0);
        objects[input] = values;
    }

    private void putList(int input, String given, Object values, FeatureType.Kind element) {
        FeatureType type = layout.types[input];
        if (type.isScalar() || type.element().kind() != element) {
            throw wrongType(input, given);
        }
        put(input, PRESENT, 0);
        objects[input] = values;
    }

    /**
     * Makes an input {@link ValueState#NULL}.
     *
     * @param input the input's number
     */
    public void setNull(int input) {
        setState(input, ValueState.NULL);
    }

    /**
     * Sets a state without a value; {@link ValueState#STALE} keeps the value that was set before.
     *
     * @param input the input's number
     * @param state any state but PRESENT
     * @throws IllegalArgumentException if the state is PRESENT, STALE without a value, or NAN for an input that is no
     *     float
     */
    public void setState(int input, ValueState state) {
        boolean held = states[input] == PRESENT || states[input] == STALE;
        if (state == ValueState.PRESENT || (state == ValueState.STALE && !held)) {
            throw new IllegalArgumentException("input '" + layout.name(input) + "' has no value to be "
                    + state.name().toLowerCase(java.util.Locale.ROOT) + ": set the value first");
        }
        if (state == ValueState.NAN
                && layout.kinds[input] != FeatureType.Kind.FLOAT64
                && layout.kinds[input] != FeatureType.Kind.FLOAT32) {
            throw wrongType(input, "nan");
        }
        if (state == ValueState.STALE) {
            states[input] = STALE;
        } else {
            put(input, state.code(), 0);
        }
    }

    /**
     * Sets how old an input's value is; it does not change the state.
     *
     * @param input the input's number
     * @param micros microseconds, negative if unknown
     */
    public void setAgeMicros(int input, long micros) {
        ages[input] = Math.max(UNKNOWN_AGE, micros);
    }

    /**
     * Returns an input's state.
     *
     * @param input the input's number
     * @return the state, before any policy
     */
    public ValueState state(int input) {
        return ValueState.of(states[input]);
    }

    /**
     * Returns an input's value. For logs of what was served.
     *
     * @param input the input's number
     * @return a Boolean, Long (i32, i64, and timestamp in microseconds), Double (f32 and f64), String, {@code byte[]}, or
     *     an array as {@link #setElements} takes it; shared, not to be changed. Null unless the state is PRESENT, STALE or
     *     NAN
     */
    public @Nullable Object value(int input) {
        byte state = states[input];
        return state == PRESENT || state == STALE || state == NAN ? InputValues.value(this, input) : null;
    }

    /**
     * Returns how old an input's value is.
     *
     * @param input the input's number
     * @return microseconds, negative if unknown
     */
    public long ageMicros(int input) {
        return ages[input];
    }

    /**
     * Sets an input's state and value, as {@link #state} and {@link #value} told them. For replays.
     *
     * @param input the input's number
     * @param state the state
     * @param value the value, null if the state has none
     * @throws IllegalArgumentException if the value is missing or of another type than the input
     */
    public void set(int input, ValueState state, @Nullable Object value) {
        boolean held = state == ValueState.PRESENT || state == ValueState.STALE || state == ValueState.NAN;
        if (!held) {
            setState(input, state);
            return;
        }
        InputValues.put(this, input, value);
        if (states[input] != state.code()) {
            setState(input, state);
        }
    }

    private void put(int input, byte state, long value) {
        states[input] = state;
        bits[input] = value;
        objects[input] = null;
        ages[input] = UNKNOWN_AGE;
    }

    private void require(int input, FeatureType.Kind kind, String given) {
        if (layout.kinds[input] != kind) {
            throw wrongType(input, given);
        }
    }

    private IllegalArgumentException wrongType(int input, String given) {
        return new IllegalArgumentException("input '" + layout.name(input) + "' is "
                + TypeNames.spell(layout.types[input]) + " and takes no " + given + ": pass its own type");
    }

    /** The used inputs of a spec, in order. Immutable. */
    static final class InputLayout {
        final List<SpecInput> inputs;
        final FeatureType[] types;
        final FeatureType.Kind[] kinds;
        final long[] ttlMicros;
        final int mostJoined;
        private final Map<String, Integer> indexes;

        InputLayout(List<SpecInput> inputs, int mostJoined) {
            this.inputs = inputs;
            this.mostJoined = mostJoined;
            this.types = inputs.stream().map(SpecInput::type).toArray(FeatureType[]::new);
            this.kinds = inputs.stream().map(input -> input.type().kind()).toArray(FeatureType.Kind[]::new);
            this.ttlMicros = inputs.stream()
                    .mapToLong(input -> input.ttl().map(InputRow::micros).orElse(Long.MAX_VALUE))
                    .toArray();
            this.indexes = new java.util.HashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                indexes.put(inputs.get(i).name(), i);
            }
        }

        int index(String name) {
            Integer index = indexes.get(name);
            if (index == null) {
                throw new IllegalArgumentException(
                        "the spec uses no input '" + name + "'" + Names.hint(name, indexes.keySet()));
            }
            return index;
        }

        String name(int index) {
            return inputs.get(index).name();
        }
    }
}
