package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A spec in two parts, for ranking: the features that read shared inputs only, such as the user's, are computed once for a
 * request, the others for each candidate. The bits are those of {@link Vectorizer}.
 *
 * <p>Immutable and thread-safe; the rows and shared parts that go in are not.
 */
public final class SplitVectorizer {
    private final Vectorizer vectorizer;
    private final boolean float32;
    private final int width;
    private final int[] sharedInputs;
    private final FeatureCode[] shared;
    private final FeatureCode[] own;
    private final @Nullable Program ownProgram;

    SplitVectorizer(Vectorizer vectorizer, FeatureCode[] features, InputRow.InputLayout layout, Set<String> names) {
        this.vectorizer = vectorizer;
        this.float32 = vectorizer.isFloat32();
        this.width = vectorizer.width();
        this.sharedInputs = names.stream().mapToInt(layout::index).sorted().toArray();
        this.shared = Arrays.stream(features).filter(this::isShared).toArray(FeatureCode[]::new);
        this.own = Arrays.stream(features).filter(code -> !isShared(code)).toArray(FeatureCode[]::new);
        this.ownProgram = float32 ? Program.of(own) : null;
    }

    private boolean isShared(FeatureCode code) {
        return code.plan.inputs().stream().allMatch(read -> Arrays.binarySearch(sharedInputs, read.index()) >= 0);
    }

    /**
     * Returns how many features are computed once for a request.
     *
     * @return zero or more
     */
    public int sharedFeatures() {
        return shared.length;
    }

    /**
     * Returns room for the shared part of a request.
     *
     * @return an empty part
     */
    public SharedPart newShared() {
        return new SharedPart(this, sharedInputs.length, float32 ? width : 0, float32 ? 0 : width);
    }

    /**
     * Computes the shared part of a request.
     *
     * @param in a row whose shared inputs are set; the others are not looked at
     * @param out the part, which is overwritten; of no use after an exception
     * @throws TransformException if a shared value breaks a rule: no candidate has a vector then
     * @throws IllegalArgumentException if the row or the part is another spec's
     */
    public void share(InputRow in, SharedPart out) {
        checkOwner(out);
        vectorizer.checkOwner(in);
        out.filled = false;
        out.take(in, sharedInputs);
        if (float32) {
            in.sink.open(out.floats, 0);
        } else {
            in.sink.open(out.doubles, 0);
        }
        vectorizer.run(shared, in);
        out.filled = true;
    }

    /**
     * Transforms a candidate.
     *
     * @param part the request's shared part
     * @param in a row whose other inputs are set; its shared inputs are overwritten by the part's
     * @param out where the values go; after an exception the slots from {@code offset} hold nothing of use
     * @param offset where the first slot goes
     * @throws TransformException if a value breaks a rule
     * @throws IllegalArgumentException if the row or the part is another spec's, the part is empty, or the spec's output
     *     type is f64
     * @throws IndexOutOfBoundsException if the output has no room
     */
    public void transform(SharedPart part, InputRow in, float[] out, int offset) {
        Program program = ownProgram;
        if (program == null) {
            throw vectorizer.wrongOutput();
        }
        check(part, in, out.length, offset);
        System.arraycopy(part.floats, 0, out, offset, width);
        if (!program.runOver(in, out, offset)) {
            throw vectorizer.failure(in);
        }
    }

    /**
     * Transforms a candidate.
     *
     * @param part the request's shared part
     * @param in a row whose other inputs are set; its shared inputs are overwritten by the part's
     * @param out where the values go; after an exception the slots from {@code offset} hold nothing of use
     * @param offset where the first slot goes
     * @throws TransformException if a value breaks a rule
     * @throws IllegalArgumentException if the row or the part is another spec's, the part is empty, or the spec's output
     *     type is f32
     * @throws IndexOutOfBoundsException if the output has no room
     */
    public void transform(SharedPart part, InputRow in, double[] out, int offset) {
        if (float32) {
            throw vectorizer.wrongOutput();
        }
        check(part, in, out.length, offset);
        System.arraycopy(part.doubles, 0, out, offset, width);
        in.sink.open(out, offset);
        vectorizer.run(own, in);
    }

    /**
     * Transforms all candidates of a request into one array, row after row.
     *
     * @param part the request's shared part
     * @param rows the candidates
     * @param out where the values go; the slots of a candidate that has no vector are NaN
     * @param offset where the first row's first slot goes
     * @return which candidates have a vector, and why the others have none
     * @throws IllegalArgumentException as {@link #transform(SharedPart, InputRow, float[], int)}
     * @throws IndexOutOfBoundsException if the output has no room for all rows
     */
    public BatchReport transformAll(SharedPart part, List<InputRow> rows, float[] out, int offset) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(rows.size(), width), out.length);
        return BatchReport.of(rows, width, offset, (in, at) -> transform(part, in, out, at), out);
    }

    /**
     * Transforms all candidates of a request into one array, row after row.
     *
     * @param part the request's shared part
     * @param rows the candidates
     * @param out where the values go; the slots of a candidate that has no vector are NaN
     * @param offset where the first row's first slot goes
     * @return which candidates have a vector, and why the others have none
     * @throws IllegalArgumentException as {@link #transform(SharedPart, InputRow, double[], int)}
     * @throws IndexOutOfBoundsException if the output has no room for all rows
     */
    public BatchReport transformAll(SharedPart part, List<InputRow> rows, double[] out, int offset) {
        Objects.checkFromIndexSize(offset, Math.multiplyExact(rows.size(), width), out.length);
        return BatchReport.of(rows, width, offset, (in, at) -> transform(part, in, out, at), out);
    }

    private void check(SharedPart part, InputRow in, int length, int offset) {
        checkOwner(part);
        if (!part.filled) {
            throw new IllegalArgumentException("the shared part is empty: call share first");
        }
        vectorizer.checkOwner(in);
        Objects.checkFromIndexSize(offset, width, length);
        part.give(in, sharedInputs);
    }

    private void checkOwner(SharedPart part) {
        if (part.owner != this) {
            throw new IllegalArgumentException(
                    "the shared part was not made by this split vectorizer: use newShared()");
        }
    }
}
