package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in the corpus is a spec before it is damaged. */
class CorpusTest {
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SpecFuzz.CORPUS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void load_fileOfTheCorpus_isASpec(Path file) {
        assertThat(TransformSpec.load(file).vectorizer().width()).isPositive();
    }

    @Test
    void corpus_hasEveryOp() throws IOException {
        String all = String.join("\n", SpecFuzz.corpus());
        Set<String> absent = new TreeSet<>(Ops.names());
        absent.removeIf(op -> all.matches("(?s).*[\\[{ ]" + op + "[:,\\]].*"));

        assertThat(absent).isEmpty();
    }

    @Test
    void load_jsonOfTheWorkedExample_equalsYaml() {
        assertThat(TransformSpec.load(SpecFuzz.CORPUS.resolve("fraud_v3.json")).fingerprint())
                .isEqualTo(TransformSpec.load(SpecFuzz.CORPUS.resolve("fraud_v3.yaml"))
                        .fingerprint());
    }
}
