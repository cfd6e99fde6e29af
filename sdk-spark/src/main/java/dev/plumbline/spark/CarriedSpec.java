package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A spec on its way through a cluster: its text travels, and each JVM compiles it once. Equal if the fingerprints are.
 * Immutable and thread-safe.
 */
final class CarriedSpec implements Serializable {
    private static final int PREFIX = "plb1:".length();
    private static final int SHORT = 12;

    @Serial
    private static final long serialVersionUID = 1L;

    /** What the sender's library made of the text. */
    private final String fingerprint;

    /** The document. */
    private final String text;

    private final transient TransformSpec spec;

    CarriedSpec(TransformSpec spec) {
        this.fingerprint = spec.fingerprint();
        this.text = spec.text();
        this.spec = spec;
    }

    /** Compiles a text that came from elsewhere. */
    static CarriedSpec compile(String fingerprint, String text) throws InvalidObjectException {
        TransformSpec spec = TransformSpec.parse(text, "the driver's spec");
        if (!spec.fingerprint().equals(fingerprint)) {
            throw new InvalidObjectException("PLB-504 " + spec.name() + ": is " + fingerprint + " on the driver and "
                    + spec.fingerprint() + " here; run one version of plumbline-core on all nodes");
        }
        return new CarriedSpec(spec);
    }

    TransformSpec spec() {
        return spec;
    }

    /** The name and the start of the fingerprint, as plans show it. */
    String label() {
        return spec.name() + "@" + fingerprint.substring(PREFIX, PREFIX + SHORT);
    }

    @Serial
    private Object readResolve() throws ObjectStreamException {
        return CompiledSpecs.here().get(fingerprint, text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CarriedSpec that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return label();
    }
}
