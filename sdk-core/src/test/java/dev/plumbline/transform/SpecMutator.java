package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages documents in ways that a seed stands for. */
final class SpecMutator {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.+-]+|[^A-Za-z0-9_.+\\s-]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.+-]+");
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9_.])-?[0-9][0-9.eE+-]*");
    private static final Pattern STEPS = Pattern.compile("steps\"?: ?\\[|(?m)^ +- (?=[a-z0-9_]+:? *\\{)");
    private static final int MAX_LENGTH = 200_000;

    private static final String[] NUMBERS = {
        "0",
        "-0",
        "-0.0",
        "1",
        "-1",
        "0.5",
        "1e400",
        "-1e400",
        "1e-400",
        "4.9e-324",
        "1.7976931348623157e308",
        "1E+5",
        "2e-1",
        "1.",
        ".5",
        "+1",
        "01",
        "0x1F",
        "0o17",
        "1_000",
        "12:30",
        "NaN",
        ".nan",
        "Infinity",
        "-.inf",
        "65535",
        "65536",
        "65537",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        "-9223372036854775808",
        "16777216",
        "16777217",
        "1e308",
        "3.5e38",
        "1e-46"
    };

    private static final String[] CHARACTERS = {
        "\0",
        "\u0001",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u0085",
        "\u00A0",
        "\u2028",
        "\uFEFF",
        "\uFFFD",
        "\uFFFE",
        "\uFFFF",
        "\uD83D",
        "\uDE00",
        "\uD83D\uDE00",
        "\u00E9",
        "e\u0301",
        "\u0130",
        "\u202E",
        "\\",
        "\"",
        "'",
        "`",
        "@",
        "%",
        "&",
        "*",
        "!",
        "|",
        ">",
        "#",
        "-",
        "?",
        ":",
        ",",
        "[",
        "]",
        "{",
        "}",
        "~",
        " ",
        "<",
        "=",
        "/",
        "0",
        "a",
        "A",
        "\u007F"
    };

    private static final String[] SNIPPETS = {
        "&a ",
        "*a",
        "<<: *a\n",
        "!!int ",
        "!!binary ",
        "! ",
        "!<tag:%ff> ",
        "%YAML 1.1\n---\n",
        "%TAG ! tag:x,2000:\n---\n",
        "%YAML 99999999999.1\n---\n",
        "---\n",
        "...\n",
        "\n--- |\n",
        "|\n  a\n  b\n",
        ">-\n  a\n\n  b\n",
        "|9\n",
        "|+-\n",
        "# comment\n",
        " #",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\uD800\"",
        "\"\\UFFFFFFFF\"",
        "\"\\U00110000\"",
        "\"\\u0000\"",
        "'it''s'",
        "\"a\\\n  b\"",
        "? a\n: b\n",
        "? [a, b]\n: c\n",
        "{a: }",
        "[a: b]",
        "{[a]: b}",
        "[,]",
        "{,}",
        "{}",
        "[]",
        "\"\"",
        "''",
        "null",
        "~",
        "fit",
        "\"fit\"",
        "true",
        "NO",
        "- ",
        ": ",
        ", ",
        "a: b: c",
        "{a: 1, a: 2}",
        "{state: stale, value: 3}",
        "{state: not_found}",
        "{state: nan}",
        "{impute: {value: 0}}",
        "error",
        "missing",
        "oov",
        "zeros",
        "keep",
        "clip",
        "use",
        "sparse",
        "f64",
        "layout: sparse",
        "type: f64",
        "params: {}",
        "preset: sklearn",
        "preset: spark",
        "preset: keras",
        "inputs: [v]",
        "2026-07-01T00:00:00Z",
        "Europe/Paris",
        "+01:00",
        "99999d",
        "999999999d",
        "list<f64>",
        "list<string>",
        "vector<f64,3>",
        "vector<f32,65536>",
        "bytes",
        "timestamp",
        "string",
        "[^A-Za-z0-9]",
        "[[:",
        "(a+)+$",
        "\"a=b\""
    };

    private static final List<String> WORDS = words();

    private final Random random;
    private final List<String> corpus;

    SpecMutator(long seed, List<String> corpus) {
        this.random = new Random(seed);
        this.corpus = corpus;
    }

    private static List<String> words() {
        List<String> words = new ArrayList<>();
        for (String name : Ops.names()) {
            words.add(name);
            Op op = java.util.Objects.requireNonNull(Ops.find(name));
            for (Option option : op.options()) {
                words.add(option.name());
                words.addAll(option.choices());
            }
        }
        return List.copyOf(words);
    }

    /** Returns a document with a few faults, or none. */
    String document() {
        String text = pick(corpus);
        if (random.nextInt(3) > 0) {
            text = withoutExamples(text);
        }
        int faults = 1 + (chance(3) ? random.nextInt(chance(5) ? 12 : 3) : 0);
        for (int i = 0; i < faults && text.length() < MAX_LENGTH; i++) {
            text = chance(4) ? broken(text) : changed(text);
        }
        return text;
    }

    /** Returns the document's bytes with a few of them changed. */
    byte[] bytes(byte[] document) {
        byte[] bytes = document.clone();
        int faults = bytes.length == 0 ? 0 : random.nextInt(3);
        for (int i = 0; i < faults; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    /** Most changes contradict a golden row, which would hide everything else. */
    private static String withoutExamples(String text) {
        int at = text.indexOf("\nexamples:");
        if (at < 0) {
            return text;
        }
        int end = text.indexOf("\nprovenance:", at);
        return text.substring(0, at) + (end < 0 ? "\n" : text.substring(end));
    }

    /** Changes what the document says: most of what comes out is still YAML. */
    private String changed(String text) {
        return switch (random.nextInt(10)) {
            case 0 -> lines(text);
            case 1 -> swapped(text, chance(4) ? TOKEN : WORD);
            case 2 -> replaced(text, WORD, pick(WORDS));
            case 3 -> replaced(text, chance(4) ? TOKEN : WORD, pick(SNIPPETS));
            case 4, 5, 6 -> replaced(text, NUMBER, pick(NUMBERS));
            default -> stepAdded(text);
        };
    }

    /** Changes how the document is written. */
    private String broken(String text) {
        return switch (random.nextInt(9)) {
            case 0 -> insert(text, pick(CHARACTERS));
            case 1 -> cut(text, random.nextInt(4));
            case 2 -> insert(cut(text, 1), pick(CHARACTERS));
            case 3 -> cut(text, random.nextInt(Math.max(1, text.length() / 2)));
            case 4 -> indented(text);
            case 5 -> spliced(text);
            case 6 -> repeated(text);
            case 7 -> insert(text, pick(SNIPPETS));
            default -> insert(text, pick("[", "{", "{a: ", "- ", "? ", "[{a: ").repeat(random.nextInt(200)));
        };
    }

    private String insert(String text, String part) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + part + text.substring(at);
    }

    private String cut(String text, int length) {
        int from = random.nextInt(text.length() + 1);
        return text.substring(0, from) + text.substring(Math.min(text.length(), from + length));
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int line = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> lines.add(line, pick(lines));
            case 1 -> lines.remove(line);
            case 2 -> Collections.swap(lines, line, random.nextInt(lines.size()));
            case 3 -> lines.add(random.nextInt(lines.size()), lines.remove(line));
            default ->
                Collections.shuffle(lines.subList(line, Math.min(lines.size(), line + 2 + random.nextInt(10))), random);
        }
        return String.join("\n", lines);
    }

    private String indented(String text) {
        String[] lines = text.split("\n", -1);
        int line = random.nextInt(lines.length);
        lines[line] = switch (random.nextInt(3)) {
            case 0 -> " ".repeat(1 + random.nextInt(4)) + lines[line];
            case 1 -> "\t" + lines[line];
            default -> lines[line].replaceFirst("^ {1,2}", "");
        };
        return String.join("\n", lines);
    }

    private String spliced(String text) {
        String[] first = text.split("\n", -1);
        String[] second = pick(corpus).split("\n", -1);
        List<String> lines = new ArrayList<>(Arrays.asList(first).subList(0, random.nextInt(first.length + 1)));
        lines.addAll(Arrays.asList(second).subList(random.nextInt(second.length), second.length));
        return String.join("\n", lines);
    }

    private String repeated(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(40));
        return text.substring(0, to)
                + text.substring(from, to).repeat(1 + random.nextInt(chance(10) ? 2_000 : 3))
                + text.substring(to);
    }

    private String swapped(String text, Pattern pattern) {
        List<int[]> tokens = places(text, pattern);
        if (tokens.size() < 2) {
            return text;
        }
        int[] a = pick(tokens);
        int[] b = pick(tokens);
        int[] first = a[0] <= b[0] ? a : b;
        int[] second = first == a ? b : a;
        if (first[0] == second[0]) {
            return text;
        }
        return text.substring(0, first[0])
                + text.substring(second[0], second[1])
                + text.substring(first[1], second[0])
                + text.substring(first[0], first[1])
                + text.substring(second[1]);
    }

    private String replaced(String text, Pattern pattern, String by) {
        List<int[]> places = places(text, pattern);
        if (places.isEmpty()) {
            return text;
        }
        int[] place = pick(places);
        return text.substring(0, place[0]) + by + text.substring(place[1]);
    }

    /** Puts a step of any op, with options that it has, before another. */
    private String stepAdded(String text) {
        List<int[]> places = places(text, STEPS);
        if (places.isEmpty()) {
            return text;
        }
        int[] place = pick(places);
        String opening = text.substring(place[0], place[1]);
        String step = step();
        String separator = opening.endsWith("[") ? ", " : "\n" + opening;
        return text.substring(0, place[1]) + step + separator + text.substring(place[1]);
    }

    private String step() {
        List<String> names = new ArrayList<>(Ops.names());
        Op op = java.util.Objects.requireNonNull(Ops.find(pick(names)));
        List<String> options = new ArrayList<>();
        for (Option option : op.options()) {
            if (option.required() ? !chance(10) : chance(2)) {
                options.add("\"" + option.name() + "\": " + value(option));
            }
        }
        return "{\"" + op.name() + "\": {" + String.join(", ", options) + "}}";
    }

    private String value(Option option) {
        if (!option.choices().isEmpty() && !chance(10)) {
            String choice = pick(option.choices());
            return option.type() == Option.Type.CHOICES ? "[" + choice + "]" : choice;
        }
        return switch (random.nextInt(6)) {
            case 0 -> pick(NUMBERS);
            case 1 -> "[" + random.nextInt(5) + ", " + (5 + random.nextInt(5)) + ", 1" + random.nextInt(10) + "]";
            case 2 -> "[\"a\", \"b\", \"" + pick(WORDS) + "\"]";
            case 3 -> pick(SNIPPETS);
            case 4 -> "{\"a\": " + pick(NUMBERS) + ", \"2\": 3}";
            default -> String.valueOf(random.nextInt(chance(4) ? 100_000 : 9));
        };
    }

    private static List<int[]> places(String text, Pattern pattern) {
        List<int[]> places = new ArrayList<>();
        Matcher match = pattern.matcher(text);
        while (match.find()) {
            places.add(new int[] {match.start(), match.end()});
        }
        return places;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
