package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Feast servers call the columns of a view: {@code feature}, {@code view:feature} or {@code view__feature}, the last
 * two with the view's version too. A name that would fit two features fits none. Immutable and thread-safe.
 */
final class FeastNames {
    /** A column of a join key, which a server may send back. */
    static final int JOIN_KEY = -1;

    /** A name that nobody asked for. */
    static final int UNNAMED = -2;

    /** A name that fits more than one feature. */
    static final int AMBIGUOUS = -3;

    /** How closely a name fits: bare, with its view, with the very version that was asked for. */
    static final int BARE = 1;

    private static final int QUALIFIED = 2;
    private static final int EXACT = 3;

    private record Form(int slot, int rank) {}

    private final List<String> references = new ArrayList<>();
    private final boolean collides;
    private final ByteTable table;
    private final Form[] forms;

    FeastNames(ViewBinding binding) {
        FeatureView view = binding.view();
        Map<String, Form> all = new LinkedHashMap<>();
        for (int slot = 0; slot < view.size(); slot++) {
            String reference = reference(view, binding.serverNames().get(slot));
            references.add(reference);
            int colon = reference.indexOf(':');
            String owner = reference.substring(0, colon);
            String feature = reference.substring(colon + 1);
            add(all, feature, slot, BARE);
            int version = owner.indexOf('@');
            String unversioned = version < 0 ? owner : owner.substring(0, version);
            add(all, unversioned + ":" + feature, slot, QUALIFIED);
            add(all, unversioned + "__" + feature, slot, QUALIFIED);
            add(all, reference, slot, EXACT);
            add(all, owner + "__" + feature, slot, EXACT);
        }
        Map<String, Form> taken = new HashMap<>();
        for (String key : view.joinKeys()) {
            Form form = all.put(key, new Form(JOIN_KEY, EXACT));
            if (form != null) {
                taken.put(key, form);
            }
        }
        collides = !taken.isEmpty() || all.values().stream().anyMatch(form -> form.slot() == AMBIGUOUS);
        forms = all.values().toArray(new Form[0]);
        table = tableOf(List.copyOf(all.keySet()));
    }

    /** Returns a feature as requests name it. */
    private static String reference(FeatureView view, String serverName) {
        int colon = serverName.indexOf(':');
        if (colon == 0 || colon == serverName.length() - 1) {
            throw new IllegalArgumentException("view '" + view.name() + "': the server's name '" + serverName
                    + "' is not view:feature: name both, or the feature alone");
        }
        return colon > 0 ? serverName : view.name() + ":" + serverName;
    }

    private static void add(Map<String, Form> all, String name, int slot, int rank) {
        Form held = all.get(name);
        if (held == null || (held.slot() == slot && held.rank() < rank)) {
            all.put(name, new Form(slot, rank));
        } else if (held.slot() != slot) {
            all.put(name, new Form(AMBIGUOUS, rank));
        }
    }

    private static ByteTable tableOf(List<String> names) {
        int[] starts = new int[names.size()];
        int[] lengths = new int[names.size()];
        byte[] octets = String.join("", names).getBytes(StandardCharsets.UTF_8);
        ByteTable table = new ByteTable(octets, starts, lengths);
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            lengths[i] = names.get(i).getBytes(StandardCharsets.UTF_8).length;
            at += lengths[i];
            table.add(i);
        }
        return table;
    }

    /** Returns the features as requests name them, by slot. */
    List<String> references() {
        return references;
    }

    /** Tells whether bare names cannot be told apart. */
    boolean collide() {
        return collides;
    }

    /** Returns which form a column's name is, negative if it is none. */
    int find(byte[] bytes, int from, int length) {
        int form = table.find(bytes, from, length);
        if (form >= 0) {
            return form;
        }
        for (int at = from; at < from + length; at++) {
            if (bytes[at] == '@') {
                return findUnversioned(bytes, from, length, at);
            }
        }
        return UNNAMED;
    }

    private int findUnversioned(byte[] bytes, int from, int length, int version) {
        int end = from + length;
        for (int at = version; at < end; at++) {
            if (bytes[at] == ':' || (bytes[at] == '_' && at + 1 < end && bytes[at + 1] == '_')) {
                byte[] name = new byte[length - (at - version)];
                System.arraycopy(bytes, from, name, 0, version - from);
                System.arraycopy(bytes, at, name, version - from, end - at);
                int form = table.find(name, 0, name.length);
                return form < 0 ? form : form + forms.length;
            }
        }
        return UNNAMED;
    }

    /** Returns the slot that a form stands for, {@link #JOIN_KEY} or {@link #AMBIGUOUS}. */
    int slot(int form) {
        return forms[form % forms.length].slot();
    }

    /** Returns how well a form names its feature: a name just as it was asked for is better than one with a version. */
    int rank(int form) {
        int rank = forms[form % forms.length].rank();
        return rank == BARE ? BARE : 2 * rank + (form < forms.length ? 1 : 0);
    }
}
