package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a model's stamp against the spec that is to serve it. */
final class ModelRequirement {
    private final TransformSpec serving;
    private final ModelStamp stamp;
    private final Set<String> rebindable;

    ModelRequirement(TransformSpec serving, ModelStamp stamp, Set<String> rebindable) {
        this.serving = serving;
        this.stamp = stamp;
        this.rebindable = rebindable;
        refuseUnknownNames();
    }

    private void refuseUnknownNames() {
        Set<String> known = new TreeSet<>();
        serving.inputs().forEach(input -> {
            known.add(input.name());
            known.add(input.source());
        });
        for (String name : rebindable) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' may not be rebound: it is neither an input of "
                        + serving.name() + " nor a source that one uses" + Names.hint(name, known));
            }
        }
    }

    void check() {
        boolean sameMeaning = stamp.fingerprint().equals(serving.fingerprint());
        if (sameMeaning && stamp.bindingHash().equals(serving.bindingHash())) {
            return;
        }
        TransformSpec trained = trained();
        SpecDiff diff = trained == null ? null : SpecDiff.between(trained, serving);
        if (!sameMeaning) {
            String name = stamp.spec().equals(serving.name()) ? "" : serving.name() + " ";
            throw mismatch(
                    ModelStamp.shortened(stamp.fingerprint()),
                    name + ModelStamp.shortened(serving.fingerprint()),
                    diff == null ? null : diff.changes().get(0),
                    diff,
                    "serve the spec that the model was trained with, or train the model again");
        }
        List<SpecInput> refused = serving.inputs().stream()
                .filter(input -> !rebindable.contains(input.name()) && !rebindable.contains(input.source()))
                .filter(input -> trained == null || isRebound(trained, input))
                .toList();
        if (!refused.isEmpty()) {
            throw mismatch(
                    ModelStamp.shortened(stamp.fingerprint()) + " bound as "
                            + ModelStamp.shortened(stamp.bindingHash()),
                    "the same bound as " + ModelStamp.shortened(serving.bindingHash()),
                    diff == null ? null : culprit(diff, refused.get(0)),
                    diff,
                    "read the inputs from where training read them, or allow it by name: requireModel(stamp, Set.of("
                            + names(refused) + "))");
        }
    }

    private boolean isRebound(TransformSpec trained, SpecInput input) {
        Object before = SpecForms.bindingTree(trained.parsed()).get(input.name());
        return !Objects.equals(before, SpecForms.bindingTree(serving.parsed()).get(input.name()));
    }

    private static SpecDiff.Change culprit(SpecDiff diff, SpecInput input) {
        return diff.changes().stream()
                .filter(change -> change.path().equals("inputs." + input.name() + ".from")
                        || change.path().startsWith("sources." + input.source() + "."))
                .findFirst()
                .orElseThrow();
    }

    /** Spells a few inputs, or the sources of many. */
    private static String names(List<SpecInput> refused) {
        return refused.stream()
                .map(refused.size() > 3 ? SpecInput::source : SpecInput::name)
                .distinct()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", "));
    }

    private ModelMismatchException mismatch(
            String trainedAs,
            String servedAs,
            SpecDiff.@Nullable Change first,
            @Nullable SpecDiff diff,
            String remedy) {
        String model = stamp.model().map(name -> "model " + name).orElse("the model");
        return new ModelMismatchException(
                model + " was trained with " + stamp.spec() + " " + trainedAs + ", service has " + servedAs + "; "
                        + (first == null || diff == null ? unknown() : difference(first, diff)) + "; " + remedy,
                stamp.fingerprint(),
                serving.fingerprint(),
                diff);
    }

    private static String difference(SpecDiff.Change first, SpecDiff diff) {
        long all = diff.changes().stream()
                .filter(change -> change.effect() != SpecDiff.Effect.NOTHING)
                .count();
        return "first difference: " + first + (all == 1 ? "" : " and " + (all - 1) + " more");
    }

    private String unknown() {
        return stamp.text().isPresent()
                ? "the text in the stamp is another spec's, so the difference is not known"
                : "the stamp has no text, so the difference is not known";
    }

    /** Returns the spec of the stamp's text, if it is the one that the stamp speaks of. */
    private @Nullable TransformSpec trained() {
        if (stamp.text().isEmpty()) {
            return null;
        }
        try {
            TransformSpec spec = TransformSpec.parse(stamp.text().get(), "stamp");
            boolean genuine = spec.fingerprint().equals(stamp.fingerprint())
                    && spec.bindingHash().equals(stamp.bindingHash());
            return genuine ? spec : null;
        } catch (SpecException e) {
            return null;
        }
    }
}
