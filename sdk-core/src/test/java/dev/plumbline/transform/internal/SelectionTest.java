package dev.plumbline.transform.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void keys_ofSortedDoubles_areSorted() {
        double[] numbers = Numbers.nasty(6, 2_000);
        Arrays.sort(numbers);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += 0.0;
        }

        for (int i = 1; i < numbers.length; i++) {
            assertThat(Long.compareUnsigned(SortKeys.of(numbers[i - 1]), SortKeys.of(numbers[i])))
                    .isEqualTo(Double.compare(numbers[i - 1], numbers[i]));
            assertThat(SortKeys.toDouble(SortKeys.of(numbers[i]))).isEqualTo(numbers[i]);
        }
        assertThat(SortKeys.toLong(SortKeys.of(-7L))).isEqualTo(-7L);
    }

    @Test
    void select_fewNumbers_takesOnePass() throws IOException {
        double[] numbers = Numbers.nasty(7, 5_000);

        assertThat(passes(numbers, new Random(8))).isEqualTo(1);
    }

    @Test
    void select_manyNumbers_findsEveryRankInAFewPasses() throws IOException {
        double[] spread = new Random(9).doubles(300_000).toArray();
        double[] nasty = Numbers.nasty(10, 300_000);
        double[] near = new Random(11)
                .longs(300_000, 0, 1L << 40)
                .mapToDouble(x -> 1 + x * 0x1p-52)
                .toArray();

        assertThat(passes(spread, new Random(12))).isBetween(2, 4);
        assertThat(passes(nasty, new Random(13))).isBetween(2, 4);
        assertThat(passes(near, new Random(14))).isBetween(2, 4);
    }

    @Test
    void next_passOverOtherValues_isRefused() {
        Selection first = Selection.start();
        KeyTally tally = first.tally();
        new Random(15).doubles(100_000).forEach(x -> tally.add(SortKeys.of(x)));
        Selection second = first.next(tally, count -> new long[] {count / 2});

        assertThat(second.isDone()).isFalse();
        assertThatThrownBy(() -> second.next(second.tally(), count -> new long[0]))
                .hasMessage("this pass went over other values than the one before");
    }

    @Test
    void next_noValues_isDone() {
        Selection first = Selection.start();

        assertThat(first.next(first.tally(), count -> new long[] {0}).isDone()).isTrue();
    }

    private static int passes(double[] numbers, Random random) throws IOException {
        double[] sorted = Arrays.stream(numbers).map(x -> x + 0.0).sorted().toArray();
        int n = numbers.length;
        Selection.Ranks wanted = count -> {
            long[] ranks = new long[20];
            for (int i = 0; i < 20; i++) {
                ranks[i] = (count - 1) * (19 - i) / 19;
            }
            return ranks;
        };
        Selection selection = Selection.start();
        int passes = 0;
        while (!selection.isDone()) {
            passes++;
            Numbers.shuffle(numbers, random);
            selection = through(selection).next(pass(selection, numbers, random), wanted);
        }
        for (long rank : wanted.of(n)) {
            double value = SortKeys.toDouble(selection.key(rank));
            assertThat(value).isEqualTo(sorted[(int) rank]);
            assertThat(selection.less(rank))
                    .isEqualTo(Arrays.stream(sorted).filter(x -> x < value).count());
        }
        return passes;
    }

    private static KeyTally pass(Selection selection, double[] numbers, Random random) throws IOException {
        KeyTally whole = selection.tally();
        KeyTally merged = selection.tally();
        int from = 0;
        while (from < numbers.length) {
            int to = Math.min(numbers.length, from + 1 + random.nextInt(numbers.length / 2));
            KeyTally part = selection.tally();
            for (int i = from; i < to; i++) {
                part.add(SortKeys.of(numbers[i]));
                whole.add(SortKeys.of(numbers[i]));
            }
            if (random.nextBoolean()) {
                merged.merge(part);
            } else {
                merged.read(new DataInputStream(new ByteArrayInputStream(bytes(part))));
            }
            from = to;
        }
        assertThat(bytes(merged)).isEqualTo(bytes(whole));
        return merged;
    }

    private static byte[] bytes(KeyTally tally) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tally.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Selection through(Selection selection) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        selection.write(new DataOutputStream(bytes));
        return Selection.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
