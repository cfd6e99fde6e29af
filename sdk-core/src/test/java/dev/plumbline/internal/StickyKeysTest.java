package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

final class StickyKeysTest {
    private static final CacheKey KEY = key(-1);

    private final LongAdder dropped = new LongAdder();
    private long now = Long.MAX_VALUE - 5;
    private final StickyKeys keys = new StickyKeys(Duration.ofNanos(10), () -> now, dropped);

    private static CacheKey key(int number) {
        return new CacheKey(HeldOrigin.VIEW, EntityKey.of(number), CacheKey.NO_VARIANT);
    }

    @Test
    void of_tellsTheVersionUntilTheWindowEnds() {
        assertThat(keys.of(KEY)).isEqualTo(StickyKeys.NOT_STICKY);
        keys.wrote(KEY, 7);
        now += 9;
        assertThat(keys.of(KEY)).isEqualTo(7);
        now += 1;
        assertThat(keys.of(KEY)).isEqualTo(StickyKeys.NOT_STICKY);
    }

    @Test
    void wrote_again_beginsTheWindowAnew_andIsUnknownIfEitherIs() {
        keys.wrote(KEY, 7);
        now += 9;
        keys.wrote(KEY, 8);
        now += 9;
        assertThat(keys.of(KEY)).isEqualTo(8);
        keys.wrote(KEY, 0);
        keys.wrote(KEY, 9);
        assertThat(keys.of(KEY)).isZero();
        now += 10;
        keys.wrote(KEY, 10);
        assertThat(keys.of(KEY)).isEqualTo(10);
    }

    @Test
    void memory_holdsWhatIsInItsWindow_andOnlySoMuch() {
        for (int i = 0; i < StickyKeys.MOST; i++) {
            keys.wrote(key(i), 0);
        }
        keys.wrote(key(0), 0);
        assertThat(dropped.sum()).isZero();
        keys.wrote(KEY, 0);
        assertThat(dropped.sum()).isOne();
        assertThat(keys.of(key(0))).isZero();
        assertThat(keys.of(key(1))).isEqualTo(StickyKeys.NOT_STICKY);
        now += 10;
        keys.wrote(key(1), 0);
        assertThat(keys.size()).isOne();
        assertThat(dropped.sum()).isOne();
    }
}
