package dev.plumbline.feature;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The type of a feature: a scalar, a list of scalars, or a vector of a fixed length.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureType {
    /** The families of types. New ones may come. */
    public enum Kind {
        /** True or false. */
        BOOL,
        /** Signed, 32 bits. */
        INT32,
        /** Signed, 64 bits. */
        INT64,
        /** IEEE 754 binary32. */
        FLOAT32,
        /** IEEE 754 binary64. */
        FLOAT64,
        /** Unicode text. */
        STRING,
        /** Octets. */
        BYTES,
        /** Microseconds since 1970-01-01T00:00:00Z, signed, 64 bits. */
        TIMESTAMP,
        /** Any number of scalars of one type. */
        LIST,
        /** A fixed number of floats. */
        VECTOR
    }

    /** True or false. */
    public static final FeatureType BOOL = new FeatureType(Kind.BOOL, null, 0);

    /** Signed, 32 bits. */
    public static final FeatureType INT32 = new FeatureType(Kind.INT32, null, 0);

    /** Signed, 64 bits. */
    public static final FeatureType INT64 = new FeatureType(Kind.INT64, null, 0);

    /** IEEE 754 binary32. */
    public static final FeatureType FLOAT32 = new FeatureType(Kind.FLOAT32, null, 0);

    /** IEEE 754 binary64. */
    public static final FeatureType FLOAT64 = new FeatureType(Kind.FLOAT64, null, 0);

    /** Unicode text. */
    public static final FeatureType STRING = new FeatureType(Kind.STRING, null, 0);

    /** Octets. */
    public static final FeatureType BYTES = new FeatureType(Kind.BYTES, null, 0);

    /** Microseconds since 1970-01-01T00:00:00Z, signed, 64 bits. */
    public static final FeatureType TIMESTAMP = new FeatureType(Kind.TIMESTAMP, null, 0);

    private final Kind kind;
    private final @Nullable FeatureType element;
    private final int length;

    private FeatureType(Kind kind, @Nullable FeatureType element, int length) {
        this.kind = kind;
        this.element = element;
        this.length = length;
    }

    /**
     * Returns the type of a list of scalars, of any length.
     *
     * @param element the type of the elements, a scalar
     * @return the list's type
     * @throws IllegalArgumentException if the element is itself a list or a vector
     */
    public static FeatureType listOf(FeatureType element) {
        if (!element.isScalar()) {
            throw new IllegalArgumentException("a list holds scalars, not " + element + ": lists do not nest");
        }
        return new FeatureType(Kind.LIST, element, 0);
    }

    /**
     * Returns the type of a vector of floats.
     *
     * @param element {@link #FLOAT32} or {@link #FLOAT64}
     * @param length the number of elements, 1 to 65,536
     * @return the vector's type
     * @throws IllegalArgumentException if the element is no float or the length is out of range
     */
    public static FeatureType vectorOf(FeatureType element, int length) {
        if (element.kind != Kind.FLOAT32 && element.kind != Kind.FLOAT64) {
            throw new IllegalArgumentException("a vector holds float32 or float64, not " + element);
        }
        if (length < 1 || length > 65_536) {
            throw new IllegalArgumentException("a vector's length is 1 to 65536, not " + length);
        }
        return new FeatureType(Kind.VECTOR, element, length);
    }

    /**
     * Returns the family of this type.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the type of the elements of a list or vector.
     *
     * @return the scalar type
     * @throws IllegalStateException if this type is a scalar
     */
    public FeatureType element() {
        if (element == null) {
            throw new IllegalStateException(this + " is a scalar and has no elements");
        }
        return element;
    }

    /**
     * Returns the number of elements of a vector.
     *
     * @return the length, 0 for all other kinds
     */
    public int length() {
        return length;
    }

    /**
     * Tells whether this is neither list nor vector.
     *
     * @return whether it is a scalar
     */
    public boolean isScalar() {
        return element == null;
    }

    /**
     * Tells whether each value of this type is exactly a value of the other.
     *
     * <p>A type widens to itself; INT32 to INT64 and FLOAT64; FLOAT32 to FLOAT64; lists and vectors of equal length by
     * their elements.
     *
     * @param other the wider type
     * @return whether the step loses nothing
     */
    public boolean widensTo(FeatureType other) {
        if (equals(other)) {
            return true;
        }
        if (element != null) {
            return kind == other.kind
                    && length == other.length
                    && other.element != null
                    && element.widensTo(other.element);
        }
        return switch (kind) {
            case INT32 -> other.kind == Kind.INT64 || other.kind == Kind.FLOAT64;
            case FLOAT32 -> other.kind == Kind.FLOAT64;
            default -> false;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof FeatureType that
                        && kind == that.kind
                        && length == that.length
                        && Objects.equals(element, that.element));
    }

    @Override
    public int hashCode() {
        return (kind.name().hashCode() * 31 + (element == null ? 0 : element.hashCode())) * 31 + length;
    }

    /** Returns the type as it is written in a spec or a message, such as {@code int64} or {@code vector<float32,4>}. */
    @Override
    public String toString() {
        if (element == null) {
            return kind.name().toLowerCase(Locale.ROOT);
        }
        return kind == Kind.LIST ? "list<" + element + ">" : "vector<" + element + "," + length + ">";
    }
}
