package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The spec reference says what the code does. */
class SpecReferenceTest {
    private final String reference = read();

    @Test
    void reference_example_loads() {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(reference);

        assertThat(example.find()).isTrue();
        assertThat(Specs.parse(example.group(1)).name()).isEqualTo("fraud_v3");
    }

    @Test
    void reference_opTable_namesEveryOpAndOption() {
        for (String name : Ops.names()) {
            Op op = java.util.Objects.requireNonNull(Ops.find(name));
            Matcher line = Pattern.compile("(?m)^\\| `" + name + "` .*$").matcher(reference);
            assertThat(line.find()).as(name).isTrue();
            for (Option option : op.options()) {
                assertThat(line.group())
                        .as("%s.%s", name, option.name())
                        .contains("`" + option.name() + "`" + (option.fittable() ? "*" : ""));
            }
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/spec-reference.md"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
