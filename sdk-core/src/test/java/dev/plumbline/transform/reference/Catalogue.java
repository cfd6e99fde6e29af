package dev.plumbline.transform.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables of the spec reference name. */
final class Catalogue {
    private static final Pattern OP =
            Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|([^|\n]*\\|){4}([^|\n]*)\\|[^|\n]*\\|$");
    private static final Pattern WORD = Pattern.compile("`([a-z0-9_]+)`");

    /** From each op to the words of its options: their names and choices. */
    final Map<String, Set<String>> ops = new LinkedHashMap<>();

    Catalogue() {
        String reference;
        try {
            reference = Files.readString(Path.of("../docs/spec-reference.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher rows = OP.matcher(reference);
        while (rows.find()) {
            Set<String> words = ops.computeIfAbsent(rows.group(1), op -> new LinkedHashSet<>());
            Matcher options = WORD.matcher(rows.group(3));
            while (options.find()) {
                words.add(options.group(1));
            }
        }
    }
}
