package dev.plumbline.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
    private final ModelStamp stamp = Stamps.stamp(3);

    @TempDir
    private Path directory;

    @Test
    void write_realModel_runsAsBeforeAndTheRuntimeReadsTheStamp() throws Exception {
        Path model = file(Onnx.identity());
        OnnxFile.write(model, stamp);

        assertThat(ModelStamp.fromProperties(metadata(model)).withoutText()).isEqualTo(stamp.withoutText());
        assertThat(run(model, 1.5f, -2f)).containsExactly(1.5f, -2f);
        assertThat(OnnxFile.read(model)).isEqualTo(stamp.named("model.onnx"));
    }

    @Test
    void write_textOfTheBasicPlane_comesBackThroughTheRuntimeToo() throws Exception {
        Path model = file(Onnx.identity());
        ModelStamp plain = ModelStamp.of(
                TransformSpec.parse(Stamps.spec(3).text().replace("\ud83d\udeeb", "\u6771"), "delays.yaml"));
        OnnxFile.write(model, plain);

        assertThat(metadata(model)).containsExactlyInAnyOrderEntriesOf(plain.properties());
    }

    @Test
    void write_otherMetadataAndFields_stayAsTheyAre() throws Exception {
        Path model = file(Onnx.head()
                .message(14, Onnx.metadata("author", "\u00fc \u6771"))
                .message(14, Onnx.metadata("plumbline.fingerprint", "an old one"))
                .message(7, Onnx.graph())
                .message(14, Onnx.metadata("plumbline.old", "gone"))
                .message(8, Onnx.opset())
                .message(14, Onnx.metadata("plumblines", "not ours"))
                .bytes());
        OnnxFile.write(model, stamp);
        OnnxFile.write(model, stamp.withoutText().named("delays \u00fc"));

        assertThat(metadata(model))
                .containsAllEntriesOf(stamp.withoutText().named("delays \u00fc").properties())
                .contains(Map.entry("author", "\u00fc \u6771"), Map.entry("plumblines", "not ours"))
                .hasSize(8);
        assertThat(OnnxFile.read(model)).isEqualTo(stamp.withoutText().named("delays \u00fc"));
        assertThat(files()).containsExactly(model);
    }

    @Test
    void write_twice_isTheSameAsOnce() throws IOException {
        Path model = file(Onnx.identity());
        OnnxFile.write(model, stamp);
        byte[] once = Files.readAllBytes(model);
        OnnxFile.write(model, stamp);

        assertThat(Files.readAllBytes(model)).isEqualTo(once);
        assertThat(Arrays.copyOf(once, Onnx.identity().length)).isEqualTo(Onnx.identity());
    }

    @Test
    void write_keepsPermissionsAndSymbolicLinks() throws IOException {
        Path model = file(Onnx.identity());
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(directory.resolve("current.onnx"), model);
        OnnxFile.write(link, stamp);

        assertThat(link).isSymbolicLink();
        assertThat(OnnxFile.read(model).fingerprint()).isEqualTo(stamp.fingerprint());
        assertThat(Files.getPosixFilePermissions(model)).isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void read_fieldsOfEveryWireType_arePassedOver() throws IOException {
        byte[] graph = new byte[50_000];
        new Random(3).nextBytes(graph);
        Path model = file(Onnx.head()
                .number(5, -1)
                .raw(0xa1, 1, 1, 2, 3, 4, 5, 6, 7, 8)
                .raw(0xad, 1, 1, 2, 3, 4)
                .bytes(7, graph)
                .bytes());
        OnnxFile.write(model, stamp);

        assertThat(OnnxFile.read(model).fingerprint()).isEqualTo(stamp.fingerprint());
    }

    @Test
    void read_everyTruncation_isATypedErrorWithAnOffsetInTheFile() throws IOException {
        Path whole = file(Onnx.identity());
        OnnxFile.write(whole, stamp);
        byte[] bytes = Files.readAllBytes(whole);
        Path model = directory.resolve("short.onnx");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(model, Arrays.copyOf(bytes, length));
            int size = length;
            assertThatThrownBy(() -> OnnxFile.read(model))
                    .as("%s bytes", length)
                    .isInstanceOfSatisfying(ModelFileException.class, e -> {
                        assertThat(e.code()).isIn("PLB-403", "PLB-405");
                        if (e.code().equals("PLB-405")) {
                            assertThat(e.offset().getAsLong()).isBetween(0L, (long) size);
                            assertThat(e)
                                    .hasMessageContaining(
                                            "at byte " + e.offset().getAsLong());
                        }
                    });
        }
    }

    @Test
    void read_truncatedGraph_saysWhereAndHowMuchIsMissing() throws IOException {
        byte[] bytes = Onnx.identity();
        int graph = Onnx.head().bytes().length;
        int length = Onnx.graph().bytes().length;
        Path model = file(Arrays.copyOf(bytes, graph + 12));

        assertThatThrownBy(() -> OnnxFile.read(model))
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.offset()).hasValue(graph))
                .hasMessage("PLB-405 " + model + ": is no ONNX model, or a damaged one: at byte " + graph
                        + " field 7 is " + length
                        + " bytes long and 10 are left; copy the model again from where it was trained");
        assertThatThrownBy(() -> OnnxFile.write(model, stamp)).isInstanceOf(ModelFileException.class);
        assertThat(Files.readAllBytes(model)).isEqualTo(Arrays.copyOf(bytes, graph + 12));
        assertThat(files()).containsExactly(model);
    }

    @Test
    void read_garbage_isATypedErrorOrHasNoStamp() throws IOException {
        Random random = new Random(11);
        Path model = directory.resolve("garbage.onnx");
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            Files.write(model, bytes);
            Throwable thrown = catchThrowable(() -> OnnxFile.read(model));
            assertThat(thrown).as(Arrays.toString(bytes)).isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void read_brokenFields_areNamedByOffset() throws IOException {
        assertFault(new byte[0], 0, "the file ends and there was no graph");
        assertFault(Onnx.head().bytes(), Onnx.head().bytes().length, "the file ends and there was no graph");
        assertFault("<html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, "field 7 has the wire type 4");
        assertFault(new Onnx().raw(0x02, 0).bytes(), 0, "there is no field 0");
        assertFault(new Onnx().raw(0x08, 8, 0x38, 1).bytes(), 2, "field 7 has the wire type 0");
        assertFault(new Onnx().raw(0x0a, 0).bytes(), 0, "field 1 has the wire type 2");
        assertFault(new Onnx().raw(0x08, 0x80).bytes(), 1, "a number has no end");
        assertFault(
                new Onnx()
                        .raw(0x08)
                        .raw(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)
                        .bytes(),
                1,
                "a number has more than 10 bytes");
        assertFault(
                new Onnx()
                        .raw(0x3a)
                        .raw(255, 255, 255, 255, 255, 255, 255, 255, 255, 1)
                        .bytes(),
                0,
                "field 7 is 18446744073709551615 bytes long and 0 are left");
        assertFault(new Onnx().raw(0x3a, 0, 0x72, 2, 0x0a, 5).bytes(), 4, "field 1 is 5 bytes long and 0 are left");
        assertFault(new Onnx().raw(0x3a, 0, 0x72, 3, 0x0a, 1, 0xff).bytes(), 6, "is not UTF-8");
    }

    private void assertFault(byte[] bytes, long offset, String what) throws IOException {
        Path model = file(bytes);
        assertThatThrownBy(() -> OnnxFile.read(model))
                .isInstanceOfSatisfying(ModelFileException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-405");
                    assertThat(e.offset()).hasValue(offset);
                })
                .hasMessageContaining(": at byte " + offset + " " + what + "; copy");
    }

    @Test
    void read_modelWithoutStamp_isRefusedAndCanBeStamped() throws IOException {
        Path model = file(Onnx.identity());

        assertThatThrownBy(() -> OnnxFile.read(model))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith("PLB-403 " + model + ": no property 'plumbline.spec'; stamp the model");
    }

    @Test
    void read_propertyTwice_isRefusedUntilTheModelIsStampedAgain() throws IOException {
        Path model = file(Onnx.head()
                .message(7, Onnx.graph())
                .message(14, Onnx.metadata("plumbline.spec", "delays"))
                .message(14, Onnx.metadata("plumbline.spec", "other"))
                .bytes());

        assertThatThrownBy(() -> OnnxFile.read(model))
                .isInstanceOf(ModelFileException.class)
                .hasMessageEndingWith("'plumbline.spec' is there twice; stamp the model again, where it is trained");
        OnnxFile.write(model, stamp);
        assertThat(OnnxFile.read(model).fingerprint()).isEqualTo(stamp.fingerprint());
    }

    @Test
    void read_fileOfManyGigabytes_isNotReadIntoMemory() throws IOException {
        Path model = directory.resolve("sparse.onnx");
        long graph = 3L << 30;
        byte[] head = Onnx.head().raw(0x3a, 0x80, 0x80, 0x80, 0x80, 0x0c).bytes();
        byte[] tail = new Onnx()
                .message(14, Onnx.metadata("plumbline.spec", "delays"))
                .bytes();
        try (var out = java.nio.channels.FileChannel.open(
                model, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            out.write(java.nio.ByteBuffer.wrap(head), 0);
            out.write(java.nio.ByteBuffer.wrap(tail), head.length + graph);
        }

        assertThatThrownBy(() -> OnnxFile.read(model)).hasMessageContaining("no property 'plumbline.version'");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("model.onnx"), bytes);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static Map<String, String> metadata(Path model) throws OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toString())) {
            return session.getMetadata().getCustomMetadata();
        }
    }

    private static float[] run(Path model, float... x) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            return (float[]) result.get(0).getValue();
        }
    }
}
