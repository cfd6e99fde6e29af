package dev.plumbline.http.internal;

import dev.plumbline.feature.EntityKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of one request, and which of them a key in the reply stands for. Texts count: a server may send the number 3
 * back as "3". Immutable and thread-safe.
 */
final class PlainKeys {
    private final List<List<String>> texts;
    private final Map<List<String>, Integer> first = new HashMap<>();

    PlainKeys(List<EntityKey> keys) {
        this.texts = keys.stream().map(PlainKeys::texts).toList();
        for (int i = texts.size() - 1; i >= 0; i--) {
            first.put(texts.get(i), i);
        }
    }

    private static List<String> texts(EntityKey key) {
        if (key.size() == 1) {
            return List.of(key.text(0));
        }
        String[] texts = new String[key.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = key.text(i);
        }
        return List.of(texts);
    }

    int count() {
        return texts.size();
    }

    /** Returns the first key with the same texts: 3 and "3" are two keys and one entity to the server. */
    int sameAs(int index) {
        return first.getOrDefault(texts.get(index), index);
    }

    /** Returns which key these texts stand for, -1 if nobody asked for it. */
    int find(List<String> key) {
        return first.getOrDefault(key, -1);
    }
}
