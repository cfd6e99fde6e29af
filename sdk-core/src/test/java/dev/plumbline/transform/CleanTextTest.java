package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code string} makes of texts. */
class CleanTextTest {
    private final Cell cell = new Cell();

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            case: lower                       | 'ISTANBUL'       | 'istanbul'
            case: upper                       | 'istanbul'       | 'ISTANBUL'
            case: lower                       | 'ΑΣ'             | 'ας'
            case: upper                       | 'straße'         | 'STRASSE'
            case: lower                       | 'İ'              | 'i̇'
            normalize: nfkc                   | 'ﬁ①Ａ'            | 'fi1A'
            normalize: nfc                    | 'ﬁ①Ａ'            | 'ﬁ①Ａ'
            "normalize: nfkc, case: lower"    | 'ＡBC'            | 'abc'
            "trim: true"                      | ' a b '          | 'a b'
            "trim: true"                      | '   '            | ''
            "trim: false"                     | ' a '            | ' a '
            "remove: '[^A-Za-z0-9]'"          | 'a-b c!'         | 'abc'
            "remove: '[.,!?^&*-]', trim: true"  | '- a.b^&*-! '  | 'ab'
            "remove: '[\\p{P}\\p{Zs}]'"       | '«a» b'          | 'ab'
            "remove: '[\\x{1f600}]'"          | 'a😀b'           | 'ab'
            "remove: '[😀-😂]'"                | 'a😁b😃'          | 'ab😃'
            """)
    void string_options_changeTheText(String options, String text, String expected) {
        String steps = "[{string: {" + options.replace("\"", "") + "}}, {hash: {size: 2}}, one_hot]";
        CleanText step = step(steps);
        assertThat(step.clean(text)).isEqualTo(expected);
        assertThat(applied(step, text)).isEqualTo(expected);
        assertThat(applied(step, text)).as("from memory").isEqualTo(expected);
        assertThat(step.clean(expected)).as("once more").isEqualTo(expected);
    }

    @Test
    void string_trim_takesWhiteSpaceAndNoOtherControls() {
        CleanText trim = step("[{string: {trim: true}}, {hash: {size: 2}}, one_hot]");
        for (int c = 0; c < 0x10000; c++) {
            // The JDK knows no property White_Space but by this name of a pattern.
            boolean white = String.valueOf((char) c).matches("\\p{IsWhite_Space}");
            String text = "" + (char) c + "x" + (char) c;
            assertThat(applied(trim, text)).as("U+%04X", c).isEqualTo(white ? "x" : text);
        }
        assertThat(applied(trim, "\u001Cx\u001C")).isEqualTo("\u001Cx\u001C");
    }

    @Test
    void string_case_ignoresTheLocaleOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(applied(step("[{string: {case: lower}}, {hash: {size: 2}}, one_hot]"), "TITLE"))
                    .isEqualTo("title");
            assertThat(applied(step("[{string: {case: upper}}, {hash: {size: 2}}, one_hot]"), "title é"))
                    .isEqualTo("TITLE É");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void string_unchanged_isTheSameObject() {
        CleanText step = step(
                "[{string: {trim: true, case: lower, remove: \"[!]\", normalize: nfkc}}, {hash: {size: 2}}, one_hot]");
        for (String text : List.of("", "plain text", "zürich ß 😀")) {
            assertThat(step.clean(text)).isSameAs(text);
            assertThat(applied(step, text)).isSameAs(text);
        }
    }

    @Test
    void string_anyText_comesOutInOneForm() {
        Random random = new Random(5);
        String[] parts = {
            "a", "Z", " ", "\u00A0", "e\u0301", "\u0301", "İ", "ΐ", "\u1E9E", "ﬁ", "Σ", "!", "\u2003", "Ａ", "😀",
            "\uD83D", "\u0345", "ǰ", "\t", "-"
        };
        for (String form : List.of("none", "nfc", "nfkc")) {
            for (String folded : List.of("none", "lower", "upper")) {
                CleanText step = step("[{string: {normalize: " + form + ", case: " + folded
                        + ", remove: \"[!-]\", trim: true}}, {hash: {size: 2}}, one_hot]");
                for (int i = 0; i < 2_000; i++) {
                    StringBuilder built = new StringBuilder();
                    for (int j = random.nextInt(7); j > 0; j--) {
                        built.append(parts[random.nextInt(parts.length)]);
                    }
                    String text = built.toString();
                    String clean = step.clean(text);
                    assertThat(applied(step, text)).isEqualTo(clean);
                    assertThat(step.clean(clean))
                            .as("%s %s of %s", form, folded, text)
                            .isEqualTo(clean);
                    if (!form.equals("none")) {
                        Normalizer.Form wanted = form.equals("nfc") ? Normalizer.Form.NFC : Normalizer.Form.NFKC;
                        assertThat(Normalizer.isNormalized(clean, wanted)).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void string_empty_keepsOrIsMissing() {
        String steps = "[{string: {trim: true, empty: %s}}, {vocab: {values: [\"\", a], missing: 1}}, as_number]";
        String missing = steps.formatted("missing").replace("\"\", ", "");

        assertThat(Rows.one("string", steps.formatted("keep"), "  ")).containsExactly(0);
        assertThat(Rows.one("string", missing, "  ")).containsExactly(1);
        assertThat(Rows.one("string", missing, "")).containsExactly(1);
        assertThatThrownBy(() -> Rows.one("string", missing.replace(", missing: 1", ""), " "))
                .hasMessageContaining("PLB-301")
                .hasMessageContaining("is empty and no impute is declared");
        String list =
                "[{string: {trim: true, case: lower, empty: missing}}, {vocab: {values: [a, b]}}, {multi_hot: {mode: tf}}]";
        assertThat(Rows.one("list<string>", list, new String[] {" ", "A", "", "b ", "a"}))
                .containsExactly(2 / 3.0, 1 / 3.0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abc
            []
            [^]
            [a
            a]
            [a]+
            [a]*
            [a][b]
            (a)
            [a&&[b]]
            [a[b]]
            [a&&b]
            [b-a]
            [\\q]
            [\\p{Foo}]
            [\\p{Qq}]
            [\\ud83d]
            [\\x{110000}]
            [a-\\d]
            [a]{2}
            \\p{L}
            .
            """)
    void string_removeThatIsNoCharacterClass_isRefused(String remove) {
        assertThatThrownBy(() -> step("[{string: {remove: '" + remove + "'}}, {hash: {size: 2}}, one_hot]"))
                .isInstanceOfSatisfying(SpecException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-106");
                    assertThat(e.line()).isEqualTo(9);
                });
    }

    private static CleanText step(String steps) {
        return (CleanText) DocumentParser.parse(Specs.one("string", steps), "s.yaml")
                .plans()
                .get(0)
                .steps()
                .get(0);
    }

    private String applied(CleanText step, String text) {
        cell.reset();
        cell.text = text;
        step.apply(cell);
        return cell.text();
    }
}
