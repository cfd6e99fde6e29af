package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FarKeysTest {
    private static final FarKeys KEYS = new FarKeys("n".repeat(64));

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
            assertThat(far.name()).matches("[A-Za-z0-9:_.-]{1,250}");
            names.add(far.name());
            canonical.add(java.util.HexFormat.of().formatHex(far.canonical()));
        }
        assertThat(names).hasSameSizeAs(keys);
        assertThat(canonical).hasSameSizeAs(keys);
    }

    @Test
    void equalKeys_haveEqualNames() {
        FarKey one = KEYS.of(Rows.key(Rows.SMALL, "DFW"));
        FarKey two = KEYS.of(Rows.key(Rows.SMALL, "DFW"));

        assertThat(one.name()).isEqualTo(two.name());
        assertThat(one.routingHash()).isEqualTo(two.routingHash());
    }

    @Test
    void namespaces_keepApart() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");

        assertThat(new FarKeys("a").of(key).name())
                .isNotEqualTo(new FarKeys("b").of(key).name());
    }

    /** Processes of all versions with the same prefix must agree on it. */
    @Test
    void name_staysAsItIs() {
        assertThat(new FarKeys("prod")
                        .of(new CacheKey(Rows.SMALL, EntityKey.composite("DFW", 7L), "b"))
                        .name())
                .isEqualTo("pl1:prod:79b694e93ef4b4e9:sHZEw1c0XeZD7kBAynPn4w");
    }
}
