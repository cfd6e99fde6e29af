package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The flights of the examples, and their vectors as a service would make them. */
final class Flights {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path SPEC = ROOT.resolve("examples/data/flight_row.yaml");
    static final Path DATA = ROOT.resolve("examples/data/flights-20k.csv.gz");
    static final int COUNT = 20_000;

    private Flights() {}

    /** The same spec with a sparse layout, in a file. */
    static Path sparse(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("sparse.yaml"),
                Files.readString(SPEC).replace("semantics: 1\n", "semantics: 1\noutput: {layout: sparse}\n"));
    }

    static List<String> lines() throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(DATA)), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    /** The vectors as NumPy holds them. */
    static byte[] bits() throws IOException {
        float[] vectors = vectors();
        ByteBuffer bytes = ByteBuffer.allocate(vectors.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vectors);
        return bytes.array();
    }

    /** The vectors, one after the other. */
    static float[] vectors() throws IOException {
        TransformSpec spec = TransformSpec.load(SPEC);
        InputRow row = spec.vectorizer().newInputs();
        int width = spec.vectorizer().width();
        float[] vectors = new float[COUNT * width];
        List<String> lines = lines();
        for (int i = 0; i < COUNT; i++) {
            String[] cells = lines.get(i + 1).split(",", -1);
            row.setTimestamp(
                    row.input("departure"), LocalDateTime.parse(cells[0]).toEpochSecond(ZoneOffset.UTC) * 1_000_000);
            row.setInt64(row.input("distance"), Long.parseLong(cells[2]));
            row.setString(row.input("origin"), cells[3]);
            spec.vectorizer().transform(row, vectors, i * width);
        }
        return vectors;
    }
}
