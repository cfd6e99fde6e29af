package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How cells become inputs: by specs that show a value as it is. */
final class CsvCellsTest {
    @TempDir
    Path folder;

    /** The slot of an input of this type, for each cell. */
    private Run vectorize(String type, String steps, String data, String... more) throws IOException {
        Path spec = Files.writeString(folder.resolve("spec.yaml"), """
                plumbline: 1
                name: cells
                version: "1"
                semantics: 1
                output: {name: x, type: f64}
                policy: {nan: keep, inf: keep}
                inputs: {a: {type: "%s", from: request}}
                features: [{name: f, input: a, steps: [%s]}]
                """.formatted(type, steps));
        List<Object> args = new ArrayList<>(List.of(
                "vectorize",
                spec,
                Files.writeString(folder.resolve("data.csv"), data),
                "--out",
                folder.resolve("out.csv")));
        args.addAll(List.of(more));
        return Run.spec(args.toArray());
    }

    private List<String> values() throws IOException {
        return Files.readAllLines(folder.resolve("out.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bool      | true        | 1.0
                    bool      | False       | 0.0
                    bool      | 1           | 1.0
                    bool      | 0           | 0.0
                    i32       | -2147483648 | -2.147483648E9
                    i64       | +7          | 7.0
                    f32       | 0.1         | 0.10000000149011612
                    f32       | 1.00000017881393432617187499 | 1.0000001192092896
                    f64       | 0.1         | 0.1
                    f64       | .5e1        | 5.0
                    f64       | 12.         | 12.0
                    f64       | NaN         | NaN
                    f64       | nan         | NaN
                    f64       | -inf        | -Infinity
                    f64       | Infinity    | Infinity
                    """)
    void cell_isReadByTheTypeOfItsInput(String type, String cell, String value) throws Exception {
        Run run = vectorize(type, "", "a\n" + cell + "\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(values()).containsExactly(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    bool      | yes                  | is no bool; write true or false
                    i64       | 1.5                  | '1.5' is no int64; write a whole number in digits, or declare the input as f64
                    i64       | 1.0                  | is no int64; write a whole number
                    i64       | 1e3                  | is no int64
                    i64       | ` 1`                 | ' 1' is no int64
                    i64       | NaN                  | is no int64
                    i64       | 9223372036854775808  | is no int64; it is out of range
                    i32       | 2147483648           | is no int32; it is out of range
                    f64       | 1,5                  | is no float64; write a number such as
                    f64       | 0x1p3                | is no float64
                    f64       | 1d                   | is no float64
                    f64       | 1e400                | is no float64; it is out of range
                    f32       | 1e39                 | is no float32; it is out of range
                    """)
    void cell_ofAnotherType_isRefusedWithLineColumnAndRemedy(String type, String cell, String said) throws Exception {
        Run run = vectorize(type, "{impute: {value: 0}}", "a\n\n\"" + cell + "\"\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("PLB-603 " + folder.resolve("data.csv") + ":3 cells: column 'a': '")
                .contains(said);
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void octets_arePairsOfHexDigits() throws Exception {
        String steps = "{hash: {size: 262144}}, as_number";

        assertThat(vectorize("bytes", steps, "a\n68656c6C6F\n").code()).isZero();
        assertThat(values()).containsExactly("250593.0");
        assertThat(vectorize("string", steps, "a\nhello\n").code()).isZero();
        assertThat(values()).containsExactly("250593.0");
        assertThat(vectorize("bytes", steps, "a\n686\n").err())
                .startsWith("PLB-603 ")
                .contains("'686' is no bytes; write pairs of hex digits");
    }

    @Test
    void list_isAnArrayOfJson() throws Exception {
        assertThat(vectorize("vector<f32,2>", "", "a\n\"[0.1, -2e1]\"\n").code())
                .isZero();
        assertThat(Files.readAllLines(folder.resolve("out.csv")))
                .element(1)
                .asString()
                .startsWith("0.10000000149011612,-20.0,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    vector<f32,2> | 1              | PLB-603 | '1' is no vector<float32,2>; write an array such as [1, 2]
                    vector<f32,2> | ` `            | PLB-603 | write an array such as [1, 2]
                    vector<f32,2> | [1, 2          | PLB-603 | write an array such as [1, 2]
                    vector<f32,2> | [1, 2] 3       | PLB-603 | it goes on after the array
                    vector<f32,2> | [1, null]      | PLB-603 | 'null' is no float32
                    vector<f32,2> | [1, ""2""]     | PLB-603 | '"2"' is no float32; write it without quotes
                    vector<f32,2> | [1, 1e39]      | PLB-603 | '1e39' is no float32; it is out of range
                    vector<f32,2> | [1, 2, 3]      | PLB-304 | column 'a'
                    list<i64>     | [1.5]          | PLB-603 | '1.5' is no int64
                    list<string>  | [1]            | PLB-603 | '1' is no string
                    list<bool>    | [2]            | PLB-603 | '2' is no bool
                    """)
    void list_thatIsNone_isRefusedWithLineColumnAndRemedy(String type, String cell, String code, String said)
            throws Exception {
        String steps = type.startsWith("list") ? "is_missing" : "";

        Run run = vectorize(type, steps, "a\n\"" + cell + "\"\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(code + " " + folder.resolve("data.csv") + ":2 cells")
                .contains(said);
    }

    @Test
    void anEmptyCell_isNull_unlessNullIsAnotherText() throws Exception {
        assertThat(vectorize("f64", "{is_missing: {states: [null]}}", "b,a\n1,\n2,3\n")
                        .code())
                .isZero();
        assertThat(values()).containsExactly("1.0", "0.0");

        vectorize(
                "string",
                "{vocab: {values: [\"\", \"b\"], missing: 1}}, as_number",
                "b,a\n1,\n2,NA\n3,b\n",
                "--null",
                "NA");
        assertThat(values()).containsExactly("0.0", "2.0", "1.0");
        assertThat(vectorize("f64", "", "a\nNA\n\n", "--null", "NA").err()).contains("PLB-301", ":2 ");
        assertThat(vectorize("f64", "{impute: {value: 0}}", "a\nNA\n\n", "--null", "NA")
                        .err())
                .contains("PLB-603", ":3 ", "'' is no float64");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-07-01T06:00:00Z             | 21600.0
                    2026-07-01T06:00:00.25+02:00     | 14400.25
                    2026-07-01 06:00:00+00:00        | 21600.0
                    -1000000                         | 86399.0
                    1782885600000000                 | 21600.0
                    """)
    void time_hasAZoneOrIsMicroseconds(String cell, double second) throws Exception {
        Run run = vectorize(
                "timestamp", "{cyclic: {part: second_of_day, period: 86400, zone: UTC}}", "a\n" + cell + "\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(values()).containsExactly(Double.toString(StrictMath.sin(2 * Math.PI * second / 86400)));
    }

    @Test
    void time_withoutAZone_needsOne() throws Exception {
        String steps = "{cyclic: {part: second_of_day, period: 86400, zone: UTC}}";
        String data = "a\n2026-07-01T06:00\n";

        assertThat(vectorize("timestamp", steps, data).err())
                .contains("PLB-603", "for times without a zone pass --zone");
        assertThat(vectorize("timestamp", steps, data, "--zone", "+03:00").code())
                .isZero();
        assertThat(values()).containsExactly(Double.toString(StrictMath.sin(2 * Math.PI * 10800 / 86400)));
        assertThat(vectorize("timestamp", steps, data, "--zone", "Mars").code()).isEqualTo(2);
        assertThat(vectorize("timestamp", steps, "a\n2026-07-01T06:00:00.0000001Z\n")
                        .err())
                .contains("round it to microseconds");
    }

    @Test
    void column_thatIsAbsent_isNamedWithThoseThatExist() throws Exception {
        assertThat(vectorize("f64", "", "b,c\n1,2\n"))
                .isEqualTo(new Run(
                        1,
                        "",
                        "PLB-602 " + folder.resolve("data.csv")
                                + ":1 cells: there is no column 'a' for the input 'a'; the columns are b, c;"
                                + " name one by --columns a=COLUMN\n"));
        assertThat(vectorize("f64", "", "b,c\n1,2\n", "--columns", "a=c").code())
                .isZero();
        assertThat(values()).containsExactly("2.0");
        assertThat(vectorize("f64", "", "a\n1\n", "--columns", "x=a").err())
                .isEqualTo("PLB-604 cells: --columns names the input 'x'; the spec uses a\n");
    }

    @Test
    void table_thatIsNone_isRefusedWithItsLine() throws Exception {
        String file = folder.resolve("data.csv").toString();

        assertThat(vectorize("f64", "", "").err()).startsWith("PLB-601 " + file + ":1: is empty");
        assertThat(vectorize("f64", "", "a,a\n1,2\n").err())
                .startsWith("PLB-602 " + file + ":1: has the column 'a' twice");
        assertThat(vectorize("f64", "", "a,b\n1,2\n3\n").err())
                .startsWith("PLB-602 " + file + ":3: has 1 cells and the header has 2");
        assertThat(vectorize("f64", "", "a,b\n\"x\ny\",2\n").err()).startsWith("PLB-603 " + file + ":2 ");
        assertThat(vectorize("f64", "", "b,a\n\"x\ny\",2\n1,z\n").err()).startsWith("PLB-603 " + file + ":4 ");
        assertThat(vectorize("f64", "", "b,a\n1,2\n\"x,2\n").err()).startsWith("PLB-601 " + file + ":3: is no CSV");
    }

    @Test
    void table_withAByteOrderMarkOrCarriageReturns_isRead() throws Exception {
        assertThat(vectorize("f64", "", "\uFEFFa\r\n1\r\n2\r\n").code()).isZero();
        assertThat(values()).containsExactly("1.0", "2.0");
    }

    @Test
    void table_thatIsNotUtf8_isRefused() throws Exception {
        vectorize("string", "{vocab: {values: [\"b\"], oov: 1}}, as_number", "a\nb\n");
        Files.write(folder.resolve("latin1.csv"), "a\n\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

        Run run = Run.spec(
                "vectorize",
                folder.resolve("spec.yaml"),
                folder.resolve("latin1.csv"),
                "--out",
                folder.resolve("latin1.npy"));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("PLB-601 ").contains("is not UTF-8; save it as UTF-8");
        assertThat(folder.resolve("latin1.npy")).doesNotExist();
    }

    @Test
    void table_thatIsAbsent_isRefused() throws Exception {
        vectorize("f64", "", "a\n1\n");

        assertThat(Run.spec(
                        "vectorize",
                        folder.resolve("spec.yaml"),
                        folder.resolve("none.csv"),
                        "--out",
                        folder.resolve("x.npy")))
                .matches(run -> run.code() == 1)
                .matches(run -> run.err().startsWith("PLB-601 " + folder.resolve("none.csv") + ": cannot be read"));
    }
}
