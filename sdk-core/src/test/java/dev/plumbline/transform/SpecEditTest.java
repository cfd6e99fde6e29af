package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecEditTest {
    private static final SpecNode PARAMS = map(
            "f/0/zscore", map("mean", FitNodes.number(1.5), "std", FitNodes.number(2)),
            "g/0/vocab", map("values", FitNodes.texts(List.of("DFW", "a \"b\"", "é\n"))));

    @Test
    void put_intoABlockWithoutTheKey_appendsABlock() {
        String text = "# head\nplumbline: 1   # one\n\nname:   x\n# tail\n";

        assertThat(put(text)).isEqualTo(text + """
                params:
                  f/0/zscore: {mean: 1.5, std: 2}
                  g/0/vocab: {values: ["DFW", "a \\"b\\"", "é\\n"]}
                """);
    }

    @Test
    void put_whereTheLastLineDoesNotEnd_endsIt() {
        assertThat(put("name: x")).startsWith("name: x\nparams:\n  f/0/zscore:").endsWith("]}\n");
    }

    @Test
    void put_beforeADocumentEnd_staysInTheDocument() {
        String text = put("---\nname: x # y\n...\n# after\n");

        assertThat(text).startsWith("---\nname: x # y\nparams:\n").endsWith("]}\n...\n# after\n");
        assertThat(Documents.text(text, "params", "f/0/zscore", "std")).isEqualTo("2");
    }

    @Test
    void put_intoAnIndentedBlock_keepsItsIndent() {
        assertThat(put("  name: x\n  version: y\n"))
                .startsWith("  name: x\n  version: y\n  params:\n    f/0/zscore: {mean: 1.5, std: 2}\n    g/0");
    }

    @Test
    void put_overABlock_replacesTheBlockAlone() {
        String text = """
                name: x
                params:   # written by the fit
                    f/0/zscore: {mean: 9, std: 9}   # gone
                    h/0/zscore:
                      mean: 8

                # what follows
                provenance: {rows: 1}  # kept
                # end
                """;

        assertThat(put(text)).isEqualTo("""
                name: x
                params:   # written by the fit
                    f/0/zscore: {mean: 1.5, std: 2}
                    g/0/vocab: {values: ["DFW", "a \\"b\\"", "é\\n"]}

                # what follows
                provenance: {rows: 1}  # kept
                # end
                """);
    }

    @Test
    void put_overAFlowMap_staysAFlowMap() {
        assertThat(put("name: x\nparams: {f/0/zscore: {mean: 9}} # note\nowner: y\n"))
                .isEqualTo("name: x\nparams: {f/0/zscore: {mean: 1.5, std: 2}, g/0/vocab: {values: [\"DFW\", \"a"
                        + " \\\"b\\\"\", \"é\\n\"]}} # note\nowner: y\n");
    }

    @Test
    void put_overNothing_fillsThePlace() {
        assertThat(put("name: x\nparams: # to be fitted\nowner: y\n"))
                .startsWith("name: x\nparams: {f/0/zscore: {mean: 1.5, std: 2}, g/0")
                .endsWith("} # to be fitted\nowner: y\n");
    }

    @Test
    void put_overATextOrAList_replacesIt() {
        for (String old :
                List.of("by hand", "\"by: hand\"", "|\n  by\n  hand", ">-\n  by hand\n", "\n  - a\n  - b", "\n- a")) {
            String text = put("name: x\nparams: " + old + "\nowner: y\n");

            assertThat(Documents.text(text, "params", "f/0/zscore", "std")).isEqualTo("2");
            assertThat(text)
                    .startsWith("name: x\nparams: {f/0")
                    .contains("\nowner: y\n")
                    .doesNotContain("hand");
        }
    }

    @Test
    void put_intoAFlowDocument_appendsBeforeItsEnd() {
        String json = "{\"plumbline\": 1,\n \"name\": \"x\"\n}\n";

        assertThat(put(json))
                .isEqualTo(
                        "{\"plumbline\": 1,\n \"name\": \"x\",\n \"params\": {\"f/0/zscore\": {\"mean\": 1.5, \"std\": 2},"
                                + " \"g/0/vocab\": {\"values\": [\"DFW\", \"a \\\"b\\\"\", \"é\\n\"]}}\n}\n");
        assertThat(put("{plumbline: 1, name: x}")).startsWith("{plumbline: 1, name: x, params: {f/0/zscore: {mean");
        assertThat(put("{plumbline: 1,\n  name: x, # y, z\n}"))
                .startsWith("{plumbline: 1,\n  name: x,\n  params: {f/0/zscore: {")
                .endsWith("}} # y, z\n}");
        assertThat(put("{\"params\":{\"a\":[1,{}]},\"b\":2}"))
                .startsWith("{\"params\":{\"f/0/zscore\": {\"mean\": 1.5")
                .endsWith("]}},\"b\":2}");
    }

    @Test
    void put_intoATextOfOtherLineEnds_usesThem() {
        String text = "name: x\nparams:\n  a: {b: 1}\nowner: y\n";

        assertThat(put(text.replace("\n", "\r\n"))).isEqualTo(put(text).replace("\n", "\r\n"));
    }

    @Test
    void put_behindWideCharacters_findsItsPlace() {
        String text = "\uFEFFname: x # 😀 é\nparams: {a: {b: \"😀\"}}\nowner: \"😀\"\n";

        assertThat(put(text))
                .startsWith("\uFEFFname: x # 😀 é\nparams: {f/0/zscore: {mean")
                .endsWith("}}\nowner: \"😀\"\n");
    }

    @Test
    void put_anEmptyMap_writesOne() {
        SpecNode empty = SpecNode.map(0, Map.of());

        assertThat(SpecEdit.put("name: x\n", "params", empty)).isEqualTo("name: x\nparams: {}\n");
        assertThat(SpecEdit.put("name: x\nparams:\n  a: {b: 1}\n", "params", empty))
                .isEqualTo("name: x\nparams:\n  {}\n");
    }

    @Test
    void put_twice_isPutOnce() {
        for (String text : List.of("name: x\n", "{name: x}", "{\"name\": \"x\"}", "name: x\nparams:\nowner: y\n")) {
            assertThat(put(put(text))).isEqualTo(put(text));
        }
    }

    @Test
    void quoted_anyText_readsBack() {
        String text = "a\"\\\b\t\n\f\r\u0000\u007F\u0085\u00A0\u2028\u2029\uFEFF\uFFFE😀é#: {}[],'|>%@`~";
        String document = SpecEdit.put("name: x\n", "params", map(text, FitNodes.text(text)));

        assertThat(Documents.text(document, "params", text)).isEqualTo(text);
    }

    @Test
    void block_longLists_areWrapped() {
        List<String> values = new java.util.ArrayList<>();
        for (int i = 0; i < 60; i++) {
            values.add("value " + i);
        }
        String document = SpecEdit.put("name: x\n", "params", map("f/0/vocab", map("values", FitNodes.texts(values))));

        assertThat(document.lines()).allMatch(line -> line.length() <= 121).hasSizeGreaterThan(5);
        assertThat(Documents.texts(document, "params", "f/0/vocab", "values")).isEqualTo(values);
    }

    @Test
    void block_keysThatYamlTakesForItself_areQuoted() {
        SpecNode one = FitNodes.number(1);

        assertThat(SpecEdit.put("name: x\n", "params", map("y", one, "no", one, "inf", one)))
                .isEqualTo("name: x\nparams:\n  \"y\": 1\n  \"no\": 1\n  inf: 1\n");
    }

    private static String put(String text) {
        return SpecEdit.put(text, "params", PARAMS);
    }

    private static SpecNode map(Object... entries) {
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            fields.put((String) entries[i], (SpecNode) entries[i + 1]);
        }
        return SpecNode.map(0, fields);
    }
}
