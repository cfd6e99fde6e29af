package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.ViewBinding;
import org.junit.jupiter.api.Test;

/** Which views are taken. */
abstract class BindChecks extends KeyChecks {
    static void assertRefused(FeatureTransport transport, FeatureView view, String culprit) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> transport.bind(ViewBinding.of(view)),
                () -> "the contract does not carry " + view + ", so bind refuses it");
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(view.name()), "the message names view '" + view.name() + "': " + message);
        assertTrue(message.contains(culprit), "the message names '" + culprit + "': " + message);
    }

    @Test
    final void types_areCarriedOrRefusedByName() {
        FeatureTransport transport = started(numbers());
        for (FeatureType type : TransportTraits.ALL_TYPES) {
            FeatureView view = FeatureView.builder("kinds", "id")
                    .feature("first", numberType())
                    .feature("culprit", type)
                    .build();
            if (carried().carries(type)) {
                assertDoesNotThrow(() -> transport.bind(ViewBinding.of(view)), () -> "the contract carries " + type);
            } else {
                assertRefused(transport, view, "culprit");
            }
        }
    }

    @Test
    final void bind_worksBeforeTheStart_andTwice() {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);
        ViewBinding binding = bind(view);
        transport.bind(binding);
        transport.start(runtime);
        put(view, KEY, 1, 2, 3);

        readOne(view, KEY);
    }
}
