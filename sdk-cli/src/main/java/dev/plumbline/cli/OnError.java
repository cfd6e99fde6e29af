package dev.plumbline.cli;

/** What becomes of a row that the spec refuses. */
enum OnError {
    /** It ends the command. */
    FAIL,
    /** It is left out. */
    SKIP,
    /** Its vector is all NaN, so that the vectors stay in line with the rows. */
    NAN;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
