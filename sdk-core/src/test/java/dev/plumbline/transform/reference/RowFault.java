package dev.plumbline.transform.reference;

import java.io.Serial;

/** A row that has no output. */
final class RowFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Such as {@code PLB-301}. */
    private final String code;

    RowFault(int code) {
        super("PLB-" + code);
        this.code = "PLB-" + code;
    }

    String code() {
        return code;
    }
}
