package dev.plumbline.feature;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entity's values, in the view's order, as they were at the time of the read.
 *
 * <p>A getter without a fallback throws when its cell is not {@link ValueState#PRESENT}; with a fallback it answers that
 * instead. Both throw {@link IllegalArgumentException} for a feature that the view does not have, and for a type that
 * the feature's does not widen to exactly; the message names the feature, the type asked for and the type held.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureRow {
    /** Stands for an event time that the store did not tell. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    /** Stands for a data version that the store did not tell. */
    public static final long UNKNOWN_VERSION = 0;

    private final Cells cells;
    private final long asOfMicros;
    private final Freshness freshness;
    private final ReadTier tier;

    FeatureRow(Cells cells, long asOfMicros, Freshness freshness, ReadTier tier) {
        this.cells = cells;
        this.asOfMicros = asOfMicros;
        this.freshness = freshness;
        this.tier = tier;
    }

    /**
     * Starts rows that a store answers. For transports and codecs.
     *
     * @param view the view
     * @param receivedMicros when the store answered, microseconds since 1970 UTC
     * @return a builder, good for one row after another
     */
    public static FeatureRowBuilder builder(FeatureView view, long receivedMicros) {
        return new FeatureRowBuilder(view, receivedMicros);
    }

    /**
     * Returns a row of the cells that another row of the view held, as the origin answered it. For caches.
     *
     * @param view the view
     * @param states the code of each slot's {@link #storedState}, which the row then owns
     * @param bits each slot's {@link #bits}, which the row then owns
     * @param objects each slot's {@link #object}, which the row then owns; null if there is none
     * @param eventTimeMicros when the values came to be, microseconds since 1970 UTC
     * @param dataVersion the store's version of the row
     * @param receivedMicros when the store answered, microseconds since 1970 UTC
     * @return the row, its status {@link RowStatus#NOT_FOUND} if every cell is
     * @throws IllegalArgumentException if an array is not as long as the view, or a code is none of a cell that may be
     *     stored: present, NaN, null or not found
     */
    public static FeatureRow ofCells(
            FeatureView view,
            byte[] states,
            long[] bits,
            @Nullable Object @Nullable [] objects,
            long eventTimeMicros,
            long dataVersion,
            long receivedMicros) {
        for (byte state : states) {
            if (!ValueState.isStorable(state)) {
                throw new IllegalArgumentException("view '" + view.name() + "': no cell is stored in state " + state);
            }
        }
        return ofAnswer(view, states, bits, objects, eventTimeMicros, dataVersion, receivedMicros);
    }

    /**
     * Returns a row of cells that a store answered all at once. For codecs that read columns; they see to it that each
     * value is one of its slot's type, as {@link FeatureRowBuilder} does.
     *
     * @param view the view
     * @param states the code of each slot's {@link #storedState}, which the row then owns
     * @param bits each slot's {@link #bits}, which the row then owns
     * @param objects each slot's {@link #object}, which the row then owns; null if there is none
     * @param eventTimeMicros when the values came to be, microseconds since 1970 UTC
     * @param dataVersion the store's version of the row
     * @param receivedMicros when the store answered, microseconds since 1970 UTC
     * @return the row, its status {@link RowStatus#NOT_FOUND} if every cell is
     * @throws IllegalArgumentException if an array is not as long as the view
     */
    public static FeatureRow ofAnswer(
            FeatureView view,
            byte[] states,
            long[] bits,
            @Nullable Object @Nullable [] objects,
            long eventTimeMicros,
            long dataVersion,
            long receivedMicros) {
        int size = view.size();
        if (states.length != size || bits.length != size || (objects != null && objects.length != size)) {
            throw new IllegalArgumentException("view '" + view.name() + "' has " + size + " features, the cells are "
                    + states.length + " states and " + bits.length + " numbers");
        }
        boolean found = false;
        for (byte state : states) {
            found |= state != ValueState.NOT_FOUND.code();
        }
        Cells cells = new Cells(
                view,
                found ? RowStatus.PRESENT : RowStatus.NOT_FOUND,
                states,
                bits,
                objects,
                eventTimeMicros,
                dataVersion,
                receivedMicros,
                null);
        return new FeatureRow(cells, receivedMicros, Freshness.FRESH, ReadTier.ORIGIN);
    }

    /**
     * Returns the row of an entity that the store does not know. For transports and codecs.
     *
     * @param view the view
     * @param receivedMicros when the store answered, microseconds since 1970 UTC
     * @return a row without a present cell
     */
    public static FeatureRow notFound(FeatureView view, long receivedMicros) {
        return new FeatureRow(
                absent(view, RowStatus.NOT_FOUND, ValueState.NOT_FOUND, receivedMicros, null),
                receivedMicros,
                Freshness.FRESH,
                ReadTier.ORIGIN);
    }

    /**
     * Returns the row of an entity that could not be read. For transports.
     *
     * @param view the view
     * @param cause what went wrong
     * @param atMicros when, microseconds since 1970 UTC
     * @return a row whose cells are all {@link ValueState#ERROR}
     */
    public static FeatureRow failed(FeatureView view, Throwable cause, long atMicros) {
        return new FeatureRow(
                absent(view, RowStatus.ERROR, ValueState.ERROR, atMicros, cause),
                atMicros,
                Freshness.FRESH,
                ReadTier.NONE);
    }

    private static Cells absent(
            FeatureView view, RowStatus status, ValueState state, long atMicros, @Nullable Throwable cause) {
        byte[] states = new byte[view.size()];
        java.util.Arrays.fill(states, state.code());
        return new Cells(
                view, status, states, new long[view.size()], null, UNKNOWN_TIME, UNKNOWN_VERSION, atMicros, cause);
    }

    /**
     * Returns the same values as another read answers them. For caches and pipelines.
     *
     * @param asOf the time of that read, microseconds since 1970 UTC
     * @param readFreshness whether the row is within the cache's bounds
     * @param readTier which tier answered
     * @return a row that shares this one's values
     */
    public FeatureRow asRead(long asOf, Freshness readFreshness, ReadTier readTier) {
        return new FeatureRow(cells, asOf, readFreshness, readTier);
    }

    /**
     * Returns the same values under the store's version of them. For transports that learn it after the values.
     *
     * @param version the version, larger is newer
     * @return a row that shares this one's values
     */
    public FeatureRow withDataVersion(long version) {
        Cells versioned = new Cells(
                cells.view,
                cells.status,
                cells.states,
                cells.bits,
                cells.objects,
                cells.eventTimeMicros,
                version,
                cells.receivedMicros,
                cells.cause);
        return new FeatureRow(versioned, asOfMicros, freshness, tier);
    }

    /**
     * Returns the view.
     *
     * @return the view that the row is of
     */
    public FeatureView view() {
        return cells.view;
    }

    /**
     * Returns what is known of the entity as a whole.
     *
     * @return the status
     */
    public RowStatus status() {
        return cells.status;
    }

    /**
     * Returns why the entity could not be read.
     *
     * @return the cause, present exactly for {@link RowStatus#ERROR}
     */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cells.cause);
    }

    /**
     * Returns whether the row is within the cache's bounds.
     *
     * @return the freshness
     */
    public Freshness freshness() {
        return freshness;
    }

    /**
     * Returns which tier answered.
     *
     * @return the tier
     */
    public ReadTier tier() {
        return tier;
    }

    /**
     * Returns when the values came to be, as the store tells it.
     *
     * @return the event time, empty if the store did not tell
     */
    public Optional<Instant> eventTime() {
        return hasEventTime() ? Optional.of(instant(cells.eventTimeMicros)) : Optional.empty();
    }

    /**
     * Tells whether {@link #age()} counts from the event time; otherwise it counts from {@link #receivedAt()}.
     *
     * @return whether the store told the event time
     */
    public boolean hasEventTime() {
        return cells.eventTimeMicros != UNKNOWN_TIME;
    }

    /**
     * Returns when the values were read from the feature service.
     *
     * @return the time of the origin's answer
     */
    public Instant receivedAt() {
        return instant(cells.receivedMicros);
    }

    /**
     * Returns the store's version of the row.
     *
     * @return the version, {@link #UNKNOWN_VERSION} if the store did not tell
     */
    public long dataVersion() {
        return cells.dataVersion;
    }

    /**
     * Returns how old the values were at the time of the read: since the event time, or since the origin's answer where
     * the event time is unknown.
     *
     * @return the age, zero or more
     */
    public Duration age() {
        return Duration.of(cells.ageMicros(asOfMicros), ChronoUnit.MICROS);
    }

    /**
     * Returns {@link #age()} in microseconds.
     *
     * @return zero or more
     */
    public long ageMicros() {
        return cells.ageMicros(asOfMicros);
    }

    /**
     * Returns the event time as a number. For codecs.
     *
     * @return microseconds since 1970 UTC, or {@link #UNKNOWN_TIME}
     */
    public long eventTimeMicros() {
        return cells.eventTimeMicros;
    }

    /**
     * Returns the time of the origin's answer as a number. For codecs.
     *
     * @return microseconds since 1970 UTC
     */
    public long receivedMicros() {
        return cells.receivedMicros;
    }

    /**
     * Returns a feature's state.
     *
     * @param feature the feature's name
     * @return the state at the time of the read
     * @throws IllegalArgumentException if the view has no such feature
     */
    public ValueState state(String feature) {
        return state(cells.view.slot(feature));
    }

    /**
     * Returns a feature's state.
     *
     * @param slot 0 to {@code view().size() - 1}
     * @return the state at the time of the read
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public ValueState state(int slot) {
        byte code = cells.states[slot];
        if (code == 0 && isPastMaxAge()) {
            return ValueState.STALE;
        }
        return ValueState.of(code);
    }

    /**
     * Returns a feature's state without regard to its age. For codecs and transforms.
     *
     * @param slot 0 to {@code view().size() - 1}
     * @return any state but {@link ValueState#STALE}
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public ValueState storedState(int slot) {
        return ValueState.of(cells.states[slot]);
    }

    /**
     * Tells whether the values are older than the view's maximum age.
     *
     * @return whether every present cell counts as stale
     */
    public boolean isPastMaxAge() {
        return cells.ageMicros(asOfMicros) > cells.view.maxAgeMicros();
    }

    /**
     * Returns how many cells are in a state, without regard to their age.
     *
     * @param state the state
     * @return 0 to {@code view().size()}; 0 for {@link ValueState#STALE}
     */
    public int count(ValueState state) {
        byte code = state.code();
        int count = 0;
        for (byte held : cells.states) {
            count += held == code ? 1 : 0;
        }
        return count;
    }

    /**
     * Returns a slot's raw 64 bits: 0 or 1 for bool, the number for integers and timestamps, the bits of a binary64 for
     * both float types. For codecs and transforms.
     *
     * @param slot 0 to {@code view().size() - 1}
     * @return the bits, 0 where the value is an object or absent
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public long bits(int slot) {
        return cells.bits[slot];
    }

    /**
     * Returns a slot's object, shared and not to be changed: a String, {@code byte[]}, or for lists and vectors
     * {@code boolean[]}, {@code int[]}, {@code long[]}, {@code float[]}, {@code double[]}, {@code String[]},
     * {@code byte[][]}. For codecs and transforms.
     *
     * @param slot 0 to {@code view().size() - 1}
     * @return the object, null where the value is a number or absent
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public @Nullable Object object(int slot) {
        @Nullable Object[] objects = cells.objects;
        return objects == null ? null : objects[slot];
    }

    /**
     * Returns about how much memory the values take. For caches.
     *
     * @return bytes, more than zero
     */
    public int estimatedBytes() {
        return cells.estimatedBytes();
    }

    /**
     * Returns a BOOL.
     *
     * @param feature the feature's name
     * @return the value
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public boolean bool(String feature) {
        return cells.bits[present(feature, FeatureType.BOOL)] != 0;
    }

    /**
     * Returns a BOOL.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public boolean bool(String feature, boolean fallback) {
        int slot = typed(feature, FeatureType.BOOL);
        return isPresent(slot) ? cells.bits[slot] != 0 : fallback;
    }

    /**
     * Returns an INT32.
     *
     * @param feature the feature's name
     * @return the value
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public int int32(String feature) {
        return (int) cells.bits[present(feature, FeatureType.INT32)];
    }

    /**
     * Returns an INT32.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public int int32(String feature, int fallback) {
        int slot = typed(feature, FeatureType.INT32);
        return isPresent(slot) ? (int) cells.bits[slot] : fallback;
    }

    /**
     * Returns an INT64 or INT32.
     *
     * @param feature the feature's name
     * @return the value
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public long int64(String feature) {
        return cells.bits[present(feature, FeatureType.INT64)];
    }

    /**
     * Returns an INT64 or INT32.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public long int64(String feature, long fallback) {
        int slot = typed(feature, FeatureType.INT64);
        return isPresent(slot) ? cells.bits[slot] : fallback;
    }

    /**
     * Returns a FLOAT32.
     *
     * @param feature the feature's name
     * @return the value, never NaN
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public float float32(String feature) {
        return (float) Double.longBitsToDouble(cells.bits[present(feature, FeatureType.FLOAT32)]);
    }

    /**
     * Returns a FLOAT32.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public float float32(String feature, float fallback) {
        int slot = typed(feature, FeatureType.FLOAT32);
        return isPresent(slot) ? (float) Double.longBitsToDouble(cells.bits[slot]) : fallback;
    }

    /**
     * Returns a FLOAT64, FLOAT32 or INT32.
     *
     * @param feature the feature's name
     * @return the value, never NaN
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public double float64(String feature) {
        return number(present(feature, FeatureType.FLOAT64));
    }

    /**
     * Returns a FLOAT64, FLOAT32 or INT32.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public double float64(String feature, double fallback) {
        int slot = typed(feature, FeatureType.FLOAT64);
        return isPresent(slot) ? number(slot) : fallback;
    }

    /**
     * Returns a STRING.
     *
     * @param feature the feature's name
     * @return the value
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public String string(String feature) {
        return (String) held(present(feature, FeatureType.STRING));
    }

    /**
     * Returns a STRING.
     *
     * @param feature the feature's name
     * @param fallback the answer if the cell is not present
     * @return the value or the fallback
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public String string(String feature, String fallback) {
        int slot = typed(feature, FeatureType.STRING);
        return isPresent(slot) ? (String) held(slot) : fallback;
    }

    /**
     * Returns BYTES.
     *
     * @param feature the feature's name
     * @return a copy of the value
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public byte[] bytes(String feature) {
        return ((byte[]) held(present(feature, FeatureType.BYTES))).clone();
    }

    /**
     * Returns a TIMESTAMP.
     *
     * @param feature the feature's name
     * @return the value, to the microsecond
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public Instant timestamp(String feature) {
        return instant(cells.bits[present(feature, FeatureType.TIMESTAMP)]);
    }

    /**
     * Returns the elements of a list or vector of FLOAT32.
     *
     * @param feature the feature's name
     * @return a copy, of the list's or vector's length
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public float[] float32s(String feature) {
        return ((float[]) elements(feature, FeatureType.FLOAT32)).clone();
    }

    /**
     * Returns the elements of a list or vector of FLOAT64.
     *
     * @param feature the feature's name
     * @return a copy, of the list's or vector's length
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public double[] float64s(String feature) {
        return ((double[]) elements(feature, FeatureType.FLOAT64)).clone();
    }

    /**
     * Returns the elements of a list of INT64.
     *
     * @param feature the feature's name
     * @return a copy, of the list's length
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public long[] int64s(String feature) {
        return ((long[]) elements(feature, FeatureType.INT64)).clone();
    }

    /**
     * Returns the elements of a list of STRING.
     *
     * @param feature the feature's name
     * @return a copy, of the list's length
     * @throws ValueNotPresentException if the cell is not present
     * @throws IllegalArgumentException if there is no such feature or it is of another type
     */
    public String[] strings(String feature) {
        return ((String[]) elements(feature, FeatureType.STRING)).clone();
    }

    /**
     * Returns the value of any type: Boolean, Integer, Long, Float, Double, String, {@code byte[]}, Instant, or an array
     * for lists and vectors. For printing and for tests; the typed getters do not box.
     *
     * @param feature the feature's name
     * @return the value, empty if the cell is not present
     * @throws IllegalArgumentException if there is no such feature
     */
    public Optional<Object> value(String feature) {
        int slot = cells.view.slot(feature);
        if (!isPresent(slot)) {
            return Optional.empty();
        }
        long bits = cells.bits[slot];
        return Optional.of(
                switch (cells.view.type(slot).kind()) {
                    case BOOL -> bits != 0;
                    case INT32 -> (int) bits;
                    case INT64 -> bits;
                    case FLOAT32 -> (float) Double.longBitsToDouble(bits);
                    case FLOAT64 -> Double.longBitsToDouble(bits);
                    case TIMESTAMP -> instant(bits);
                    case STRING -> held(slot);
                    case BYTES, LIST, VECTOR -> CellCoercion.copyOf(held(slot));
                });
    }

    private boolean isPresent(int slot) {
        return cells.states[slot] == 0 && !isPastMaxAge();
    }

    private int present(String feature, FeatureType asked) {
        int slot = typed(feature, asked);
        if (!isPresent(slot)) {
            throw new ValueNotPresentException(cells.view.name(), feature, state(slot));
        }
        return slot;
    }

    private int typed(String feature, FeatureType asked) {
        int slot = cells.view.slot(feature);
        FeatureType held = cells.view.type(slot);
        if (!held.widensTo(asked)) {
            throw wrongType(feature, asked.toString(), held);
        }
        return slot;
    }

    private Object elements(String feature, FeatureType asked) {
        int slot = cells.view.slot(feature);
        FeatureType held = cells.view.type(slot);
        if (held.isScalar() || !held.element().equals(asked)) {
            throw wrongType(feature, "a list or vector of " + asked, held);
        }
        return held(present(feature, held));
    }

    private IllegalArgumentException wrongType(String feature, String asked, FeatureType held) {
        return new IllegalArgumentException("feature '" + feature + "' of view '" + cells.view.name()
                + "' was asked as " + asked + " and is " + held + ": use the getter of that type");
    }

    private double number(int slot) {
        long bits = cells.bits[slot];
        return cells.view.type(slot).kind() == FeatureType.Kind.INT32 ? (double) bits : Double.longBitsToDouble(bits);
    }

    private Object held(int slot) {
        Object held = object(slot);
        if (held == null) {
            throw new IllegalStateException("slot " + slot + " of view '" + cells.view.name() + "' holds no object");
        }
        return held;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Returns view, status, freshness, tier and age; no key and no value, so that it may be logged. */
    @Override
    public String toString() {
        return cells.view.name() + " " + cells.status + " " + freshness + " from " + tier + ", age " + age();
    }
}
