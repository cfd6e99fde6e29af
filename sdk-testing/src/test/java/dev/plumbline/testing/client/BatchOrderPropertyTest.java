package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.testing.InMemoryFeatureStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Size, order and duplicates are those of the request, whatever the store returns. */
final class BatchOrderPropertyTest {
    @Property(tries = 200)
    void rowsAreThoseOfTheKeysAskedFor(
            @ForAll @Size(max = 60) List<@IntRange(max = 25) Integer> asked,
            @ForAll Set<@IntRange(max = 25) Integer> stored,
            @ForAll Set<@IntRange(max = 25) Integer> omitted,
            @ForAll @IntRange(max = 5) int extra,
            @ForAll @IntRange(min = 1, max = 10) int maxEntities,
            @ForAll boolean cached,
            @ForAll boolean async,
            @ForAll long seed) {
        InMemoryFeatureStore store = InMemoryFeatureStore.create().maxEntities(maxEntities);
        stored.forEach(id -> store.put(ClientTest.AIRPORT, EntityKey.of(id), Map.of("flights", id.longValue())));
        store.faults().shuffle(seed).extraEntities(extra);
        omitted.forEach(id -> store.faults().omit(EntityKey.of(id)));
        List<EntityKey> keys = asked.stream().map(id -> EntityKey.of((long) id)).toList();
        var builder = FeatureClient.builder(store.transport())
                .views(ClientTest.AIRPORT)
                .environment(Map.of());
        if (cached) {
            builder.cache(MapTiers.nearOnly());
        }
        try (FeatureClient client = builder.build()) {
            for (int round = 0; round < 2; round++) {
                FeatureRows rows = async
                        ? ClientTest.done(client.getAllAsync(ClientTest.AIRPORT, keys))
                        : client.getAll(ClientTest.AIRPORT, keys);

                assertThat(rows.size()).isEqualTo(keys.size());
                for (int i = 0; i < asked.size(); i++) {
                    FeatureRow row = rows.get(i);
                    int id = asked.get(i);
                    boolean found = stored.contains(id) && !omitted.contains(id);
                    assertThat(rows.key(i)).isEqualTo(keys.get(i));
                    assertThat(row.status()).isEqualTo(found ? RowStatus.PRESENT : RowStatus.NOT_FOUND);
                    assertThat(row.int64("flights", -1)).isEqualTo(found ? id : -1);
                }
            }
        }
        assertThat(store.calls())
                .allSatisfy(
                        call -> assertThat(call.keys()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(maxEntities));
    }
}
