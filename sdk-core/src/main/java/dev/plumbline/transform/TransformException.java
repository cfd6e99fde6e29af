package dev.plumbline.transform;

import java.io.Serial;

/** To be. */
public final class TransformException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    TransformException(String message) {
        super(message);
    }
}
