package dev.plumbline.grpc.internal;

import java.io.IOException;
import java.io.Serial;

/** A reply that is not what protobuf says a message is. It says where, never what. */
final class MalformedReplyException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedReplyException(String what, int position) {
        super(what + " at octet " + position);
    }

    MalformedReplyException(String what) {
        super(what);
    }
}
