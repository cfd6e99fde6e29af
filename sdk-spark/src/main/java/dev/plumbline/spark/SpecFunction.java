package dev.plumbline.spark;

import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import java.io.Serial;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A spec as a function of one struct, before the struct is known. Immutable and thread-safe. */
final class SpecFunction implements UnboundFunction {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The spec. */
    private final CarriedSpec spec;

    /** What the bound function makes of a bad row. */
    private final BadRows badRows;

    SpecFunction(CarriedSpec spec, BadRows badRows) {
        this.spec = spec;
        this.badRows = badRows;
    }

    /**
     * Binds to the argument's type.
     *
     * @throws UnsupportedOperationException if the arguments do not fit; Spark makes its AnalysisException of it
     */
    @Override
    public BoundFunction bind(StructType arguments) {
        StructField[] fields = arguments.fields();
        if (fields.length != 1 || !(fields[0].dataType() instanceof StructType struct)) {
            throw new UnsupportedOperationException(
                    "PLB-502 " + name() + ": takes one struct; pass " + StructColumns.call(spec.spec()));
        }
        try {
            StructColumns columns =
                    StructColumns.bind(spec.spec(), struct, SQLConf.get().caseSensitiveAnalysis());
            return new VectorFunction(spec, columns, struct, badRows);
        } catch (SpecException | IllegalArgumentException e) {
            throw new UnsupportedOperationException(e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return spec.spec().name();
    }

    @Override
    public String description() {
        TransformSpec held = spec.spec();
        return held + ": " + StructColumns.call(held) + " to "
                + held.vectorizer().width() + " slots";
    }
}
