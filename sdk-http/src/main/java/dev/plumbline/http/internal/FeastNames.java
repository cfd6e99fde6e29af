package dev.plumbline.http.internal;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Feast calls a view's features: {@code view:feature} in a request, and in a reply that, {@code view__feature} or
 * the bare {@code feature}, by server and settings. Immutable and thread-safe.
 */
final class FeastNames {
    /** A column that is no feature of the view. */
    static final int UNWANTED = -1;

    /** A column of a join key, which servers send back. */
    static final int ENTITY = -2;

    private final List<String> references = new ArrayList<>();
    private final Map<String, Integer> full = new HashMap<>();
    private final Map<String, Integer> bare = new HashMap<>();
    private final String view;
    private final Set<String> joinKeys;
    private final boolean fullNames;

    FeastNames(ViewBinding binding) {
        FeatureView view = binding.view();
        this.view = view.name();
        joinKeys = Set.copyOf(view.joinKeys());
        Set<String> taken = new HashSet<>(joinKeys);
        boolean collision = false;
        for (int slot = 0; slot < view.size(); slot++) {
            String serverName = binding.serverNames().get(slot);
            int colon = serverName.indexOf(':');
            if (colon == 0 || colon == serverName.length() - 1 || colon != serverName.lastIndexOf(':')) {
                throw new IllegalArgumentException("view '" + view.name() + "': the server's name '" + serverName
                        + "' of feature '" + view.featureNames().get(slot)
                        + "' is neither feature nor view:feature as Feast has it");
            }
            String source = colon < 0 ? view.name() : serverName.substring(0, colon);
            String feature = serverName.substring(colon + 1);
            references.add(source + ':' + feature);
            full.put(source + ':' + feature, slot);
            full.put(source + "__" + feature, slot);
            bare.put(feature, slot);
            collision |= !taken.add(feature);
        }
        fullNames = collision;
    }

    /** Returns what is asked for, in slot order. */
    List<String> references() {
        return references;
    }

    /** Tells whether the reply has to name views, since features of two have one name, or one that of a join key. */
    boolean fullNames() {
        return fullNames;
    }

    /** Returns the slot of each column, each slot at most once: a column that names its view goes before a bare one. */
    int[] slots(List<String> columns) throws MalformedReplyException {
        int[] slots = new int[columns.size()];
        Arrays.fill(slots, UNWANTED);
        boolean[] taken = new boolean[references.size()];
        for (int i = 0; i < slots.length; i++) {
            take(slots, i, full.getOrDefault(columns.get(i), UNWANTED), taken);
        }
        Set<String> bares = new HashSet<>();
        for (int i = 0; i < slots.length; i++) {
            String name = columns.get(i);
            if (slots[i] != UNWANTED) {
                continue;
            }
            if (joinKeys.contains(name)) {
                slots[i] = ENTITY;
            } else if (!fullNames && bare.containsKey(name)) {
                if (!bares.add(name)) {
                    throw new MalformedReplyException(
                            "it has two columns '" + name + "': which is meant cannot be told");
                }
                take(slots, i, bare.getOrDefault(name, UNWANTED), taken);
            }
        }
        if (Arrays.stream(slots).noneMatch(slot -> slot >= 0)) {
            throw new MalformedReplyException("none of its " + slots.length + " columns is a feature of view '" + view
                    + "': check the view's name and the server's names of its features");
        }
        return slots;
    }

    private static void take(int[] slots, int column, int slot, boolean[] taken) {
        if (slot != UNWANTED && !taken[slot]) {
            slots[column] = slot;
            taken[slot] = true;
        }
    }
}
