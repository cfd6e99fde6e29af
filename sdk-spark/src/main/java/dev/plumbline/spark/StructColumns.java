package dev.plumbline.spark;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a struct, each bound to the input of its name: names and types are checked once, not for each row.
 * Immutable and thread-safe.
 */
final class StructColumns implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The input of each column; by name, as texts of one fingerprint may list their inputs in another order. */
    private final String[] inputs;

    /** How each column is read. */
    private final CellReader[] readers;

    private StructColumns(String[] inputs, CellReader[] readers) {
        this.inputs = inputs;
        this.readers = readers;
    }

    /**
     * Binds a struct that has a column for each input, and no other.
     *
     * @throws SpecException if an input has no column, or one of a type that does not widen to its own exactly (PLB-501)
     * @throws IllegalArgumentException if a column is no input, or two are the same one (PLB-502)
     */
    static StructColumns bind(TransformSpec spec, StructType struct, boolean caseSensitive) {
        StructField[] fields = struct.fields();
        String[] inputs = new String[fields.length];
        CellReader[] readers = new CellReader[fields.length];
        for (SpecInput input : spec.inputs()) {
            int column = find(spec, input, "struct", fields, caseSensitive);
            inputs[column] = input.name();
            readers[column] = reader(spec, input, fields[column]);
        }
        for (int i = 0; i < fields.length; i++) {
            if (inputs[i] == null) {
                throw misused(
                        spec,
                        "struct",
                        "has the column '" + fields[i].name() + "', which the spec does not read; pass " + call(spec));
            }
        }
        return new StructColumns(inputs, readers);
    }

    /** How the one argument of a spec's function is written. */
    static String call(TransformSpec spec) {
        return spec.inputs().stream().map(SpecInput::name).collect(Collectors.joining(", ", "struct(", ")"));
    }

    /** Returns which field is an input's. */
    static int find(TransformSpec spec, SpecInput input, String place, StructField[] fields, boolean caseSensitive) {
        int found = -1;
        for (int i = 0; i < fields.length; i++) {
            if (!isNamed(fields[i], input, caseSensitive)) {
                continue;
            }
            if (found >= 0) {
                throw misused(
                        spec,
                        place,
                        "has input '" + input.name() + "' twice, as '" + fields[found].name() + "' and '"
                                + fields[i].name() + "'; leave one out");
            }
            found = i;
        }
        if (found < 0) {
            throw SpecException.unbound(spec, input, absent(input, fields));
        }
        return found;
    }

    private static boolean isNamed(StructField field, SpecInput input, boolean caseSensitive) {
        return caseSensitive ? field.name().equals(input.name()) : field.name().equalsIgnoreCase(input.name());
    }

    private static String absent(SpecInput input, StructField[] fields) {
        for (StructField field : fields) {
            if (field.name().equalsIgnoreCase(input.name())) {
                return "has no column, as spark.sql.caseSensitive is on; rename '" + field.name() + "' to '"
                        + input.name() + "'";
            }
        }
        return "has no column; columns: "
                + List.of(fields).stream().map(StructField::name).collect(Collectors.joining(", "));
    }

    private static CellReader reader(TransformSpec spec, SpecInput input, StructField field) {
        CellReader reader = CellReader.of(field.dataType(), input.type());
        if (reader == null) {
            String wanted = CellReader.columnType(input.type());
            boolean castable = input.type().isScalar() != (field.dataType() instanceof ArrayType);
            throw SpecException.unbound(
                    spec,
                    input,
                    "is " + input.type() + " and column '" + field.name() + "' is "
                            + field.dataType().simpleString() + ", which does not widen to it exactly; pass "
                            + (castable ? "cast(" + field.name() + " as " + wanted + ")" : "one of type " + wanted)
                            + " as " + input.name());
        }
        return reader;
    }

    private static IllegalArgumentException misused(TransformSpec spec, String place, String what) {
        return new IllegalArgumentException("PLB-502 " + spec.name() + ": the " + place + " " + what);
    }

    int size() {
        return inputs.length;
    }

    /** Returns the number of each column's input in a row of inputs. */
    int[] numbers(InputRow row) {
        int[] numbers = new int[inputs.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = row.input(inputs[i]);
        }
        return numbers;
    }

    /** Fills all inputs from a struct. */
    void read(InternalRow struct, InputRow row, int[] numbers) {
        for (int i = 0; i < readers.length; i++) {
            if (struct.isNullAt(i)) {
                row.setNull(numbers[i]);
            } else {
                readers[i].read(struct, i, row, numbers[i]);
            }
        }
    }
}
