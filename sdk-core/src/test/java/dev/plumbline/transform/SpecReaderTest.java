package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: &x 1}           | PLB-100 s.yaml:1: anchor '&x' is not taken; write the value out where it is used
            {a: *x}             | PLB-100 s.yaml:1: alias '*x' is not taken; write the value out
            {a: !!int 1}        | PLB-100 s.yaml:1: tag 'tag:yaml.org,2002:int' is not taken; the grammar types every value
            {a: 1, a: 2}        | PLB-102 s.yaml:1: key 'a' is defined twice (lines 1 and 1); remove one
            {[1]: 2}            | PLB-100 s.yaml:1: a key is a list; a key is a text
            ''                  | PLB-100 s.yaml:1: the file is empty; a spec starts with 'plumbline: 1'
            [1]                 | PLB-115 s.yaml:1: the spec is a list; write a map
            """)
    void parse_outsideTheSubset_isRefused(String text, String message) {
        assertThatThrownBy(() -> Specs.parse(text)).hasMessage(message);
    }

    @Test
    void parse_secondDocument_isRefused() {
        assertThatThrownBy(() -> Specs.parse("a: 1\n---\nb: 2\n"))
                .hasMessage("PLB-100 s.yaml:2: a second document starts; put one spec in one file");
    }

    @Test
    void parse_duplicateKeyInABlock_namesBothLines() {
        assertThatThrownBy(() -> Specs.parse("name: a\nversion: b\nname: c\n"))
                .hasMessage("PLB-102 s.yaml:3: key 'name' is defined twice (lines 1 and 3); remove one");
    }

    @Test
    void parse_brokenSyntax_namesTheLine() {
        assertThatThrownBy(() -> Specs.parse("a: [1,\nb: }"))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageStartingWith("PLB-100 s.yaml:2: not YAML: ");
    }

    @Test
    void parse_deepNesting_isRefused() {
        assertThatThrownBy(() -> Specs.parse("[".repeat(1000) + "]".repeat(1000)))
                .hasMessage("PLB-100 s.yaml:1: nested deeper than 32 levels; a spec is flat");
    }

    @Test
    void load_file_namesItInMessages(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("f.yaml");
        Files.writeString(file, Specs.FRAUD);

        assertThat(TransformSpec.load(file).fingerprint())
                .isEqualTo(Specs.parse(Specs.FRAUD).fingerprint());
        assertThatThrownBy(() -> TransformSpec.load(directory.resolve("none.yaml")))
                .isInstanceOf(SpecException.class)
                .hasMessageStartingWith("PLB-100 " + directory.resolve("none.yaml") + ":1: cannot be read");
    }

    @Test
    void parse_json_equalsYaml() {
        String yaml = Specs.one("f64", "[{impute: {value: 1}}, {bucketize: {bounds: [1, 2]}}, {one_hot: {}}]");
        String json = """
                {"plumbline":1,"name":"one","version":"b","semantics":1,
                \t"inputs":{"v":{"type":"f64","from":"request"}},
                \t"features":[{"name":"f","input":"v","steps":[{"impute":{"value":1}},
                \t{"bucketize":{"bounds":[1,2]}},{"one_hot":{}}]}]}
                """;

        assertThat(Specs.parse(json).fingerprint()).isEqualTo(Specs.parse(yaml).fingerprint());
    }
}
