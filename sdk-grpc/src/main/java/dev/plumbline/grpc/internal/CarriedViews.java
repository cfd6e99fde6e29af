package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which views a contract carries. The first thing that does not fit is named, with what would do. Immutable and
 * thread-safe.
 *
 * @param contract what messages call the contract, such as {@code online features}
 * @param carried what it carries, in words
 * @param fits tells whether it carries a type
 * @param remedy how else to declare a feature
 */
record CarriedViews(String contract, String carried, Predicate<FeatureType> fits, String remedy) {
    private static final Set<FeatureType.Kind> FLOAT_KINDS = Set.of(
            FeatureType.Kind.BOOL,
            FeatureType.Kind.INT32,
            FeatureType.Kind.INT64,
            FeatureType.Kind.FLOAT32,
            FeatureType.Kind.FLOAT64);

    /** Of contracts whose values are google.protobuf.Value. */
    static CarriedViews ofValues(String contract) {
        return new CarriedViews(
                contract,
                "numbers, bools, strings and lists of these",
                type -> (type.isScalar() ? type : type.element()).kind() != FeatureType.Kind.BYTES,
                "string");
    }

    /** Of contracts whose values are floats. */
    static CarriedViews ofFloats(String contract) {
        return new CarriedViews(
                contract,
                "floats",
                type -> FLOAT_KINDS.contains(type.kind()),
                "float32, float64, int32, int64 or bool");
    }

    /**
     * Checks a view.
     *
     * @throws IllegalArgumentException if the contract cannot carry it
     */
    void require(FeatureView view) {
        if (view.joinKeys().size() != 1) {
            throw new IllegalArgumentException("view '" + view.name() + "': " + contract + " carries one join key, not "
                    + view.joinKeys() + ": join them into one key, or serve the view over another contract");
        }
        for (int slot = 0; slot < view.size(); slot++) {
            if (!fits.test(view.type(slot))) {
                throw new IllegalArgumentException("view '" + view.name() + "': " + contract + " carries " + carried
                        + ", but feature '" + view.featureNames().get(slot) + "' is " + view.type(slot)
                        + ": declare it as " + remedy + ", or serve the view over another contract");
            }
        }
    }
}
