package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** A view as the server knows it: its hash, and the plumbline.v1.Schema as octets. Immutable and thread-safe. */
final class NativeSchema {
    private final long hash;
    private final int[] numbers;
    private final byte[] encoded;

    /**
     * Prepares a view.
     *
     * @throws IllegalArgumentException if the server's name of a feature has a line break
     */
    NativeSchema(ViewBinding binding) {
        FeatureView view = binding.view();
        this.numbers = new int[view.size()];
        for (int slot = 0; slot < numbers.length; slot++) {
            String name = binding.serverNames().get(slot);
            if (name.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("view '" + view.name() + "': the server's name of feature '"
                        + view.featureNames().get(slot) + "' has a line break: rename it there");
            }
            numbers[slot] = NativeTypes.number(view.type(slot));
        }
        this.hash = hash(binding);
        this.encoded = encode(binding);
    }

    /** Returns what the columns of a reply are ordered by: the view's own hash if the server's names are the view's. */
    long hash() {
        return hash;
    }

    /** Returns the types' numbers by slot, not a copy. */
    int[] numbers() {
        return numbers;
    }

    /** Returns the encoded schema, not a copy. */
    byte[] encoded() {
        return encoded;
    }

    private static long hash(ViewBinding binding) {
        FeatureView view = binding.view();
        List<String> names = binding.serverNames();
        StringBuilder text = new StringBuilder("plumbline-view-v1\n").append(view.name());
        view.joinKeys().forEach(key -> text.append('\n').append(key));
        for (int slot = 0; slot < view.size(); slot++) {
            text.append('\n').append(names.get(slot)).append(':').append(view.type(slot));
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] encode(ViewBinding binding) {
        FeatureView view = binding.view();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            for (String key : view.joinKeys()) {
                out.writeString(1, key);
            }
            for (int slot = 0; slot < numbers.length; slot++) {
                String name = binding.serverNames().get(slot);
                int length = view.type(slot).length();
                out.writeTag(2, WireReader.LENGTH);
                out.writeUInt32NoTag(CodedOutputStream.computeStringSize(1, name)
                        + CodedOutputStream.computeEnumSize(2, numbers[slot])
                        + (length == 0 ? 0 : CodedOutputStream.computeUInt32Size(3, length)));
                out.writeString(1, name);
                out.writeEnum(2, numbers[slot]);
                if (length != 0) {
                    out.writeUInt32(3, length);
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        return octets.toByteArray();
    }
}
