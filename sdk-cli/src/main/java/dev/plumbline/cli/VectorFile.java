package dev.plumbline.cli;

import java.io.IOException;

/** A format of vectors. */
interface VectorFile {
    /** Adds the vector that the row has now. */
    void add(RowVector vector) throws IOException;

    /** Writes what is still to be written. */
    void finish() throws IOException;
}
