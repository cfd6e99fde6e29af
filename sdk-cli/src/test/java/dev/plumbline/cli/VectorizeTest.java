package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VectorizeTest {
    @TempDir
    Path folder;

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path data(String... rows) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), "date,distance,origin\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void npy_hasTheBitsOfTheVectorizer() throws Exception {
        Path target = folder.resolve("vectors.npy");

        Run run = Run.vectorizeFlights(Flights.SPEC, Flights.DATA, target);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith(target + ": 20000 rows of 16 slots, plb1:")
                .endsWith("\n");
        byte[] file = Files.readAllBytes(target);
        assertThat(new String(file, 0, 128, StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0093NUMPY\u0001\u0000v\u0000"
                        + "{'descr': '<f4', 'fortran_order': False, 'shape': (20000, 16), }"
                        + " ".repeat(53)
                        + "\n");
        assertThat(file).hasSize(128 + Flights.COUNT * 16 * 4).endsWith(Flights.bits());
        assertThat(left()).containsExactly("vectors.npy", "vectors.npy.plumbline.json");
    }

    @Test
    void npy_ofAnF64Spec_isOfEightBytes() throws Exception {
        Path spec = Files.writeString(
                folder.resolve("f64.yaml"),
                Files.readString(Flights.SPEC)
                        .replace("semantics: 1\n", "semantics: 1\noutput: {name: x, type: f64}\n"));
        Path target = folder.resolve("vectors.npy");

        Run run = Run.vectorizeFlights(spec, data("2001-01-01T00:47,1750,DTW"), target);

        assertThat(run.code()).as(run.err()).isZero();
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(target)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file.array(), 0, 128, StandardCharsets.ISO_8859_1))
                .contains("'descr': '<f8'", "'shape': (1, 16)");
        assertThat(file.capacity()).isEqualTo(128 + 16 * 8);
        assertThat(file.getDouble(128)).isEqualTo(1.4898515554635445);
        assertThat(Files.readString(folder.resolve("vectors.npy.plumbline.json")))
                .contains("\"vectors.type\" : \"f64\"");
    }

    @Test
    void npy_ofNoRows_isAnEmptyMatrix() throws Exception {
        Path target = folder.resolve("vectors.npy");
        Path data = Files.writeString(folder.resolve("data.csv"), "date,distance,origin\n");

        assertThat(Run.vectorizeFlights(Flights.SPEC, data, target).code()).isZero();

        assertThat(Files.readString(target, StandardCharsets.ISO_8859_1))
                .hasSize(128)
                .contains("'shape': (0, 16)");
    }

    @Test
    void csv_hasTheBitsOfTheVectorizerInBothPrecisions_andTheFingerprintInEachRow() throws Exception {
        TransformSpec spec = TransformSpec.load(Flights.SPEC);
        Path target = folder.resolve("vectors.csv");

        Run run = Run.vectorizeFlights(Flights.SPEC, Flights.DATA, target);

        assertThat(run.code()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(target);
        float[] expected = Flights.vectors();
        assertThat(lines).hasSize(1 + Flights.COUNT);
        assertThat(lines.get(0)).isEqualTo(String.join(",", spec.vectorizer().slotNames()) + ",__plb_fp");
        Set<String> fingerprints = new HashSet<>();
        long prefix = Long.parseUnsignedLong(spec.fingerprint().substring(5, 21), 16);
        float[] float32s = new float[expected.length];
        double[] float64s = new double[expected.length];
        double[] widened = new double[expected.length];
        for (int row = 0; row < Flights.COUNT; row++) {
            String line = lines.get(row + 1);
            String[] cells = line.split(",", -1);
            for (int slot = 0; slot < 16; slot++) {
                float32s[row * 16 + slot] = Float.parseFloat(cells[slot]);
                float64s[row * 16 + slot] = Double.parseDouble(cells[slot]);
                widened[row * 16 + slot] = expected[row * 16 + slot];
            }
            fingerprints.add(line.substring(line.lastIndexOf(',') + 1));
        }
        assertThat(float32s).isEqualTo(expected);
        assertThat(float64s).isEqualTo(widened);
        assertThat(fingerprints).containsExactly(Long.toString(prefix));
    }

    @Test
    void csv_quotesSlotNamesWithACommaOrAQuote() throws Exception {
        Path spec = Files.writeString(
                folder.resolve("spec.yaml"), Files.readString(Flights.SPEC).replace("\"DFW\"", "'D,F\"W'"));
        Path target = folder.resolve("vectors.csv");

        assertThat(Run.vectorizeFlights(spec, data("2001-01-01T00:47,1,\"D,F\"\"W\""), target)
                        .code())
                .isZero();

        assertThat(Files.readAllLines(target).get(0)).contains(",\"origin=D,F\"\"W\",origin=ORD");
        assertThat(Files.readAllLines(target).get(1).split(",", -1)[6]).isEqualTo("1.0");
    }

    @Test
    void stamp_saysWhatTheVectorsWereMadeBy() throws Exception {
        TransformSpec spec = TransformSpec.load(Flights.SPEC);
        Path target = folder.resolve("vectors.npy");

        Run.vectorizeFlights(Flights.SPEC, Flights.DATA, target);

        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(target));
        assertThat(Files.readString(folder.resolve("vectors.npy.plumbline.json")))
                .contains("\"vectors.file\" : \"vectors.npy\"", "\"vectors.bytes\" : 1280128")
                .contains("\"vectors.sha256\" : \"" + HexFormat.of().formatHex(hash) + "\"")
                .contains("\"plumbline.spec\" : \"flight_row\"", "\"plumbline.version\" : \"1.0.0\"")
                .contains("\"plumbline.fingerprint\" : \"" + spec.fingerprint() + "\"")
                .contains("\"plumbline.binding\" : \"" + spec.bindingHash() + "\"")
                .contains("\"plumbline.layout\" : \"" + spec.layoutHash() + "\"")
                .contains("\"vectors.type\" : \"f32\"", "\"vectors.rows\" : 20000", "\"vectors.width\" : 16")
                .contains("\"vectors.slots\" : [ \"distance\", \"distance_band[0]\"")
                .contains("\"vectors.failed_rows\" : [ ]", "\"departure_hour\" : [ 14, 16 ]");
    }

    @Test
    void aRowThatIsRefused_isNamedByLineAndColumn_andLeavesNothing() throws Exception {
        Path data = data("2001-01-01T00:47,1750,DTW", ",1750,DTW");

        Run run = Run.vectorizeFlights(Flights.SPEC, data, folder.resolve("vectors.npy"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(
                        "PLB-301 " + data + ":3 flight_row/departure_hour: column 'date', input 'departure' (null) ")
                .endsWith("; --on-error skip leaves such rows out\n");
        assertThat(left()).containsExactly("data.csv");
    }

    @Test
    void aRowThatIsRefused_keepsTheVectorsOfBefore() throws Exception {
        Path target = folder.resolve("vectors.csv");
        Run.vectorizeFlights(Flights.SPEC, data("2001-01-01T00:47,1750,DTW"), target);
        String before = Files.readString(target);

        Run run = Run.vectorizeFlights(Flights.SPEC, data("2001-01-01T00:47,,DTW"), target);

        assertThat(run.code()).isEqualTo(1);
        assertThat(Files.readString(target)).isEqualTo(before);
        assertThat(left()).containsExactly("data.csv", "vectors.csv", "vectors.csv.plumbline.json");
    }

    @Test
    void onError_skip_leavesRowsOut_andSaysWhich() throws Exception {
        Path target = folder.resolve("vectors.csv");
        Path data = data("2001-01-01T00:47,,DTW", "2001-01-01T00:47,1750,DTW", ",7,DTW");

        Run run = Run.vectorizeFlights(Flights.SPEC, data, target, "--on-error", "skip");

        assertThat(run.code()).isZero();
        assertThat(run.err()).startsWith("2 rows were left out, the first: PLB-301 " + data + ":2 ");
        assertThat(Files.readAllLines(target)).hasSize(2);
        assertThat(Files.readString(folder.resolve("vectors.csv.plumbline.json")))
                .contains("\"vectors.rows\" : 1,", "\"vectors.failed_rows\" : [ 0, 2 ]");
    }

    @Test
    void onError_nan_keepsTheVectorsInLineWithTheRows() throws Exception {
        Path target = folder.resolve("vectors.csv");
        Path data = data("2001-01-01T00:47,,DTW", "2001-01-01T00:47,1750,DTW");

        Run run = Run.vectorizeFlights(Flights.SPEC, data, target, "--on-error", "nan");

        assertThat(run.err()).startsWith("1 rows are NaN, the first: PLB-301 ");
        assertThat(Files.readAllLines(target)).hasSize(3);
        assertThat(Files.readAllLines(target).get(1)).startsWith("NaN,NaN,NaN,NaN,");
        assertThat(Files.readAllLines(target).get(2)).startsWith("1.4898515939712524,0.0,");
        assertThat(Files.readString(folder.resolve("vectors.csv.plumbline.json")))
                .contains("\"vectors.rows\" : 2,", "\"vectors.failed_rows\" : [ 0 ]");
    }

    @Test
    void aTargetThatCannotBe_isRefused() throws Exception {
        Path data = data("2001-01-01T00:47,1750,DTW");
        Path directory = Files.createDirectory(folder.resolve("folder.npy"));

        assertThat(Run.vectorizeFlights(Flights.SPEC, data, folder.resolve("vectors.parquet")))
                .isEqualTo(new Run(
                        1,
                        "",
                        "PLB-605 " + folder.resolve("vectors.parquet")
                                + ": is no .csv, .npy or .npz; name one of these\n"));
        assertThat(Run.vectorizeFlights(Flights.SPEC, data, data).err())
                .isEqualTo("PLB-605 " + data + ": is read by this command; name another\n");
        assertThat(Run.vectorizeFlights(Flights.SPEC, data, directory).err())
                .isEqualTo("PLB-605 " + directory + ": is a directory; name a file in it\n");
        assertThat(Run.vectorizeFlights(Flights.SPEC, data, folder.resolve("none/vectors.npy"))
                        .err())
                .startsWith("PLB-605 " + folder.resolve("none/vectors.npy") + ": cannot be written");
        assertThat(Files.readString(data)).startsWith("date,distance");
    }

    @Test
    void aFormatThatDoesNotGoWithTheLayout_isRefused() throws Exception {
        Path data = data("2001-01-01T00:47,1750,DTW");
        Path sparse = Flights.sparse(folder);

        assertThat(Run.vectorizeFlights(sparse, data, folder.resolve("vectors.npy"))
                        .err())
                .startsWith(
                        "PLB-605 " + folder.resolve("vectors.npy") + ": cannot hold the sparse vectors of flight_row")
                .contains("name an .npz");
        assertThat(Run.vectorizeFlights(Flights.SPEC, data, folder.resolve("vectors.npz"))
                        .err())
                .contains("flight_row is dense; name a .npy or .csv");
        assertThat(Run.vectorizeFlights(sparse, data, folder.resolve("vectors.npz"), "--on-error", "nan")
                        .err())
                .contains("being sparse; pass --on-error fail or skip");
        assertThat(left()).containsExactly("data.csv", "sparse.yaml");
    }

    @Test
    void npz_thatFails_leavesNothing() throws Exception {
        Path data = data("2001-01-01T00:47,1750,DTW", "2001-01-01T00:47,,DTW");

        Run run = Run.vectorizeFlights(Flights.sparse(folder), data, folder.resolve("vectors.npz"));

        assertThat(run.err()).startsWith("PLB-301 " + data + ":3 ");
        assertThat(left()).containsExactly("data.csv", "sparse.yaml");
    }
}
