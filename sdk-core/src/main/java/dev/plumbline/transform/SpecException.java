package dev.plumbline.transform;

import java.io.Serial;

/** To be. */
public final class SpecException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    SpecException(String message) {
        super(message);
    }
}
