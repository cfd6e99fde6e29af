package dev.plumbline.http.internal;

import java.io.IOException;
import java.io.Serial;

/** A reply that is JSON and not what the contract says. It says where, and names of features, never a value. */
final class MalformedReplyException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String what) {
        super(what);
    }
}
