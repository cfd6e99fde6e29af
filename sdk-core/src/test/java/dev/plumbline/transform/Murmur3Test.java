package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hash is that of the reference implementation over the same octets. */
class Murmur3Test {
    private final Murmur3 hash = new Murmur3();

    @ParameterizedTest
    @CsvSource({
        "'', 0, 00000000",
        "'', 1, 514e28b7",
        "'', ffffffff, 81f16f39",
        "ffffffff, 0, 76293b50",
        "21436587, 0, f55b516b",
        "21436587, 5082edee, 2362f9de",
        "214365, 0, 7e4a8634",
        "2143, 0, a0f7b07a",
        "21, 0, 72661cf4",
        "00000000, 0, 2362f9de",
        "000000, 0, 85f0b427",
        "0000, 0, 30f4c306",
        "00, 0, 514e28b7",
    })
    void finish_octets_equalThePublishedVectors(String octets, String seed, String expected) {
        hash.start(HexFormat.fromHexDigits("0".repeat(8 - seed.length()) + seed))
                .add(HexFormat.of().parseHex(octets));

        assertThat(HexFormat.of().toHexDigits(hash.finish())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "aaaa, 5a97808a",
        "aaa, 283e0130",
        "abc, c84a62dd",
        "'Hello, world!', 24884cba",
        "ππππππππ, d58063c1",
        "The quick brown fox jumps over the lazy dog, 2fa826cd"
    })
    void finish_texts_equalThePublishedVectors(String text, String expected) {
        assertThat(HexFormat.of().toHexDigits(hash.start(0x9747b28c).add(text).finish()))
                .isEqualTo(expected);
    }

    @Test
    void finish_seedsOfPeers_equalTheirs() {
        assertThat(Math.floorMod(hash.start(42).add("hello").finish(), 1 << 18)).isEqualTo(250593);
        assertThat(Math.floorMod(hash.start(42).add("3").finish(), 1 << 18)).isEqualTo(168590);
        int dog = hash.start(0).add("dog").finish();
        assertThat(Math.abs((long) dog) % 10).isEqualTo(3);
        assertThat(Math.floorMod(dog, 10)).isEqualTo(7);
    }

    @Test
    void add_anyText_hashesAsItsUtf8() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(12);
            for (int j = 0; j < length; j++) {
                switch (random.nextInt(6)) {
                    case 0 -> text.append((char) (0x80 + random.nextInt(0x780)));
                    case 1 -> text.append((char) (0x800 + random.nextInt(0xD000)));
                    case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
                    case 3 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                    default -> text.append((char) random.nextInt(0x80));
                }
            }
            int seed = random.nextInt();
            assertThat(hash.start(seed).add(text.toString()).finish())
                    .as(text.toString())
                    .isEqualTo(plain(text.toString().getBytes(StandardCharsets.UTF_8), seed));
        }
    }

    @Test
    void add_halfOfASurrogatePair_countsAsAQuestionMark() {
        int expected = hash.start(42).add("a?b?").finish();

        assertThat(hash.start(42).add("a\uD83Db\uDE00").finish()).isEqualTo(expected);
        assertThat(hash.start(42).add("\uDE00\uD83D").finish())
                .isEqualTo(hash.start(42).add("??").finish());
    }

    @Test
    void add_pieces_hashAsTheirWhole() {
        assertThat(hash.start(42).add("naïve=").add("😀x").add(-120L).finish())
                .isEqualTo(hash.start(42).add("naïve=😀x-120").finish());
    }

    @Test
    void add_integer_hashesAsItsDigits() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            assertDigits(random.nextLong() >> random.nextInt(64));
        }
        long power = 1;
        for (int i = 0; i < 19; i++, power *= 10) {
            assertDigits(power);
            assertDigits(power - 1);
            assertDigits(-power);
            assertDigits(1 - power);
        }
        assertDigits(Long.MIN_VALUE);
        assertDigits(Long.MAX_VALUE);
    }

    private void assertDigits(long integer) {
        assertThat(hash.start(42).add(integer).finish())
                .as("%d", integer)
                .isEqualTo(hash.start(42).add(Long.toString(integer)).finish());
    }

    /** The algorithm once more, as its author's C reads. */
    static int plain(byte[] data, int seed) {
        int h1 = seed;
        int blocks = data.length / 4;
        for (int i = 0; i < blocks; i++) {
            int k1 = (data[4 * i] & 0xFF)
                    | (data[4 * i + 1] & 0xFF) << 8
                    | (data[4 * i + 2] & 0xFF) << 16
                    | (data[4 * i + 3] & 0xFF) << 24;
            k1 *= 0xcc9e2d51;
            k1 = k1 << 15 | k1 >>> 17;
            k1 *= 0x1b873593;
            h1 ^= k1;
            h1 = h1 << 13 | h1 >>> 19;
            h1 = h1 * 5 + 0xe6546b64;
        }
        int k1 = 0;
        for (int i = data.length - 1; i >= 4 * blocks; i--) {
            k1 = (k1 << 8) | (data[i] & 0xFF);
        }
        if (data.length % 4 != 0) {
            k1 *= 0xcc9e2d51;
            k1 = k1 << 15 | k1 >>> 17;
            k1 *= 0x1b873593;
            h1 ^= k1;
        }
        h1 ^= data.length;
        h1 ^= h1 >>> 16;
        h1 *= 0x85ebca6b;
        h1 ^= h1 >>> 13;
        h1 *= 0xc2b2ae35;
        return h1 ^ h1 >>> 16;
    }
}
