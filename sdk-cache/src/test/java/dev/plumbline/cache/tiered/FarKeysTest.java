package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FarKeysTest {
    private static final FarKeys KEYS = new FarKeys("n".repeat(64));
    private static final String LETTERS = "nt\u0000\u0001\u0003a\u00e9";
    private static final byte[] PREFIX = KEYS.prefix(999_999_999_999_999_999L);

    @Test
    void distinctKeys_haveDistinctNamesOfSafeCharacters() {
        List<CacheKey> keys = new ArrayList<>();
        for (Object[] entity : new Object[][] {
            {3L},
            {"3"},
            {"a", "b"},
            {"ab"},
            {"a", "b", "c"},
            {"a,b"},
            {"ab", "c"},
            {"a", "bc"},
            {"x y"},
            {"x\r\nset k 0 0 1\r\n"},
            {"\ud83d\ude80"},
            {"z".repeat(EntityKey.MAX_LENGTH)},
            {Long.MIN_VALUE},
            {"t", 1L},
            {1L, "t"}
        }) {
            keys.add(Rows.key(Rows.SMALL, entity));
        }
        FeatureView twin = FeatureView.builder("twin", "airport")
                .feature("flights", FeatureType.INT64)
                .build();
        keys.add(Rows.key(twin, "3"));
        for (String variant : new String[] {"b", "\ud800", "?", "\ud801"}) {
            keys.add(new CacheKey(Rows.SMALL, EntityKey.of("3"), variant));
        }

        Set<String> names = new HashSet<>();
        Set<String> canonical = new HashSet<>();
        for (CacheKey key : keys) {
            FarKey far = KEYS.of(key);
            assertThat(far.name(PREFIX)).matches("[A-Za-z0-9:_.-]{1,130}");
            names.add(far.name(PREFIX));
            canonical.add(java.util.HexFormat.of().formatHex(far.canonical()));
        }
        assertThat(names).hasSameSizeAs(keys);
        assertThat(canonical).hasSameSizeAs(keys);
    }

    @Test
    void equalKeys_haveEqualNames() {
        FarKey one = KEYS.of(Rows.key(Rows.SMALL, "DFW"));
        FarKey two = KEYS.of(Rows.key(Rows.SMALL, "DFW"));

        assertThat(one.name(PREFIX)).isEqualTo(two.name(PREFIX));
        assertThat(one.routingHash()).isEqualTo(two.routingHash());
    }

    @Test
    void namespacesAndGenerations_keepApart() {
        FarKey key = KEYS.of(Rows.key(Rows.SMALL, "DFW"));

        assertThat(List.of(
                        key.name(new FarKeys("a").prefix(1)),
                        key.name(new FarKeys("b").prefix(1)),
                        key.name(new FarKeys("a").prefix(2)),
                        new FarKeys("a").generationName()))
                .doesNotHaveDuplicates();
    }

    /** Processes of all versions with the same prefix must agree on it. */
    @Test
    void name_staysAsItIs() {
        assertThat(new FarKeys("prod")
                        .of(new CacheKey(Rows.SMALL, EntityKey.composite("DFW", 7L), "b"))
                        .name(new FarKeys("prod").prefix(1_700_000_000_000_000L)))
                .isEqualTo("pl2:prod:1700000000000000:79b694e93ef4b4e9:sHZEw1c0XeZD7kBAynPn4w");
    }

    @Test
    void digest_isSpelledAsBase64() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            FarKey key = new FarKey(Rows.key(Rows.SMALL, "x"), new byte[0], digest);
            String name = key.name(new byte[0]);
            assertThat(name.substring(name.indexOf(':') + 1))
                    .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16)));
            assertThat(key.routingHash()).isEqualTo(ByteBuffer.wrap(digest).getLong(16));
        }
    }

    /** Keys at random, of few letters and lengths, so that parts of one often look like parts of another. */
    @Test
    void differentKeys_haveDifferentCanonicalBytes() {
        long seed = 20260103;
        Random random = new Random(seed);
        Map<String, CacheKey> byBytes = new HashMap<>();
        int distinct = 0;
        for (int i = 0; i < 200_000; i++) {
            CacheKey key = randomKey(random);
            CacheKey other =
                    byBytes.putIfAbsent(HexFormat.of().formatHex(KEYS.of(key).canonical()), key);
            distinct += other == null ? 1 : 0;
            assertThat(other == null || other.equals(key))
                    .as("seed %d, %s and %s", seed, key, other)
                    .isTrue();
        }
        assertThat(distinct).isGreaterThan(50_000);
    }

    private static CacheKey randomKey(Random random) {
        Object[] entity = new Object[1 + random.nextInt(3)];
        for (int i = 0; i < entity.length; i++) {
            entity[i] = switch (random.nextInt(4)) {
                case 0 -> random.nextLong() >> random.nextInt(64);
                // As long as a tag, a count and three letters.
                case 1 -> 't' * (1L << 56) + 3 * (1L << 24) + 0x616161 + 0x0dL * random.nextInt(3);
                default -> text(random, 1, LETTERS);
            };
        }
        return new CacheKey(Rows.SMALL, EntityKey.composite(entity), text(random, 0, LETTERS + "\ud800\udc00"));
    }

    private static String text(Random random, int least, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4) + least; i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
