package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import java.io.IOException;

/** A format of vectors. */
interface VectorFile extends AutoCloseable {
    /**
     * Adds the vector of a row.
     *
     * @throws dev.plumbline.transform.TransformException if the spec refuses the row; nothing is added then
     */
    void add(InputRow row) throws IOException;

    /** Adds a vector of NaN. */
    void addNaN() throws IOException;

    /** Writes what is still to be written. */
    void finish() throws IOException;

    /** Drops what is only needed while rows are added. */
    @Override
    void close();
}
