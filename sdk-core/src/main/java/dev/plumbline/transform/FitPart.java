package dev.plumbline.transform;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of a fit gathers from some of the rows, such as those of a partition.
 *
 * <p>Parts are merged in any order, and a part travels as bytes; equal rows give equal bytes, whatever their order. Made
 * by {@link SpecFit#newPart()}. Not thread-safe.
 */
public final class FitPart {
    private final SpecFit fit;
    private final @Nullable InputTally[] inputs;
    private final List<StepTally> steps;
    private long rows;

    FitPart(SpecFit fit, @Nullable InputTally[] inputs, List<StepTally> steps) {
        this.fit = fit;
        this.inputs = inputs;
        this.steps = steps;
    }

    /**
     * Takes a row in. The order of rows does not matter.
     *
     * @param row a row of {@link SpecFit#newInputs()}, of the same fit or one before or after it; not kept
     * @throws IllegalArgumentException if the row is another fit's
     */
    public void add(InputRow row) {
        fit.checkOwner(row);
        rows++;
        for (InputTally input : inputs) {
            if (input != null) {
                input.add(row);
            }
        }
        for (StepTally step : steps) {
            step.add(row);
        }
    }

    /**
     * Takes in what another part gathered.
     *
     * @param other a part of the same pass, unchanged by this
     * @throws IllegalArgumentException if the other part is of another fit or pass
     */
    public void merge(FitPart other) {
        if (!Arrays.equals(fit.digest(), other.fit.digest())) {
            throw foreign();
        }
        rows += other.rows;
        for (int i = 0; i < inputs.length; i++) {
            InputTally input = inputs[i];
            InputTally more = other.inputs[i];
            if (input != null && more != null) {
                input.merge(more);
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).merge(other.steps.get(i));
        }
    }

    /**
     * Returns how many rows were taken in.
     *
     * @return 0 or more
     */
    public long rows() {
        return rows;
    }

    /**
     * Returns the part as bytes, for {@link SpecFit#partOf}.
     *
     * @return the same bytes for the same rows
     */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(fit.digest());
            out.writeLong(rows);
            for (InputTally input : inputs) {
                if (input != null) {
                    input.write(out);
                }
            }
            for (StepTally step : steps) {
                step.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /** Takes in what another part wrote. */
    void read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte[] digest = in.readNBytes(fit.digest().length);
            if (!Arrays.equals(fit.digest(), digest)) {
                throw foreign();
            }
            rows += in.readLong();
            for (InputTally input : inputs) {
                if (input != null) {
                    input.read(in);
                }
            }
            for (StepTally step : steps) {
                step.read(in);
            }
            if (in.read() >= 0) {
                throw new IOException("bytes are left over");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the bytes are no part of " + fit + ": " + e.getMessage(), e);
        }
    }

    SpecFit fit() {
        return fit;
    }

    @Nullable InputTally[] inputs() {
        return inputs;
    }

    List<StepTally> steps() {
        return steps;
    }

    private IllegalArgumentException foreign() {
        return new IllegalArgumentException("the part is of another spec or pass than " + fit
                + ": make parts by newPart() of the fit that they go to");
    }

    /** Returns how many rows it has, and of which fit. */
    @Override
    public String toString() {
        return rows + " rows of " + fit;
    }
}
