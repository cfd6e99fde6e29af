package dev.plumbline.transform;

import dev.plumbline.transform.internal.TextTally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The form in which a fit travels: what it starts from, the values so far, and its state. */
final class FitBytes {
    private static final int FORM = 1;

    /** Reads what is wanted of a fit's bytes. */
    private interface Reader<T> {
        T read(FitSource source, String known, DataInputStream rest) throws IOException;
    }

    private FitBytes() {}

    static byte[] write(FitSource source, FitState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            TextTally.writeText(out, source.text());
            TextTally.writeText(out, source.file());
            out.writeInt(source.minRows());
            out.writeInt(source.maxDistinct());
            Map<String, SpecNode> known = new TreeMap<>();
            state.known().forEach((key, values) -> known.put(key, SpecNode.map(0, new TreeMap<>(values))));
            TextTally.writeText(out, NodeWriter.flow(SpecNode.map(0, known), true));
            state.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    static FitSource source(byte[] bytes) {
        return read(bytes, (source, known, rest) -> source);
    }

    static Map<String, Map<String, SpecNode>> known(byte[] bytes) {
        return read(bytes, (source, text, rest) -> {
            Map<String, Map<String, SpecNode>> known = new LinkedHashMap<>();
            SpecNode root = SpecReader.read(text, source.file());
            if (root.fields != null) {
                root.fields.forEach((key, values) -> known.put(key, values.fields == null ? Map.of() : values.fields));
            }
            return known;
        });
    }

    static FitState state(byte[] bytes, OpenSpec open, Map<String, Map<String, SpecNode>> known) {
        return read(bytes, (source, text, rest) -> FitState.read(open, known, rest, source.maxDistinct()));
    }

    /** Returns what tells one pass of one fit from all others. */
    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static <T> T read(byte[] bytes, Reader<T> reader) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORM) {
                throw new IOException("an unknown form");
            }
            FitSource source =
                    new FitSource(TextTally.readText(in), TextTally.readText(in), in.readInt(), in.readInt());
            return reader.read(source, TextTally.readText(in), in);
        } catch (IOException e) {
            throw new IllegalArgumentException("the bytes are no fit: " + e.getMessage(), e);
        }
    }
}
