package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that do not fit a spec are refused before a row is read. */
@ExtendWith(SparkExtension.class)
class CatalogRefusalTest {
    private final SparkSession session;

    CatalogRefusalTest(SparkSession session) {
        this.session = session;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "struct(1D AS b) | PLB-501 strict: input 'a' has no column; columns: b",
                "struct(1D AS a, 2D AS b) | PLB-502 strict: the struct has the column 'b', which the spec does not"
                        + " read; pass struct(a)",
                "struct(1D AS a, 2D AS A) | PLB-502 strict: the struct has input 'a' twice, as 'a' and 'A'; leave one"
                        + " out",
                "struct('1' AS a) | PLB-501 strict: input 'a' is float64 and column 'a' is string, which does not widen"
                        + " to it exactly; pass cast(a as double) as a",
                "struct(1L AS a) | PLB-501 strict: input 'a' is float64 and column 'a' is bigint, which does not widen"
                        + " to it exactly; pass cast(a as double) as a",
                "struct(1.5BD AS A) | PLB-501 strict: input 'a' is float64 and column 'A' is decimal(2,1), which does"
                        + " not widen to it exactly; pass cast(A as double) as a",
                "struct(NULL AS a) | PLB-501 strict: input 'a' is float64 and column 'a' is void, which does not widen"
                        + " to it exactly; pass cast(a as double) as a",
                "struct(array(1D) AS a) | PLB-501 strict: input 'a' is float64 and column 'a' is array<double>, which"
                        + " does not widen to it exactly; pass one of type double as a",
                "1D | PLB-502 strict: takes one struct; pass struct(a)",
                "struct(1D AS a), 2D | PLB-502 strict: takes one struct; pass struct(a)"
            })
    void select_argumentsThatDoNotFit_areRefusedAtAnalysis(String arguments, String message) {
        assertThatThrownBy(() -> session.sql("SELECT plumb.specs.strict(" + arguments + ")"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("Function 'strict' cannot process input")
                .hasMessageContaining(": " + message + ".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "array(1D, 2D) | array<double> | cast(embedding as array<float>)",
                "array('a') | array<string> | cast(embedding as array<float>)",
                "1F | float | one of type array<float>"
            })
    void select_arraysThatDoNotFit_areRefusedAtAnalysis(String column, String held, String remedy) {
        assertThatThrownBy(() -> session.sql("SELECT plumb.specs.lists(struct(" + column + " AS embedding, array(1D) AS"
                        + " wide, array(1D) AS scores, array(1L) AS ids, array('a') AS tags))"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("PLB-501 lists: input 'embedding' is vector<float32,4> and column 'embedding' is "
                        + held + ", which does not widen to it exactly; pass " + remedy + " as embedding");
    }

    @Test
    void select_anotherCase_isRefusedIfCaseCounts() {
        session.conf().set("spark.sql.caseSensitive", true);
        try {
            assertThatThrownBy(() -> session.sql("SELECT plumb.specs.strict(struct(1D AS A))"))
                    .isInstanceOf(AnalysisException.class)
                    .hasMessageContaining(
                            "PLB-501 strict: input 'a' has no column, as spark.sql.caseSensitive is on; rename 'A' to 'a'");
        } finally {
            session.conf().unset("spark.sql.caseSensitive");
        }
    }

    @Test
    void select_anUnknownSpec_isNoRoutine() {
        assertThatThrownBy(() -> session.sql("SELECT plumb.specs.nope(struct(1D AS a))"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("Cannot resolve function `plumb`.`specs`.`nope`");
        assertThatThrownBy(() -> session.sql("SELECT plumb.applied.strict(struct(1D AS a))"))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("Cannot resolve function `plumb`.`applied`.`strict`");
    }
}
