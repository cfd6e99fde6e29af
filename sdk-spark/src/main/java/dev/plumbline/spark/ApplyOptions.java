package dev.plumbline.spark;

import dev.plumbline.transform.model.TrainingTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * How {@link PlumblineSpark#apply} reads and writes columns.
 *
 * <p>Defaults: each input is the column of its name, the output is called as the spec says, a bad row fails the task, no
 * fingerprint column. Immutable and thread-safe.
 */
public final class ApplyOptions {
    private static final ApplyOptions DEFAULTS = builder().build();

    private final Optional<String> output;
    private final Map<String, Column> inputs;
    private final BadRows badRows;
    private final boolean fingerprintColumn;

    private ApplyOptions(Builder builder) {
        this.output = builder.output;
        this.inputs = Map.copyOf(builder.inputs);
        this.badRows = builder.badRows;
        this.fingerprintColumn = builder.fingerprintColumn;
    }

    /**
     * Returns the defaults.
     *
     * @return the options named in the class description
     */
    public static ApplyOptions ofDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns a builder that holds the defaults.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what the new column is called.
     *
     * @return the name; empty for the spec's own
     */
    public Optional<String> output() {
        return output;
    }

    /**
     * Returns where inputs come from that are not the column of their name.
     *
     * @return from input to column
     */
    public Map<String, Column> inputs() {
        return inputs;
    }

    /**
     * Returns what becomes of a row that the spec refuses.
     *
     * @return {@link BadRows#FAIL} unless set
     */
    public BadRows badRows() {
        return badRows;
    }

    /**
     * Tells whether the column {@value TrainingTable#COLUMN} is added.
     *
     * @return false unless set
     */
    public boolean fingerprintColumn() {
        return fingerprintColumn;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Column> inputs = new LinkedHashMap<>();
        private Optional<String> output = Optional.empty();
        private BadRows badRows = BadRows.FAIL;
        private boolean fingerprintColumn;

        private Builder() {}

        /**
         * Sets what the new column is called.
         *
         * @param name a name that the dataset does not have
         * @return this builder
         */
        public Builder output(String name) {
            output = Optional.of(name);
            return this;
        }

        /**
         * Sets where an input comes from.
         *
         * @param input the input's name in the spec
         * @param column a column, or any expression over columns, such as {@code col("u.age").cast("double")}
         * @return this builder
         */
        public Builder input(String input, Column column) {
            inputs.put(input, column);
            return this;
        }

        /**
         * Sets what becomes of a row that the spec refuses.
         *
         * @param treatment {@link BadRows#FAIL} by default
         * @return this builder
         */
        public Builder badRows(BadRows treatment) {
            badRows = treatment;
            return this;
        }

        /**
         * Adds the column {@value TrainingTable#COLUMN}, a constant of each row, which survives what loses a
         * column's metadata: unions, joins, formats without metadata.
         *
         * @return this builder
         */
        public Builder fingerprintColumn() {
            fingerprintColumn = true;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public ApplyOptions build() {
            return new ApplyOptions(this);
        }
    }
}
