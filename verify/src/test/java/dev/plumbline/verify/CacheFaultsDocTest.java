package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every fault in the list has a test, and every test that it names is there. */
final class CacheFaultsDocTest {
    private static final int FAULTS = 43;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyFault_hasTests_andTheyAreThere() throws Exception {
        String list = Files.readString(Path.of("..", "docs", "cache-faults.md"));
        Map<String, String> sources = sources();
        List<Integer> numbers = new ArrayList<>();
        Matcher row = ROW.matcher(list);
        while (row.find()) {
            numbers.add(Integer.valueOf(row.group(1)));
            List<String> missing = new ArrayList<>();
            Matcher test = TEST.matcher(row.group(2));
            int named = 0;
            while (test.find()) {
                named++;
                if (!sources.getOrDefault(test.group(1), "").contains(" void " + test.group(2) + "(")) {
                    missing.add(test.group());
                }
            }
            assertThat(named).as("tests of fault " + row.group(1)).isPositive();
            assertThat(missing).as("fault " + row.group(1)).isEmpty();
        }
        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, FAULTS).boxed().toList());
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("sdk-cache", "sdk-testing", "races", "verify")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                files.filter(file -> file.toString().endsWith("Test.java"))
                        .forEach(file ->
                                sources.put(file.getFileName().toString().replace(".java", ""), read(file)));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
