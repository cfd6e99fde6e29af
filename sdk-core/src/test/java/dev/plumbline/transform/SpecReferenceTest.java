package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
            String row = row(name);
            for (Option option : op.options()) {
                assertThat(row)
                        .as("%s.%s", name, option.name())
                        .contains("`" + option.name() + "`" + (option.fittable() ? "*" : ""));
            }
        }
    }

    @Test
    void reference_opTable_namesEveryDefaultAndChoice() {
        for (String name : Ops.names()) {
            String row = row(name);
            for (Option option :
                    java.util.Objects.requireNonNull(Ops.find(name)).options()) {
                Object fallback = option.fallback();
                if (fallback != null) {
                    assertThat(row)
                            .as("%s.%s", name, option.name())
                            .contains("`" + option.name() + "`" + (option.fittable() ? "*" : "") + " ("
                                    + spelled(fallback) + ")");
                }
                if (!row.contains("`" + option.name() + "` (" + fallback + ") as ")) {
                    option.choices()
                            .forEach(choice -> assertThat(row)
                                    .as("%s.%s", name, option.name())
                                    .contains("`" + choice + "`"));
                }
            }
        }
    }

    @Test
    void reference_presetTable_saysWhatPresetsSet() {
        String table = reference.substring(reference.indexOf("### Presets"), reference.indexOf("### Slots"));
        for (String name : Ops.names()) {
            Map<String, Map<String, Object>> presets =
                    java.util.Objects.requireNonNull(Ops.find(name)).presets();
            if (!presets.isEmpty()) {
                Matcher line = Pattern.compile("(?m)^\\| `" + name + "` \\|(.*)\\|(.*)\\|(.*)\\|$")
                        .matcher(table);
                assertThat(line.find()).as(name).isTrue();
                List<String> columns = List.of("spark", "sklearn", "keras");
                for (int i = 0; i < columns.size(); i++) {
                    String stated = Arrays.stream(line.group(i + 1).trim().split(", ", -1))
                            .sorted()
                            .collect(Collectors.joining(", "));
                    assertThat(spelled(presets.get(columns.get(i))))
                            .as("%s of %s", columns.get(i), name)
                            .isEqualTo(stated);
                }
            }
        }
    }

    private static String spelled(@Nullable Map<String, Object> preset) {
        return preset == null
                ? ""
                : preset.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String spelled(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SpecReferenceTest::spelled).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String text && text.length() == 1 && text.charAt(0) < ' ') {
            return String.format(Locale.ROOT, "\"\\u%04X\"", (int) text.charAt(0));
        }
        return value instanceof Double number ? Options.number(number) : value.toString();
    }

    private String row(String op) {
        Matcher line = Pattern.compile("(?m)^\\| `" + op + "` .*$").matcher(reference);
        assertThat(line.find()).as(op).isTrue();
        return line.group();
    }

    private static String read() {
        try {
            return Files.readString(Path.of("../docs/spec-reference.md"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
