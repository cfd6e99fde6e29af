package dev.plumbline.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.ModelStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideFileTest {
    private final ModelStamp stamp = Stamps.stamp(3);

    @TempDir
    private Path directory;

    private Path model = Path.of("");

    @BeforeEach
    void writeModel() throws IOException {
        model = directory.resolve("fraud-\u00fc.ubj");
        byte[] bytes = new byte[200_000];
        new Random(7).nextBytes(bytes);
        Files.write(model, bytes);
    }

    @Test
    void read_stampedModel_givesTheStampAndTheFilesName() throws IOException {
        Path file = SideFile.write(model, stamp);

        assertThat(file).isEqualTo(directory.resolve("fraud-\u00fc.ubj.plumbline.json"));
        assertThat(SideFile.read(model)).isEqualTo(stamp.named("fraud-\u00fc.ubj"));
        assertThat(files()).containsExactlyInAnyOrder(model, file);
    }

    @Test
    void read_namedStampWithoutText_comesBack() {
        SideFile.write(model, stamp.withoutText().named("fraud \"7\" \\ \u2028\ud83d\ude00\n"));

        assertThat(SideFile.read(model)).isEqualTo(stamp.withoutText().named("fraud \"7\" \\ \u2028\ud83d\ude00\n"));
    }

    @Test
    void write_again_replacesTheStamp() {
        SideFile.write(model, stamp);
        SideFile.write(model, Stamps.stamp(4));

        assertThat(SideFile.read(model).fingerprint()).isEqualTo(Stamps.stamp(4).fingerprint());
    }

    @Test
    void write_givesTheModelsPermissions() throws IOException {
        Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(Files.getPosixFilePermissions(SideFile.write(model, stamp)))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void read_oneBitOfTheModelChanged_isRefusedWithBothDigests() throws IOException {
        SideFile.write(model, stamp);
        String expected = FileDigest.of(model).sha256();
        byte[] bytes = Files.readAllBytes(model);
        bytes[150_000] ^= 1;
        Files.write(model, bytes);

        assertThatThrownBy(() -> SideFile.read(model))
                .isInstanceOfSatisfying(ModelFileException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-404");
                    assertThat(e.file()).isEqualTo(model);
                    assertThat(e.offset()).isEmpty();
                })
                .hasMessage(
                        "PLB-404 " + model + ": is not the model that was stamped: expected 200000 bytes of SHA-256 "
                                + expected + ", found 200000 bytes of SHA-256 "
                                + FileDigest.of(model).sha256()
                                + "; deploy the model and fraud-\u00fc.ubj.plumbline.json of one"
                                + " training run together, or stamp the model again");
    }

    @Test
    void read_truncatedOrExchangedModel_isRefused() throws IOException {
        SideFile.write(model, stamp);
        byte[] bytes = Files.readAllBytes(model);

        Files.write(model, java.util.Arrays.copyOf(bytes, 1000));
        assertThatThrownBy(() -> SideFile.read(model)).hasMessageContaining("found 1000 bytes");
        Files.write(model, "another model".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SideFile.read(model)).hasMessageStartingWith("PLB-404 ");
        Files.delete(model);
        assertThatThrownBy(() -> SideFile.read(model))
                .isInstanceOf(ModelFileException.class)
                .hasMessageStartingWith("PLB-405 " + model + ": cannot be read: ");
    }

    @Test
    void read_modelThatWasMoved_isTheSame() throws IOException {
        Path file = SideFile.write(model, stamp);
        Path moved = directory.resolve("model.ubj");
        Files.move(model, moved);
        Files.move(file, SideFile.of(moved));

        assertThat(SideFile.read(moved).model()).contains("fraud-\u00fc.ubj");
    }

    @Test
    void read_noSideFile_saysWhereItShouldBe() {
        assertThatThrownBy(() -> SideFile.read(model))
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.code()).isEqualTo("PLB-403"))
                .hasMessageContaining(model + ".plumbline.json: cannot be read: ")
                .hasMessageEndingWith("; deploy it beside the model, or stamp the model where it is trained");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "plumbline": 1   | "plumbline": 2      | has the format 2, and this library reads 1
            "plumbline": 1   | "plumbline": "1"    | has the format 1, and this library reads 1
            "model.bytes": 2 | "model.bytes": -2   | is no flat JSON object: a text or an integer expected at character 68
            "model.bytes": 2 | "model.bytes": 02   | is no flat JSON object: a text or an integer expected at character 68
            "model.bytes": 2 | "model.bytes": "", "x": 2 | has no number 'model.bytes'
            "model.sha256"   | "model.sha"         | has no text 'model.sha256'
            "plumbline.spec" | "plumbline.sepc"    | no property 'plumbline.spec'
            "plumbline.text" | "plumbline.txt"     | has the unknown key 'plumbline.txt'
            "plumbline.text": " | "plumbline.spec": " | is no flat JSON object: another name than a second 'plumbline.spec' expected at character
            "plumbline.text": " | "plumbline.text": [" | is no flat JSON object: a text or an integer expected at character
            "delays"         | 5                   | has no text 'plumbline.spec'
            plb1:            | plb9:               | property 'plumbline.fingerprint' is
            \\n              | \\m                 | is no flat JSON object: an escape expected at character
            \\n              | \\u12               | is no flat JSON object: four hex digits expected at character
            `{\n  "plumbline"` | `[\n  "plumbline"` | is no flat JSON object: '{' expected at character 0
            `"\n}\n`         | `\n}\n`             | is no flat JSON object: no control character expected at character
            `"\n}\n`         | `"\n`               | is no flat JSON object: '}' expected at character
            `"\n}\n`         | `"\n}\n}`           | is no flat JSON object: the end expected at character
            """)
    void read_malformedSideFile_isRefused(String good, String bad, String message) throws IOException {
        Path file = SideFile.write(model, stamp);
        String text = Files.readString(file);
        assertThat(text).contains(good);
        Files.writeString(
                file,
                text.substring(0, text.lastIndexOf(good))
                        + bad
                        + text.substring(text.lastIndexOf(good) + good.length()));

        assertThatThrownBy(() -> SideFile.read(model))
                .isInstanceOfSatisfying(
                        ModelFileException.class, e -> assertThat(e.code()).isEqualTo("PLB-403"))
                .hasMessageStartingWith("PLB-403 " + file + ": " + message);
    }

    @Test
    void read_everyTruncationOfTheSideFile_isRefused() throws IOException {
        Path file = SideFile.write(model, stamp);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length - 1; length++) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> SideFile.read(model))
                    .as("%s bytes", length)
                    .isInstanceOfSatisfying(
                            ModelFileException.class, e -> assertThat(e.code()).isEqualTo("PLB-403"));
        }
    }

    @Test
    void write_directory_isRefused() {
        assertThatThrownBy(() -> SideFile.write(directory, stamp))
                .isInstanceOf(ModelFileException.class)
                .hasMessage("PLB-405 " + directory + ": is a directory; pack the model into one file and stamp that");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
