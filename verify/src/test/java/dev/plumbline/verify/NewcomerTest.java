package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The README's code, in an empty project outside the tree, against the installed artifacts. The modules before this one
 * are installed when the whole tree is built with {@code mvn install}, as {@code ./dev test} does.
 */
final class NewcomerTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void readme_inAnEmptyProject_runs() throws Exception {
        Process process = new ProcessBuilder(ROOT.resolve("dev").toString(), "newcomer")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("the README's ten lines say: 9.48").contains("mostly to ORD");
    }

    @Test
    void readme_quotesCompiledCode() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme)
                .contains(tagged(ROOT.resolve(
                        "examples/quickstart/src/main/java/dev/plumbline/examples/quickstart/TenLines.java")))
                .contains(tagged(ROOT.resolve("sdk-testing/src/test/java/dev/plumbline/testing/TenLinesTest.java")));
    }

    /** What stands between the tags, as far to the left as it goes. */
    private static String tagged(Path source) throws Exception {
        String text = Files.readString(source);
        int from = text.indexOf('\n', text.indexOf("tag::ten-lines[]")) + 1;
        int to = text.lastIndexOf('\n', text.indexOf("end::ten-lines[]"));
        return text.substring(from, to).stripIndent().strip();
    }
}
