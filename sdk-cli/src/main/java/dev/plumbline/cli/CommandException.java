package dev.plumbline.cli;

import java.io.Serial;

/** A file or an argument is at fault: {@code PLB-nnn <place>: <culprit>; <remedy>}. */
final class CommandException extends RuntimeException {
    static final String UNREADABLE = "PLB-601";
    static final String COLUMNS = "PLB-602";
    static final String VALUE = "PLB-603";
    static final String UNKNOWN_NAME = "PLB-604";
    static final String UNWRITABLE = "PLB-605";

    @Serial
    private static final long serialVersionUID = 1L;

    CommandException(String code, String place, String what) {
        super(code + " " + place + ": " + what);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }

    CommandException(String code, String place, String what, Throwable cause) {
        super(code + " " + place + ": " + what, cause);
    }
}
