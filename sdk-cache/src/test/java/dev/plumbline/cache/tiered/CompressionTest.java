package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CompressionTest {
    private static final byte[] TEXT =
            "one two one two one two one two ".repeat(50).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] SMALLER = deflate(TEXT);

    @Test
    void octets_areTheSameAgain() {
        assertThat(SMALLER.length).isLessThan(TEXT.length / 4);
        assertThat(Compression.inflate(SMALLER, 0, SMALLER.length, TEXT.length)).isEqualTo(TEXT);
    }

    @Test
    void partOfAnArray_isTakenForItself() {
        byte[] around = new byte[TEXT.length + 20];
        System.arraycopy(TEXT, 0, around, 10, TEXT.length);
        byte[] smaller = Objects.requireNonNull(Compression.deflate(around, 10, TEXT.length));
        byte[] inside = new byte[smaller.length + 7];
        System.arraycopy(smaller, 0, inside, 4, smaller.length);

        assertThat(Compression.inflate(inside, 4, smaller.length, TEXT.length)).isEqualTo(TEXT);
    }

    @Test
    void noise_isNotCompressed() {
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);

        assertThat(Compression.deflate(noise, 0, noise.length)).isNull();
    }

    @Test
    void anotherLengthThanTold_isRefused() {
        for (int length : new int[] {-1, 0, TEXT.length - 1, TEXT.length + 1}) {
            assertThat(Compression.inflate(SMALLER, 0, SMALLER.length, length)).isNull();
        }
    }

    @Test
    void octetsBehindTheEnd_areRefused() {
        assertThat(Compression.inflate(Arrays.copyOf(SMALLER, SMALLER.length + 1), 0, SMALLER.length + 1, TEXT.length))
                .isNull();
    }

    @Test
    void octetsThatAreCutOrNone_areRefused() {
        for (int length = 0; length < SMALLER.length; length++) {
            assertThat(Compression.inflate(SMALLER, 0, length, TEXT.length)).isNull();
        }
        assertThat(Compression.inflate(TEXT, 0, TEXT.length, TEXT.length)).isNull();
    }

    @Test
    void moreThanTheBound_isNotEvenTried() {
        byte[] most = new byte[Envelope.MOST_BODY_OCTETS];
        byte[] more = new byte[Envelope.MOST_BODY_OCTETS + 1];
        byte[] ofMost = deflate(most);
        byte[] ofMore = deflate(more);

        assertThat(Compression.inflate(ofMost, 0, ofMost.length, most.length)).isEqualTo(most);
        assertThat(Compression.inflate(ofMore, 0, ofMore.length, more.length)).isNull();
    }

    private static byte[] deflate(byte[] octets) {
        return Objects.requireNonNull(Compression.deflate(octets, 0, octets.length));
    }
}
