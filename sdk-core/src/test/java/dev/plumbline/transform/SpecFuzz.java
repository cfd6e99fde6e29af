package dev.plumbline.transform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads damaged documents until one is met by anything else than a spec or a coded refusal; a program of its own, so that
 * its memory can be bounded. Its arguments are a file to write, the first seed and how many seeds to take.
 */
public final class SpecFuzz {
    static final Path CORPUS = Path.of("src/test/resources/dev/plumbline/transform/corpus");

    private static final Path QUICKSTART = Path.of("../examples/quickstart/flight_delay.yaml");
    private static final long HANG_NANOS = 20_000_000_000L;
    private static final int HUNG = 3;
    private static final int ROWS = 3;

    private final Path file;
    private final List<String> corpus;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private volatile long at;
    private volatile String document = "";
    private volatile long since = System.nanoTime();

    private SpecFuzz(Path file, List<String> corpus) {
        this.file = file;
        this.corpus = corpus;
    }

    /**
     * Runs it.
     *
     * @param args a file for documents that are read as files, the first seed, the number of seeds
     * @throws IOException if the corpus cannot be read
     */
    public static void main(String[] args) throws IOException {
        SpecFuzz fuzz = new SpecFuzz(Path.of(args[0]), corpus());
        Thread watchdog = new Thread(fuzz::watch, "watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        long first = Long.parseLong(args[1]);
        long count = Long.parseLong(args[2]);
        for (long seed = first; seed < first + count; seed++) {
            if (!fuzz.holds(seed)) {
                System.exit(1);
            }
        }
        System.out.println(fuzz.outcomes);
    }

    /** Returns the documents that are damaged: whatever lies in the corpus, and the quickstart's. */
    static List<String> corpus() throws IOException {
        List<String> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path path : files.sorted().toList()) {
                documents.add(Files.readString(path));
            }
        }
        documents.add(Files.readString(QUICKSTART));
        return documents;
    }

    private boolean holds(long seed) {
        SpecMutator mutator = new SpecMutator(seed, corpus);
        String text = "";
        try {
            text = mutator.document();
            at = seed;
            document = text;
            since = System.nanoTime();
            if (mutator.chance(8)) {
                byte[] bytes = mutator.bytes(text.getBytes(StandardCharsets.UTF_8));
                text = new String(bytes, StandardCharsets.ISO_8859_1);
                document = text;
                Files.write(file, bytes);
                check(() -> TransformSpec.load(file), file.toString(), lines(text), seed);
            } else {
                String whole = text;
                check(() -> TransformSpec.parse(whole, "fuzz.yaml"), "fuzz.yaml", lines(text), seed);
            }
            return true;
        } catch (Throwable e) {
            System.out.println("fails at seed " + seed + ":\n" + escaped(text));
            e.printStackTrace(System.out);
            return false;
        }
    }

    private interface Reading {
        TransformSpec spec();
    }

    private void check(Reading reading, String name, int lines, long seed) {
        TransformSpec spec;
        try {
            spec = reading.spec();
        } catch (SpecException e) {
            outcomes.merge(e.code(), 1, Integer::sum);
            requireCoded(e, name, lines);
            return;
        }
        outcomes.merge("a spec", 1, Integer::sum);
        require(spec.canonicalForm().equals(reading.spec().canonicalForm()), "another canonical form when read again");
        Random random = new Random(seed);
        for (int row = 0; row < ROWS; row++) {
            transform(spec, random);
        }
    }

    private static void requireCoded(SpecException e, String name, int lines) {
        require(e.code().matches("PLB-\\d{3}"), "the code " + e.code());
        require(e.line() > 0 && e.line() <= lines, "line " + e.line() + " of " + lines);
        String message = String.valueOf(e.getMessage());
        require(message.startsWith(e.code() + " " + name + ":" + e.line()), "the message " + message);
        require(message.length() < 3_000, "a message of " + message.length() + " characters");
    }

    private void transform(TransformSpec spec, Random random) {
        Vectorizer vectorizer = spec.vectorizer();
        InputRow row = vectorizer.newInputs();
        RandomRow.fill(row, random);
        int slot = random.nextInt(vectorizer.width());
        vectorizer.explain(row, slot);
        try {
            if (vectorizer.isSparse()) {
                vectorizer.transform(row, vectorizer.newSparse());
            } else if (spec.outputType().equals(dev.plumbline.feature.FeatureType.FLOAT32)) {
                vectorizer.transform(row, new float[vectorizer.width()], 0);
            } else {
                vectorizer.transform(row, new double[vectorizer.width()], 0);
            }
            outcomes.merge("a value", 1, Integer::sum);
        } catch (TransformException e) {
            outcomes.merge(e.code(), 1, Integer::sum);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }

    private static int lines(String text) {
        return 1 + (int) text.chars().filter(c -> c == '\n' || c == '\r').count();
    }

    private void watch() {
        while (true) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);
            if (System.nanoTime() - since > HANG_NANOS) {
                System.out.println("hangs at seed " + at + ":\n" + escaped(document));
                System.out.flush();
                Runtime.getRuntime().halt(HUNG);
            }
        }
    }

    /** Spells a document so that it can be pasted into a test. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c >= ' ' && c < 0x7F)) {
                out.append(c == '\\' ? "\\\\" : String.valueOf(c));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}
