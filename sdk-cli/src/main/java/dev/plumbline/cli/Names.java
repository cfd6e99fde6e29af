package dev.plumbline.cli;

import java.util.List;

/** What messages say of names that exist. */
final class Names {
    private static final int SHOWN = 20;

    private Names() {}

    static String list(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }
}
