package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;

/**
 * What a server is to answer for one entity.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the entity
 * @param row its values as the server's view has them: not found if the store has no such entity, failed if the fault
 *     plan wants that
 */
public record ServedRow(EntityKey key, FeatureRow row) {}
