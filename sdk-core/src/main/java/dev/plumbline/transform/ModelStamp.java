package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a model carries from training to serving: which spec made its training table. Immutable and thread-safe.
 *
 * <p>It travels as properties, in whatever a model format has for them (attributes of a booster, tags, headers), or beside
 * the model in a file: {@code dev.plumbline.transform.model} has the carriers.
 *
 * @param model what messages call the model, empty if it has no name
 * @param spec the spec's name
 * @param version the spec's version, for people
 * @param fingerprint as {@link TransformSpec#fingerprint()}
 * @param bindingHash as {@link TransformSpec#bindingHash()}
 * @param layoutHash as {@link TransformSpec#layoutHash()}
 * @param text the spec's text, with which a mismatch names its first difference; empty if it is not carried
 */
public record ModelStamp(
        Optional<String> model,
        String spec,
        String version,
        String fingerprint,
        String bindingHash,
        String layoutHash,
        Optional<String> text) {
    /** What the names of all properties start with. */
    public static final String PREFIX = "plumbline.";

    private static final String MODEL = PREFIX + "model";
    private static final String SPEC = PREFIX + "spec";
    private static final String VERSION = PREFIX + "version";
    private static final String FINGERPRINT = PREFIX + "fingerprint";
    private static final String BINDING = PREFIX + "binding";
    private static final String LAYOUT = PREFIX + "layout";
    private static final String TEXT = PREFIX + "text";

    /**
     * Checks the form of name and hashes.
     *
     * @param model what messages call the model
     * @param spec the spec's name
     * @param version the spec's version
     * @param fingerprint {@code plb1:} and 64 hex digits
     * @param bindingHash {@code plb1b:} and 64 hex digits
     * @param layoutHash {@code plb1l:} and 64 hex digits
     * @param text the spec's text
     * @throws ModelStampException if the spec's name or a hash is malformed
     */
    public ModelStamp {
        if (!Names.isName(spec)) {
            throw malformed(SPEC, spec, "a spec's name");
        }
        requireHash(FINGERPRINT, fingerprint, "plb1:");
        requireHash(BINDING, bindingHash, "plb1b:");
        requireHash(LAYOUT, layoutHash, "plb1l:");
    }

    /**
     * Makes the stamp for a model that was trained with a spec.
     *
     * @param spec the spec
     * @return the stamp, with the spec's text and without a name of the model
     */
    public static ModelStamp of(TransformSpec spec) {
        return new ModelStamp(
                Optional.empty(),
                spec.name(),
                spec.version(),
                spec.fingerprint(),
                spec.bindingHash(),
                spec.layoutHash(),
                Optional.of(spec.text()));
    }

    /**
     * Reads the stamp back from properties.
     *
     * @param properties all that the model carries; names without {@link #PREFIX} and unknown ones are passed over
     * @return the stamp
     * @throws ModelStampException if a property is absent or malformed
     */
    public static ModelStamp fromProperties(Map<String, String> properties) {
        return new ModelStamp(
                Optional.ofNullable(properties.get(MODEL)),
                required(properties, SPEC),
                required(properties, VERSION),
                required(properties, FINGERPRINT),
                required(properties, BINDING),
                required(properties, LAYOUT),
                Optional.ofNullable(properties.get(TEXT)));
    }

    /**
     * Returns the stamp as properties.
     *
     * @return {@code plumbline.spec}, {@code .version}, {@code .fingerprint}, {@code .binding}, {@code .layout}, and if
     *     they are set {@code .model} and {@code .text}
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(SPEC, spec);
        properties.put(VERSION, version);
        properties.put(FINGERPRINT, fingerprint);
        properties.put(BINDING, bindingHash);
        properties.put(LAYOUT, layoutHash);
        model.ifPresent(name -> properties.put(MODEL, name));
        text.ifPresent(document -> properties.put(TEXT, document));
        return properties;
    }

    /**
     * Returns the same stamp for a model with a name.
     *
     * @param name what messages call the model, such as {@code fraud-2026-07}
     * @return the stamp
     */
    public ModelStamp named(String name) {
        return new ModelStamp(Optional.of(name), spec, version, fingerprint, bindingHash, layoutHash, text);
    }

    /**
     * Returns the same stamp without the spec's text, for carriers that take a few short lines only, such as headers. A
     * mismatch then shows both fingerprints but not what differs.
     *
     * @return the stamp
     */
    public ModelStamp withoutText() {
        return new ModelStamp(model, spec, version, fingerprint, bindingHash, layoutHash, Optional.empty());
    }

    /** Returns the model's name, the spec's name and version, and the start of the fingerprint. */
    @Override
    public String toString() {
        return model.map(name -> "model " + name + ": ").orElse("") + spec + " " + version + " "
                + shortened(fingerprint);
    }

    /** Returns the prefix and the first 12 hex digits of a hash. */
    static String shortened(String hash) {
        return hash.substring(0, hash.indexOf(':') + 13);
    }

    private static String required(Map<String, String> properties, String name) {
        String value = properties.get(name);
        if (value == null) {
            throw new ModelStampException("no property '" + name
                    + "'; stamp the model where it is trained, with the properties of ModelStamp.of(spec)");
        }
        return value;
    }

    private static void requireHash(String name, String hash, String prefix) {
        if (!Pattern.matches(prefix + "[0-9a-f]{64}", hash)) {
            throw malformed(name, hash, "'" + prefix + "' and 64 hex digits");
        }
    }

    private static ModelStampException malformed(String name, String value, String wanted) {
        return new ModelStampException("property '" + name + "' is " + Spelled.value(value) + " and not " + wanted
                + "; stamp the model again, with the properties of ModelStamp.of(spec)");
    }
}
