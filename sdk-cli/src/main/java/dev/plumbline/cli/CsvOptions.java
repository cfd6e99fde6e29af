package dev.plumbline.cli;

import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a CSV is to be read, as it is typed. */
final class CsvOptions {
    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "INPUT=COLUMN",
            description = "the column of an input that is not named like it")
    private Map<String, String> columns = Map.of();

    @Option(names = "--null", paramLabel = "TEXT", description = "the cell that is null; else an empty one")
    private String nullText = "";

    @Option(
            names = "--zone",
            paramLabel = "OFFSET",
            converter = OffsetConverter.class,
            description = "such as UTC or +01:00, of times that name none; else they are refused")
    private @Nullable ZoneOffset zone;

    CsvFormat format() {
        return new CsvFormat(columns, nullText, new ValueText(zone));
    }
}
