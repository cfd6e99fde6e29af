package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged documents, in a process that has 256 MiB of heap. */
class SpecFuzzTest {
    private static final long SEED = 1;
    private static final int DOCUMENTS = Boolean.getBoolean("plumbline.long") ? 200_000 : 20_000;
    private static final int MOST_MINUTES = 30;

    @Test
    void read_damagedDocument_isASpecOrACodedRefusal(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        Process fuzz = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        SpecFuzz.class.getName(),
                        directory.resolve("fuzz.yaml").toString(),
                        Long.toString(SEED),
                        Integer.toString(DOCUMENTS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(fuzz.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as("ends").isTrue();
        } finally {
            fuzz.destroyForcibly();
        }
        assertThat(fuzz.exitValue()).as(Files.readString(log)).isZero();
    }

    /** The module under test is on the module path, its tests and their libraries on the class path. */
    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .filter(path -> !path.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
