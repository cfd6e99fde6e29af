package dev.plumbline.transform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes from rows what a spec marks as {@code fit}, and writes it into the spec's {@code params}.
 *
 * <p>Rows come in passes: each takes in all rows, in any order and in any number of parts, and {@link #next} gives
 * the fit for the pass after it. One pass is enough for most specs; a step behind a fitted one, and quantiles of very many
 * distinct values, need more. All statistics are exact, so that the same rows give the same bytes. Immutable and
 * thread-safe; its parts are not.
 */
public final class SpecFit {
    /** The fewest rows that are taken unless {@link #withMinRows} says otherwise. */
    public static final int MIN_ROWS = 1_000;

    /** The most distinct values of a step that are counted unless {@link #withMaxDistinct} says otherwise. */
    public static final int MAX_DISTINCT = 5_000_000;

    private final FitSource source;
    private final OpenSpec open;
    private final FitState state;
    private final InputRow.InputLayout layout;
    private final byte[] digest;

    private SpecFit(FitSource source, OpenSpec open, FitState state, InputRow.@Nullable InputLayout layout) {
        this.source = source;
        this.open = open;
        this.state = state;
        this.layout = layout != null ? layout : layout(open);
        this.digest = FitBytes.digest(toBytes());
    }

    private static InputRow.InputLayout layout(OpenSpec open) {
        int mostJoined = open.parsed().plans().stream()
                .mapToInt(plan -> plan.inputs().size())
                .max()
                .orElse(1);
        return new InputRow.InputLayout(open.inputs(), mostJoined);
    }

    /**
     * Reads a spec that is to be fitted. Values that an earlier fit wrote into it are not looked at.
     *
     * @param text YAML or JSON, at most {@value TransformSpec#MAX_LENGTH} UTF-16 units
     * @param sourceName what messages call the text, such as a file's name
     * @return the fit before its first pass
     * @throws SpecException if the text is no spec, or marks what no rule fits
     */
    public static SpecFit of(String text, String sourceName) {
        return start(new FitSource(text, sourceName, MIN_ROWS, MAX_DISTINCT));
    }

    /**
     * Reads a spec that is to be fitted from a file, as {@link #of}.
     *
     * @param file a YAML or JSON file in UTF-8
     * @return the fit before its first pass
     * @throws SpecException if the file cannot be read, is no spec, or marks what no rule fits
     */
    public static SpecFit load(Path file) {
        return of(SpecText.read(file), file.toString());
    }

    private static SpecFit start(FitSource source) {
        SpecText.check(source.text(), source.file());
        OpenSpec open = OpenSpec.parse(source.text(), source.file(), Map.of());
        return new SpecFit(source, open, FitState.start(open), null);
    }

    /**
     * Returns a fit from its start that takes fewer rows, or needs more.
     *
     * @param rows the fewest rows, 1 or more
     * @return the fit before its first pass
     * @throws IllegalArgumentException if rows is less than 1
     */
    public SpecFit withMinRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a fit needs at least 1 row, not " + rows);
        }
        return start(new FitSource(source.text(), source.file(), rows, source.maxDistinct()));
    }

    /**
     * Returns a fit from its start that counts fewer or more distinct values of a step. They are held in memory.
     *
     * @param values the most distinct values, 1 or more
     * @return the fit before its first pass
     * @throws IllegalArgumentException if values is less than 1
     */
    public SpecFit withMaxDistinct(int values) {
        if (values < 1) {
            throw new IllegalArgumentException("a fit counts at least 1 value, not " + values);
        }
        return start(new FitSource(source.text(), source.file(), source.minRows(), values));
    }

    /**
     * Returns the spec's name.
     *
     * @return the name
     */
    public String name() {
        return open.parsed().name();
    }

    /**
     * Returns what a row has to hold: the inputs that features read, then those that only fitting reads, such as a label.
     *
     * @return the inputs, in the order of their numbers
     */
    public List<SpecInput> inputs() {
        return open.inputs();
    }

    /**
     * Returns where inputs come from, as {@link TransformSpec#sources()}.
     *
     * @return from alias to source, in the document's order
     */
    public Map<String, SpecSource> sources() {
        return Collections.unmodifiableMap(open.parsed().sources());
    }

    /**
     * Returns a row to be filled, again and again, for parts of this fit and of those that follow it.
     *
     * @return a row whose inputs are all not found
     */
    public InputRow newInputs() {
        return new InputRow(layout);
    }

    /**
     * Tells whether no pass is left.
     *
     * @return whether {@link #write} may be called
     */
    public boolean isDone() {
        return open.isFitted() && state.isDone();
    }

    /**
     * Returns a part of the next pass.
     *
     * @return a part without rows
     * @throws IllegalStateException if no pass is left
     */
    public FitPart newPart() {
        if (isDone()) {
            throw new IllegalStateException(this + " needs no more rows: write it");
        }
        InputTally[] inputs = state.inputs().stream().map(InputFit::tally).toArray(InputTally[]::new);
        List<StepTally> steps = new ArrayList<>();
        state.steps().forEach(step -> steps.add(step.tally(source.maxDistinct())));
        return new FitPart(this, inputs, steps);
    }

    /**
     * Returns a part that was written, here or in another process that holds the same fit.
     *
     * @param bytes of {@link FitPart#toBytes()}
     * @return the part
     * @throws IllegalArgumentException if the bytes are no part of this fit's next pass
     */
    public FitPart partOf(byte[] bytes) {
        FitPart part = newPart();
        part.read(bytes);
        return part;
    }

    /**
     * Ends a pass.
     *
     * @param part what was gathered from all rows; merge the parts first
     * @return the fit after the pass, done or not
     * @throws SpecException if the rows allow no fit, of the codes PLB-201 to PLB-208 in the spec reference
     * @throws IllegalArgumentException if the part is of another fit or pass
     */
    public SpecFit next(FitPart part) {
        FitPart all = newPart();
        all.merge(part);
        FitState passed = FitPass.end(source, name(), state, all);
        if (passed.known().size() == state.known().size()) {
            return new SpecFit(source, open, passed, layout);
        }
        OpenSpec reopened = OpenSpec.parse(source.text(), source.file(), passed.known());
        return new SpecFit(source, reopened, passed.with(reopened), layout);
    }

    /**
     * Runs all passes over rows that can be read again and again.
     *
     * @param <T> the type of a row
     * @param rows the rows, the same in each iteration
     * @param fill puts a row into the inputs, which are all not found before
     * @return the fit, done
     * @throws SpecException as {@link #next}
     */
    public <T> SpecFit run(Iterable<? extends T> rows, BiConsumer<? super T, ? super InputRow> fill) {
        SpecFit fit = this;
        InputRow in = newInputs();
        while (!fit.isDone()) {
            FitPart part = fit.newPart();
            for (T row : rows) {
                in.clear();
                fill.accept(row, in);
                part.add(in);
            }
            fit = fit.next(part);
        }
        return fit;
    }

    /**
     * Writes the fitted document: {@code params} and {@code provenance} are replaced, or appended where there are none;
     * all else stays as it was, to the byte. The document loads.
     *
     * @param provenance what to say of the rows
     * @return the document's text
     * @throws IllegalStateException if a pass is left
     * @throws SpecException if the fitted document does not load: a value does not go with those written beside it, or a
     *     golden row does not hold with the new values; {@link #writeWithExamples} renews those
     */
    public String write(Provenance provenance) {
        requireDone();
        String fitted = FitText.write(source, open, state, provenance);
        TransformSpec.parse(fitted, source.file());
        return fitted;
    }

    /**
     * Writes the fitted document, with golden rows that hold: each {@code out} becomes what the spec, as it is fitted now,
     * gives for the row. For a spec that is fitted again; look at the difference before it goes on.
     *
     * @param provenance what to say of the rows
     * @return the document's text
     * @throws IllegalStateException if a pass is left
     * @throws SpecException if the document does not load, or a golden row has no output
     */
    public String writeWithExamples(Provenance provenance) {
        requireDone();
        String fitted = FitText.write(source, open, state, provenance);
        String renewed = ExampleEdit.put(fitted, TransformSpec.goldenOutputs(fitted, source.file()));
        TransformSpec.parse(renewed, source.file());
        return renewed;
    }

    private void requireDone() {
        if (!isDone()) {
            throw new IllegalStateException(this + " is not done: feed it another pass");
        }
    }

    /**
     * Returns the fit as bytes, so that other processes can gather parts of its next pass.
     *
     * @return the bytes, for {@link #ofBytes}
     */
    public byte[] toBytes() {
        return FitBytes.write(source, state);
    }

    /**
     * Returns a fit that was written as bytes.
     *
     * @param bytes of {@link #toBytes()}
     * @return the fit, at the same pass
     * @throws IllegalArgumentException if the bytes are no fit
     */
    public static SpecFit ofBytes(byte[] bytes) {
        FitSource source = FitBytes.source(bytes);
        Map<String, Map<String, SpecNode>> known = FitBytes.known(bytes);
        OpenSpec open = OpenSpec.parse(source.text(), source.file(), known);
        return new SpecFit(source, open, FitBytes.state(bytes, open, known), null);
    }

    byte[] digest() {
        return digest;
    }

    void checkOwner(InputRow row) {
        if (row.layout != layout) {
            throw new IllegalArgumentException(
                    "the inputs were not made by this fit of '" + name() + "': use its newInputs()");
        }
    }

    /** Returns the spec's name and how far the fit is. */
    @Override
    public String toString() {
        return "the fit of '" + name() + "' after " + state.passes() + " passes";
    }
}
