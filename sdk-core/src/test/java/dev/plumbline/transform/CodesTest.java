package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference's table of codes, the code and the tests name the same ones. */
class CodesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (PLB-\\d{3}) \\|");
    private static final Pattern LITERAL = Pattern.compile("\"(PLB-\\d{3})");
    private static final Pattern NAMED = Pattern.compile("(PLB-\\d{3})(?!\\d)");

    private final Set<String> described = found(ROW, read(ROOT.resolve("docs/spec-reference.md")));

    @Test
    void table_hasEveryCodeThatIsThrown() {
        assertThat(described).containsAll(sources("main", LITERAL));
    }

    @Test
    void table_hasNoCodeThatNothingThrows() {
        assertThat(sources("main", LITERAL)).containsAll(described);
    }

    @Test
    void tests_nameEveryCodeOfTheTable() {
        assertThat(described).hasSizeGreaterThan(40);
        assertThat(sources("test", NAMED)).containsAll(described);
    }

    /** Finds codes in the sources of all modules, but not in comments. */
    private static Set<String> sources(String kind, Pattern pattern) {
        Set<String> codes = new TreeSet<>();
        List<Path> modules = new ArrayList<>(children(ROOT));
        modules.addAll(children(ROOT.resolve("examples")));
        for (Path module : modules) {
            Path sources = module.resolve("src/" + kind + "/java");
            if (Files.isDirectory(sources)) {
                javaFiles(sources)
                        .flatMap(file -> read(file).lines())
                        .map(String::strip)
                        .filter(line -> !line.startsWith("*") && !line.startsWith("/"))
                        .forEach(line -> codes.addAll(found(pattern, line)));
            }
        }
        return codes;
    }

    private static List<Path> children(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> codes = new TreeSet<>();
        Matcher match = pattern.matcher(text);
        while (match.find()) {
            codes.add(match.group(1));
        }
        return codes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
