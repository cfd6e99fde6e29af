package dev.plumbline.http.internal;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A view and what its features are called in the plain shape. Immutable and thread-safe. */
final class PlainNames {
    private final FeatureView view;
    private final List<String> names;
    private final Map<String, Integer> slots = new HashMap<>();

    PlainNames(ViewBinding binding) {
        this.view = binding.view();
        this.names = binding.serverNames();
        for (int slot = 0; slot < names.size(); slot++) {
            slots.put(names.get(slot), slot);
        }
    }

    FeatureView view() {
        return view;
    }

    /** Returns a feature's slot, -1 if the view has none; the slot that is guessed is looked at first. */
    int slot(int guess, String name) {
        if (guess < names.size() && names.get(guess).equals(name)) {
            return guess;
        }
        return slots.getOrDefault(name, -1);
    }
}
