package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExplainTest {
    private static final String ROW =
            "{\"distance\": 1750, \"origin\": \"DTW\", \"departure\": \"2001-01-01T00:47:00Z\"}";

    @TempDir
    Path folder;

    private Run explain(String row, String slot) throws IOException {
        return Run.spec("explain", Flights.SPEC, Files.writeString(folder.resolve("row.json"), row), slot);
    }

    @Test
    void explain_byNumber_showsInputAndSteps() throws Exception {
        Run run = explain(ROW, "0");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("x[0] = 1.4898516  flight_row/distance\n")
                .contains("distance = 1750 (present, i64, request)")
                .contains("log1p() 1750 -> 7.467942332285852 | zscore(");
        assertThat(Files.readString(Flights.ROOT.resolve("docs/spec-cli.md"))).contains("```\n" + run.out() + "```");
    }

    @Test
    void explain_readsEveryType() throws Exception {
        Path spec = Files.writeString(folder.resolve("types.yaml"), """
                plumbline: 1
                name: types
                version: "1"
                semantics: 1
                policy: {nan: keep}
                inputs:
                  bools: {type: list<bool>, from: request}
                  i32s: {type: list<i32>, from: request}
                  i64s: {type: list<i64>, from: request}
                  f32s: {type: list<f32>, from: request}
                  f64s: {type: "vector<f64,3>", from: request}
                  texts: {type: list<string>, from: request}
                  times: {type: list<timestamp>, from: request}
                features:
                  - {name: a, input: bools, steps: [is_missing]}
                  - {name: b, input: i32s, steps: [is_missing]}
                  - {name: c, input: i64s, steps: [is_missing]}
                  - {name: d, input: f32s, steps: [is_missing]}
                  - {name: e, input: f64s, steps: [is_missing]}
                  - {name: f, input: texts, steps: [is_missing]}
                  - {name: g, input: times, steps: [is_missing]}
                """);
        Path row = Files.writeString(folder.resolve("row.json"), """
                {"bools": [true, 0], "i32s": [-1, 2], "i64s": [9007199254740993], "f32s": [0.1, "NaN"],
                 "f64s": [1, 0.1, -Infinity], "texts": ["a", ""], "times": [5, "1970-01-01T00:00:00.000001Z"]}
                """);

        assertThat(List.of("a", "b", "c", "d", "e", "f", "g"))
                .map(slot -> Run.spec("explain", spec, row, slot))
                .map(run ->
                        run.code() == 0 ? run.out().lines().skip(1).findFirst().orElse("") : run.err())
                .map(line -> line.strip().replaceAll(" \\(present, (.*), request\\)", " $1"))
                .containsExactly(
                        "bools = [true, false] list<bool>",
                        "i32s = [-1, 2] list<i32>",
                        "i64s = [9007199254740993] list<i64>",
                        "f32s = [0.1, NaN] list<f32>",
                        "f64s = [1.0, 0.1, -Infinity] vector<f64,3>",
                        "texts = [\"a\", \"\"] list<string>",
                        "times = [5, 1] list<timestamp>");
    }

    @Test
    void explain_byName_isTheSameSlot() throws Exception {
        Run run = explain(ROW, "origin[oov]");

        assertThat(run).isEqualTo(explain(ROW, "12"));
        assertThat(run.out()).startsWith("x[12] = 1.0  flight_row/origin[oov]");
    }

    @Test
    void explain_ofMicroseconds_isThatOfTheTime() throws Exception {
        assertThat(explain(ROW.replace("\"2001-01-01T00:47:00Z\"", "978310020000000"), "14"))
                .isEqualTo(explain(ROW, "14"));
    }

    @Test
    void explain_ofARowThatIsRefused_saysWhy() throws Exception {
        Run run = explain("{\"distance\": null, \"origin\": \"DTW\"}", "0");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("x[0] = none", "(null,", "PLB-301");
        assertThat(explain("{}", "0").out()).contains("(not_found,");
        assertThat(explain("{\"distance\": {\"state\": \"stale\", \"value\": 3}}", "0")
                        .out())
                .contains("distance = 3 (stale,", "PLB-309");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    16               | there is no slot 16; the slots are 0 to 15
                    origin           | no slot is named 'origin'; those of feature 'origin' are origin=DFW, origin=ORD
                    colour           | the features are distance, distance_band, origin, departure_hour
                    """)
    void explain_ofAnUnknownSlot_names_those_that_exist(String slot, String said) throws Exception {
        Run run = explain(ROW, slot);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("PLB-604 flight_row: ").contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"distanze": 1}                       | PLB-604 | the spec uses no input 'distanze'; it uses distance, origin, departure
                    {"distance": 1.5}                     | PLB-603 | input 'distance': '1.5' is no int64; write a whole number
                    {"distance": "1"}                     | PLB-603 | input 'distance': '"1"' is no int64; write it without quotes
                    {"distance": 9223372036854775808}     | PLB-603 | '9223372036854775808' is no int64; it is out of range
                    {"distance": [1]}                     | PLB-603 | input 'distance': '[' is no int64
                    {"distance": {"state": "error", "value": 3}} | PLB-603 | 'error' is no state that can be set so
                    {"origin": 1}                         | PLB-603 | input 'origin': '1' is no string; write one in JSON
                    {"departure": "2001-01-01T00:47:00"}  | PLB-603 | is no timestamp; write microseconds since 1970, or such as
                    {"distance": {"state": "old"}}        | PLB-603 | 'old' is no state that can be set so
                    {"distance": {"state": "stale"}}      | PLB-603 | 'stale' is no state that can be set so
                    {"distance": {"stat": "stale"}}       | PLB-603 | 'stat' is no part of a value
                    {"distance": 1, "distance": 2}        | PLB-601 | Duplicate field 'distance'
                    {"distance": 1                        | PLB-601 | is no JSON
                    {"distance": 1} {}                    | PLB-601 | goes on after its object; write one row
                    [1]                                   | PLB-601 | is no object
                    """)
    void explain_ofABadRow_namesTheLineAndTheRemedy(String row, String code, String said) throws Exception {
        Run run = explain("\n" + row, "0");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith(code + " " + folder.resolve("row.json") + ":2: ")
                .contains(said);
    }

    @Test
    void explain_withoutTheFile_fails() {
        Run run = Run.spec("explain", Flights.SPEC, folder.resolve("none.json"), "0");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("PLB-601 " + folder.resolve("none.json"))
                .contains("check the path");
    }
}
