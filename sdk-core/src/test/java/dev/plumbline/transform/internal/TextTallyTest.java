package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTallyTest {
    @Test
    void entries_ofEqualCounts_areInTheOrderOfTheirUtf8Bytes() {
        List<String> texts = new ArrayList<>(
                List.of("b", "a", "", "\uE000", "\uFFFD", "\uD83D\uDE00", "\uD800\uDC00", "aa", "é", "Z"));
        TextTally tally = new TextTally(100);
        texts.forEach(tally::add);
        texts.sort((x, y) ->
                Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));

        assertThat(tally.entries(TextTally.BY_CODE_POINT))
                .extracting(TextTally.Entry::text)
                .isEqualTo(texts);
        Collections.reverse(texts);
        assertThat(tally.entries(TextTally.BY_CODE_POINT.reversed()))
                .extracting(TextTally.Entry::text)
                .isEqualTo(texts);
    }

    @Test
    void entries_haveTheMostFrequentFirst() {
        TextTally tally = new TextTally(100);
        List.of("a", "b", "b", "c", "c").forEach(tally::add);

        assertThat(tally.entries(TextTally.BY_CODE_POINT))
                .containsExactly(new TextTally.Entry("b", 2), new TextTally.Entry("c", 2), new TextTally.Entry("a", 1));
    }

    @Test
    void merge_inAnyOrder_writesTheSameBytes() throws IOException {
        Random random = new Random(16);
        for (int limit : new int[] {50, 30}) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                texts.add("t" + random.nextInt(40) + (i % 3 == 0 ? "\uD800" : ""));
            }
            TextTally whole = new TextTally(limit);
            texts.forEach(whole::add);
            TextTally merged = new TextTally(limit);
            Collections.shuffle(texts, random);
            for (int from = 0; from < 400; from += 100) {
                TextTally part = new TextTally(limit);
                texts.subList(from, from + 100).forEach(part::add);
                if (random.nextBoolean()) {
                    merged.merge(part);
                } else {
                    merged.read(new DataInputStream(new ByteArrayInputStream(bytes(part))));
                }
            }

            assertThat(bytes(merged)).isEqualTo(bytes(whole));
            assertThat(whole.isFull()).isEqualTo(whole.distinct() == 0);
            assertThat(whole.total()).isEqualTo(400);
        }
    }

    @Test
    void add_beyondTheLimit_keepsNothingButTheTotal() {
        TextTally tally = new TextTally(2);
        List.of("a", "b", "a", "c", "a").forEach(tally::add);

        assertThat(tally.isFull()).isTrue();
        assertThat(tally.entries(TextTally.BY_CODE_POINT)).isEmpty();
        assertThat(tally.total()).isEqualTo(5);
    }

    @Test
    void mode_ofEqualCounts_isTheLeast() {
        LongTally tally = new LongTally(3);
        for (double x : new double[] {4, -1, 4, -1, 2}) {
            tally.add(SortKeys.of(x));
        }

        assertThat(SortKeys.toDouble(tally.mode())).isEqualTo(-1);
        tally.add(SortKeys.of(9.0));
        assertThat(tally.isFull()).isTrue();
    }

    private static byte[] bytes(TextTally tally) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tally.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
