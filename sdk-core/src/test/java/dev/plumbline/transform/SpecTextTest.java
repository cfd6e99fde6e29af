package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before any YAML is looked for. */
class SpecTextTest {
    private static final int TEN_MEGABYTES = 10_000_000;

    @TempDir
    private Path directory;

    @Test
    void load_notUtf8_namesTheLineAndTheByte() throws Exception {
        Path file = file("a: 1\nb: 2\nc: \u00fcber\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TransformSpec.load(file))
                .hasMessage("PLB-100 " + file + ":3: is not UTF-8: byte 13 is 0xfc; save it as UTF-8");
    }

    @Test
    void load_utf8CutInACharacter_namesTheByteWhereItBegins() throws Exception {
        Path file = file(new byte[] {'a', ':', ' ', (byte) 0xE6, (byte) 0x9D});

        assertThatThrownBy(() -> TransformSpec.load(file))
                .hasMessage("PLB-100 " + file + ":1: is not UTF-8: byte 3 is 0xe6; save it as UTF-8");
    }

    @Test
    void load_utf16_isRefused() throws Exception {
        Path file = file(Specs.FRAUD.getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> TransformSpec.load(file))
                .hasMessage("PLB-100 " + file + ":1: is not UTF-8: byte 0 is 0xfe; save it as UTF-8");
    }

    @Test
    void load_markOfByteOrder_isSkipped() throws Exception {
        Path file = file(("\uFEFF" + Specs.FRAUD).getBytes(StandardCharsets.UTF_8));

        assertThat(TransformSpec.load(file).fingerprint())
                .isEqualTo(Specs.parse(Specs.FRAUD).fingerprint());
    }

    @Test
    void load_directory_cannotBeRead() {
        assertThatThrownBy(() -> TransformSpec.load(directory))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("PLB-100 " + directory + ":1: cannot be read: ");
    }

    @Test
    void load_lineOfTenMegabytes_isRefused() throws Exception {
        Path file = file("a".repeat(TEN_MEGABYTES).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> TransformSpec.load(file))
                .hasMessage(
                        "PLB-100 " + file + ":1: has 10000000 characters, and a spec has at most 4194304 characters; "
                                + "keep large vocabularies out of the file or hash them");
    }

    @Test
    void load_fileWithoutEnd_isReadNoFurtherThanItMayBeLong() {
        Path zeros = Path.of("/dev/zero");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(zeros));

        assertThatThrownBy(() -> TransformSpec.load(zeros))
                .hasMessageStartingWith("PLB-100 /dev/zero:1: has more than 12582915 bytes, and a spec has at most ");
    }

    @Test
    void parse_lineOfTenMegabytes_isRefused() {
        assertThatThrownBy(() -> Specs.parse("a".repeat(TEN_MEGABYTES)))
                .hasMessageStartingWith("PLB-100 s.yaml:1: has 10000000 characters, and a spec has at most ");
    }

    @ParameterizedTest
    @CsvSource({"0000, 2", "0007, 2", "007F, 2", "FFFE, 2", "D83D, 2", "DE00, 2"})
    void parse_characterThatYamlDoesNotTake_isNamedWithItsLine(String point, int line) {
        String text = "a: 1\nb: " + (char) Integer.parseInt(point, 16) + "\n";

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-100 s.yaml:" + line + ": holds the character U+" + point
                        + ", which YAML does not take; remove it, or write it as an escape in quotes");
    }

    @ParameterizedTest
    @CsvSource({"'\\n', 3", "'\\r\\n', 3", "'\\r', 3", "\u0085, 1", "\u2028, 1"})
    void parse_lines_areCountedAsYamlDoes(String end, int line) {
        String lines = "a: 1\nb: 2\n".replace("\n", end.replace("\\r", "\r").replace("\\n", "\n"));

        assertThatThrownBy(() -> Specs.parse(lines + "c: \0"))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.line()).isEqualTo(line));
        assertThatThrownBy(() -> Specs.parse(lines + "\"\\x\""))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.line()).isEqualTo(line));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("f.yaml"), bytes);
    }
}
