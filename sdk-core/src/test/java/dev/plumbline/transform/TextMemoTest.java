package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextMemoTest {
    private final TextMemo memo = new TextMemo();
    private final Step one = step();
    private final Step other = step();

    @Test
    void get_isWhatTheStepMade() {
        memo.put(one, "a", "A");
        memo.put(other, "a", "@");

        assertThat(memo.get(one, new String("a"))).isEqualTo("A");
        assertThat(memo.get(other, "a")).isEqualTo("@");
        assertThat(memo.get(one, "b")).isNull();
    }

    @Test
    void get_asManyAsItHolds_areKept() {
        for (int i = 0; i < TextMemo.MOST; i++) {
            memo.put(one, "t" + i, "r" + i);
        }
        for (int i = 0; i < TextMemo.MOST; i++) {
            assertThat(memo.get(one, "t" + i)).isEqualTo("r" + i);
        }
        memo.put(one, "more", "m");
        assertThat(memo.get(one, "more")).isEqualTo("m");
        assertThat(memo.get(one, "t0")).as("it starts anew").isNull();
    }

    @Test
    void put_longText_isNotKept() {
        memo.put(one, "x".repeat(TextMemo.LONGEST), "kept");
        memo.put(one, "x".repeat(TextMemo.LONGEST + 1), "not");

        assertThat(memo.get(one, "x".repeat(TextMemo.LONGEST))).isEqualTo("kept");
        assertThat(memo.get(one, "x".repeat(TextMemo.LONGEST + 1))).isNull();
    }

    @Test
    void text_builtAgain_isTheSameObject() {
        String first = memo.text(one, new StringBuilder("a\u001F😀"));

        assertThat(first).isEqualTo("a\u001F😀");
        assertThat(memo.text(one, new StringBuilder("a\u001F😀"))).isSameAs(first);
        assertThat(memo.text(one, new StringBuilder("a\u001F"))).isEqualTo("a\u001F");
        assertThat(memo.text(one, new StringBuilder("x".repeat(1000)))).hasSize(1000);
    }

    /** Two of them are told apart only by being two. */
    private static Step step() {
        String spec = Specs.one("string", "[{string: {case: upper}}, {hash: {size: 2}}, one_hot]");
        return DocumentParser.parse(spec, "s.yaml").plans().get(0).steps().get(0);
    }
}
