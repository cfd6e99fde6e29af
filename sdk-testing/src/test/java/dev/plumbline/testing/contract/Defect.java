package dev.plumbline.testing.contract;

import dev.plumbline.transport.FeatureTransport;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Something that a transport does wrong, and which checks have to notice it.
 *
 * @param name what is wrong
 * @param overSocket whether it needs a server that can die and limits of messages
 * @param breaking makes a whole transport do it
 * @param noticedBy the checks that fail, and no others
 */
record Defect(String name, boolean overSocket, UnaryOperator<FeatureTransport> breaking, Set<String> noticedBy) {
    static Defect of(String name, UnaryOperator<FeatureTransport> breaking, String... noticedBy) {
        return new Defect(name, false, breaking, Set.of(noticedBy));
    }

    static Defect overSocket(String name, UnaryOperator<FeatureTransport> breaking, String... noticedBy) {
        return new Defect(name, true, breaking, Set.of(noticedBy));
    }

    @Override
    public String toString() {
        return name;
    }
}
