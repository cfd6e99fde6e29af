package dev.plumbline.spark;

import dev.plumbline.transform.TransformException;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A spec, bound to the columns of one struct: from a row's inputs to its vector. Spark makes it of a call and runs it;
 * it is public because Spark's generated code calls it.
 *
 * <p>Serializable: the spec's text travels, and each JVM compiles it once. Equal if spec, struct and treatment of bad
 * rows are. Immutable and thread-safe.
 */
public final class VectorFunction implements ScalarFunction<Object> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The spec. */
    private final CarriedSpec spec;

    /** Where its inputs are. */
    private final StructColumns columns;

    /** The argument's type. */
    private final StructType struct;

    /** What becomes of a row that the spec refuses. */
    private final BadRows badRows;

    /** Taken while a row is made. Tasks have a function each, but threads of one task, and the driver's, may share it. */
    private final Spare workspace = new Spare();

    VectorFunction(CarriedSpec spec, StructColumns columns, StructType struct, BadRows badRows) {
        this.spec = spec;
        this.columns = columns;
        this.struct = struct;
        this.badRows = badRows;
    }

    /**
     * Makes a row's vector. Called by Spark's generated code.
     *
     * @param row the struct; null, as after an outer join, is a row without any input
     * @return the vector, or null for a bad row under {@link BadRows#NULL}
     * @throws TransformException if the spec refuses the row, under {@link BadRows#FAIL}
     */
    public @Nullable Object invoke(@Nullable InternalRow row) {
        Workspace held = workspace.getAndSet(null);
        Workspace own = held == null ? new Workspace(spec.spec(), columns) : held;
        Object vector;
        try {
            vector = own.vector(columns, row);
        } catch (TransformException e) {
            if (badRows == BadRows.FAIL) {
                throw e;
            }
            vector = null;
        }
        workspace.lazySet(own);
        return vector;
    }

    @Override
    public @Nullable Object produceResult(InternalRow input) {
        return invoke(input.isNullAt(0) ? null : input.getStruct(0, columns.size()));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {struct};
    }

    @Override
    public DataType resultType() {
        return Workspace.resultType(spec.spec());
    }

    @Override
    public boolean isResultNullable() {
        return badRows == BadRows.NULL;
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public String name() {
        return spec.spec().name();
    }

    @Override
    public String canonicalName() {
        return "plumbline." + (badRows == BadRows.FAIL ? "" : "try.") + name() + "@"
                + spec.spec().fingerprint();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VectorFunction that
                && spec.equals(that.spec)
                && struct.equals(that.struct)
                && badRows == that.badRows;
    }

    @Override
    public int hashCode() {
        return spec.hashCode() * 31 + struct.hashCode();
    }

    /** Returns the spec's name and the start of its fingerprint, as plans show it. */
    @Override
    public String toString() {
        return spec.label();
    }

    /** The workspace that no thread uses; it stays where it is when the function travels. Thread-safe. */
    private static final class Spare extends AtomicReference<@Nullable Workspace> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private Object writeReplace() {
            return new Spare();
        }
    }
}
