package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The specs of a directory, on any file system that Spark reads, as they were when it was read. Immutable. */
final class SpecDirectory {
    private final List<CarriedSpec> specs;

    private SpecDirectory(List<CarriedSpec> specs) {
        this.specs = specs;
    }

    /**
     * Reads every file that ends with .yaml, .yml or .json.
     *
     * @throws dev.plumbline.transform.SpecException if one of them is no sound spec
     * @throws IllegalArgumentException if the directory cannot be read (PLB-503)
     */
    static SpecDirectory read(String directory, Configuration hadoop) {
        List<CarriedSpec> specs = new ArrayList<>();
        try {
            Path path = new Path(directory);
            FileSystem files = path.getFileSystem(hadoop);
            FileStatus[] listed = files.listStatus(path);
            Arrays.sort(listed, Comparator.comparing(FileStatus::getPath));
            for (FileStatus file : listed) {
                if (file.isFile() && isSpec(file.getPath().getName())) {
                    specs.add(new CarriedSpec(TransformSpec.parse(
                            text(files, file.getPath()), file.getPath().toString())));
                }
            }
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException("PLB-503 there is no directory '" + directory + "'; check the path", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "PLB-503 the directory '" + directory + "' cannot be read: " + e.getMessage()
                            + "; check path and rights",
                    e);
        }
        return new SpecDirectory(List.copyOf(specs));
    }

    private static boolean isSpec(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml") || file.endsWith(".json");
    }

    private static String text(FileSystem files, Path file) throws IOException {
        try (FSDataInputStream in = files.open(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    List<CarriedSpec> specs() {
        return specs;
    }

    /**
     * Returns the specs that a function's name can mean: {@code name}, in any case, or {@code name@version} or {@code
     * name@fingerprint}, which may be the fingerprint's start.
     */
    List<CarriedSpec> named(String function) {
        int at = function.indexOf('@');
        String name = (at < 0 ? function : function.substring(0, at)).toLowerCase(Locale.ROOT);
        String which = at < 0 ? "" : function.substring(at + 1);
        return specs.stream()
                .filter(carried -> carried.spec().name().equals(name))
                .filter(carried ->
                        at < 0 || carried.spec().version().equals(which) || isStartOfFingerprint(carried, which))
                .toList();
    }

    private static boolean isStartOfFingerprint(CarriedSpec carried, String which) {
        String digits = which.startsWith("plb1:") ? which.substring("plb1:".length()) : which;
        return digits.length() >= 12 && carried.spec().fingerprint().startsWith("plb1:" + digits);
    }
}
