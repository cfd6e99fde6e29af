package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A transform spec: the document that says which features a model takes, in which order, and how each value becomes a
 * number.
 *
 * <p>A spec is parsed, checked and compiled as a whole, and its own golden rows are run, before it exists. The document
 * is YAML or JSON; the spec reference has the grammar, the ops and the codes. Immutable and thread-safe.
 */
public final class TransformSpec {
    /** The longest text of a spec, in UTF-16 units. It may stand on one line, as JSON often does. */
    public static final int MAX_LENGTH = 4 * 1024 * 1024;

    private final String text;
    private final ParsedSpec parsed;
    private final List<SpecInput> inputs;
    private final Map<String, SpecSource> sources;
    private final String canonicalForm;
    private final String fingerprint;
    private final String bindingHash;
    private final String layoutHash;
    private final Vectorizer vectorizer;

    private TransformSpec(String text, ParsedSpec parsed) {
        this.text = text;
        this.parsed = parsed;
        this.inputs = parsed.used().stream().map(ParsedSpec.Input::input).toList();
        this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(parsed.sources()));
        this.canonicalForm = SpecForms.semantic(parsed);
        this.fingerprint = Canonical.hash("plb1:", "plumbline-spec-v1\n", canonicalForm);
        this.bindingHash = Canonical.hash("plb1b:", "plumbline-binding-v1\n", SpecForms.binding(parsed));
        this.layoutHash = Canonical.hash("plb1l:", "plumbline-layout-v1\n", SpecForms.layout(parsed));
        this.vectorizer = new Vectorizer(
                parsed.name(),
                parsed.outputName(),
                parsed.float32(),
                parsed.dense(),
                fingerprint,
                inputs,
                parsed.plans());
    }

    /**
     * Reads a spec from a file.
     *
     * @param file a YAML or JSON file in UTF-8
     * @return the spec
     * @throws SpecException if the file cannot be read, is no spec, or fails its golden rows
     */
    public static TransformSpec load(Path file) {
        return parse(SpecText.read(file), file.toString());
    }

    /**
     * Reads a spec from a text.
     *
     * @param text YAML or JSON, at most {@value #MAX_LENGTH} UTF-16 units
     * @param sourceName what messages call the text, such as a file's name
     * @return the spec
     * @throws SpecException if the text is no spec, or fails its golden rows
     */
    public static TransformSpec parse(String text, String sourceName) {
        SpecText.check(text, sourceName);
        TransformSpec spec = new TransformSpec(text, DocumentParser.parse(text, sourceName));
        spec.goldenRows(sourceName).check(spec.parsed.examples());
        return spec;
    }

    /** Returns what a document's golden rows should say, whatever they do. */
    static List<String> goldenOutputs(String text, String sourceName) {
        TransformSpec spec = new TransformSpec(text, DocumentParser.parse(text, sourceName));
        return spec.goldenRows(sourceName).outputs(spec.parsed.examples());
    }

    private GoldenRows goldenRows(String sourceName) {
        return new GoldenRows(
                DocumentParser.scalars(sourceName, parsed.name()),
                vectorizer,
                parsed.float32(),
                inputs.stream().map(SpecInput::name).toList());
    }

    /**
     * Returns the spec's name.
     *
     * @return the name
     */
    public String name() {
        return parsed.name();
    }

    /**
     * Returns the spec's version, which is for people: it is no part of the {@link #fingerprint()}.
     *
     * @return the version as written
     */
    public String version() {
        return parsed.version();
    }

    /**
     * Returns the hash of what the spec means: two specs have the same if and only if their canonical forms are equal.
     * It travels with training tables and models.
     *
     * @return {@code plb1:} and 64 hex digits
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Returns the hash of where the used inputs come from: source, view, keys and feature, without ttl.
     *
     * @return {@code plb1b:} and 64 hex digits
     */
    public String bindingHash() {
        return bindingHash;
    }

    /**
     * Returns the hash of the output's layout: names, offsets, widths, elements and type. Equal layouts with unequal
     * fingerprints differ in parameters only.
     *
     * @return {@code plb1l:} and 64 hex digits
     */
    public String layoutHash() {
        return layoutHash;
    }

    /**
     * Returns the inputs that features read.
     *
     * @return the inputs in the document's order
     */
    public List<SpecInput> inputs() {
        return inputs;
    }

    /**
     * Returns where inputs come from. A spec without {@code sources} has one for each view that it names.
     *
     * @return from alias to source, in the document's order
     */
    public Map<String, SpecSource> sources() {
        return sources;
    }

    /**
     * Returns the name of the output, such as a column's.
     *
     * @return the name, {@code x} unless the document says otherwise
     */
    public String outputName() {
        return parsed.outputName();
    }

    /**
     * Returns the type of the output's slots.
     *
     * @return {@link FeatureType#FLOAT32}, the default, or {@link FeatureType#FLOAT64}
     */
    public FeatureType outputType() {
        return parsed.float32() ? FeatureType.FLOAT32 : FeatureType.FLOAT64;
    }

    /**
     * Returns what is allowed and may surprise: features that throw for a missing value, unused inputs.
     *
     * @return messages of the same form as those of {@link SpecException}
     */
    public List<String> warnings() {
        return parsed.warnings();
    }

    /**
     * Returns the compiled spec.
     *
     * @return always the same object
     */
    public Vectorizer vectorizer() {
        return vectorizer;
    }

    /**
     * Returns the text whose hash is the {@link #fingerprint()}: all defaults written out, documentation left out.
     *
     * @return JSON without whitespace
     */
    public String canonicalForm() {
        return canonicalForm;
    }

    /**
     * Returns the start of the fingerprint as a number, for a column that carries it through tables: it survives unions,
     * joins and every file format, and two numbers in one column tell that two specs were mixed.
     *
     * @return the first 8 bytes of the hash, the first byte highest, as a signed number
     */
    public long fingerprintPrefix() {
        return Long.parseUnsignedLong(fingerprint.substring(5, 21), 16);
    }

    /**
     * Returns the document.
     *
     * @return the text that was read, with its comments
     */
    public String text() {
        return text;
    }

    /**
     * Refuses to serve a model that was trained with another spec, or with another binding of its inputs.
     *
     * @param stamp what the model was stamped with when it was trained
     * @return this spec
     * @throws ModelMismatchException if fingerprint or binding hash differ; the message names the first difference where
     *     the stamp has the spec's text
     */
    public TransformSpec requireModel(ModelStamp stamp) {
        return requireModel(stamp, Set.of());
    }

    /**
     * Refuses as {@link #requireModel(ModelStamp)} does, but lets the named inputs come from elsewhere than in training,
     * such as from a view that was renamed. What they mean has to be the same all the same.
     *
     * @param stamp what the model was stamped with when it was trained
     * @param rebindable names of inputs, and of sources of this spec whose inputs are meant; if the stamp has no text,
     *     every input has to be covered, since it is not known which differ
     * @return this spec
     * @throws ModelMismatchException if the fingerprint differs, or the binding of an input that is not named
     * @throws IllegalArgumentException if a name is neither an input nor a source that an input uses
     */
    public TransformSpec requireModel(ModelStamp stamp, Set<String> rebindable) {
        new ModelRequirement(this, stamp, rebindable).check();
        return this;
    }

    ParsedSpec parsed() {
        return parsed;
    }

    /** Returns name, version and fingerprint. */
    @Override
    public String toString() {
        return parsed.name() + " " + parsed.version() + " " + fingerprint;
    }
}
