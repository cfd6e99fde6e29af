package dev.plumbline.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands encoded requests to gRPC as they are. */
final class RequestMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] request) {
        return new RequestStream(request);
    }

    @Override
    public byte[] parse(InputStream stream) {
        throw new UnsupportedOperationException("requests are only written");
    }

    private static final class RequestStream extends ByteArrayInputStream implements Drainable, KnownLength {
        RequestStream(byte[] request) {
            super(request);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            return (int) transferTo(target);
        }
    }
}
