package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.internal.KeyTally;
import dev.plumbline.transform.internal.LongTally;
import dev.plumbline.transform.internal.Moments;
import dev.plumbline.transform.internal.Selection;
import dev.plumbline.transform.internal.SortKeys;
import dev.plumbline.transform.internal.TextTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one pass over rows gathers for a step that is fitted. Not thread-safe. */
final class StepTally {
    private static final byte PRESENT = ValueState.PRESENT.code();

    private final OpenStep step;
    private final boolean integers;
    final @Nullable Moments moments;
    final @Nullable KeyTally keys;
    final @Nullable LongTally modes;
    final @Nullable TextTally texts;
    final @Nullable TargetTally targets;
    long count;
    long infinite;
    long faults;

    /** Of several faults the least as a text, so that the order of rows does not matter. */
    String fault = "";

    /** As unsigned keys. */
    long least = -1;

    long greatest;

    /**
     * @param selection what the pass narrows, null if nothing
     * @param first whether all else is gathered too
     */
    StepTally(OpenStep step, FitNeeds needs, @Nullable Selection selection, boolean first, int maxDistinct) {
        this.step = step;
        this.integers = integers(step);
        this.moments = first && needs.moments() ? new Moments() : null;
        this.modes = first && needs.mode() ? new LongTally(maxDistinct) : null;
        this.texts = first && needs.texts() ? new TextTally(maxDistinct) : null;
        this.targets = first && needs.targets() ? new TargetTally(maxDistinct) : null;
        this.keys = selection == null ? null : selection.tally();
    }

    /** Tells whether keys are those of longs: what stands for a missing integer or time has to be exact. */
    static boolean integers(OpenStep step) {
        return (step.kind() == Kind.INTEGER || step.kind() == Kind.TIME)
                && step.site().op().equals("impute");
    }

    void add(InputRow row) {
        try {
            put(StepByStep.exact(step.before(), row), row);
        } catch (StepFault e) {
            switch (e.code) {
                case "PLB-303" -> infinite++;
                case "PLB-302", "PLB-309", "PLB-310" -> {}
                default -> {
                    faults++;
                    fault = fault.isEmpty() || e.text.compareTo(fault) < 0 ? e.text : fault;
                }
            }
        }
    }

    private void put(Cell cell, InputRow row) {
        if (targets != null) {
            target(targets, cell, row);
        } else if (!cell.missing) {
            values(cell);
        }
    }

    private void values(Cell cell) {
        Kind kind = step.kind();
        switch (kind) {
            case TEXT -> text(cell.text());
            case TEXTS -> {
                for (int i = 0; i < cell.length; i++) {
                    text(cell.text(i));
                }
            }
            case TIME -> integer(cell.micros);
            case INTEGER -> {
                if (texts != null) {
                    text(Long.toString(cell.integer));
                } else if (integers) {
                    integer(cell.integer);
                } else {
                    number(cell.number(kind));
                }
            }
            case INTEGERS -> {
                if (texts != null) {
                    for (int i = 0; i < cell.length; i++) {
                        text(Long.toString(cell.integers[i]));
                    }
                } else {
                    numbers(cell.numbers(kind), cell.length);
                }
            }
            case VECTOR, NUMBERS -> {
                if (cell.sparse) {
                    cell.densify(step.before().end().width());
                }
                numbers(cell.numbers, cell.length);
            }
            default -> number(cell.number(kind));
        }
    }

    private void numbers(double[] elements, int length) {
        for (int i = 0; i < length; i++) {
            number(elements[i]);
        }
    }

    private void number(double x) {
        if (Double.isInfinite(x)) {
            infinite++;
        } else if (!Double.isNaN(x)) {
            key(SortKeys.of(x));
            if (moments != null) {
                moments.add(x);
            }
        }
    }

    private void integer(long x) {
        key(SortKeys.of(x));
        if (moments != null) {
            moments.add(x);
        }
    }

    private void key(long key) {
        count++;
        least = Long.compareUnsigned(key, least) < 0 ? key : least;
        greatest = Long.compareUnsigned(key, greatest) > 0 ? key : greatest;
        if (keys != null) {
            keys.add(key);
        }
        if (modes != null) {
            modes.add(key);
        }
    }

    private void text(String text) {
        count++;
        if (texts != null) {
            texts.add(text);
        }
    }

    private void target(TargetTally tally, Cell cell, InputRow row) {
        int input = step.target();
        if (row.states[input] != PRESENT) {
            return;
        }
        double label = switch (row.layout.kinds[input]) {
            case FLOAT32, FLOAT64 -> Double.longBitsToDouble(row.bits[input]);
            default -> row.bits[input];
        };
        if (Double.isInfinite(label)) {
            infinite++;
        } else if (cell.missing) {
            tally.addMissing(label);
        } else {
            count++;
            tally.add(step.kind() == Kind.INTEGER ? Long.toString(cell.integer) : cell.text(), label);
        }
    }

    void merge(StepTally other) {
        addCounts(other.count, other.infinite, other.faults, other.fault, other.least, other.greatest);
        if (moments != null && other.moments != null) {
            moments.merge(other.moments);
        }
        if (keys != null && other.keys != null) {
            keys.merge(other.keys);
        }
        if (modes != null && other.modes != null) {
            modes.merge(other.modes);
        }
        if (texts != null && other.texts != null) {
            texts.merge(other.texts);
        }
        if (targets != null && other.targets != null) {
            targets.merge(other.targets);
        }
    }

    private void addCounts(long present, long infinities, long refused, String text, long low, long high) {
        count += present;
        infinite += infinities;
        faults += refused;
        fault = fault.isEmpty() || (!text.isEmpty() && text.compareTo(fault) < 0) ? text : fault;
        least = Long.compareUnsigned(low, least) < 0 ? low : least;
        greatest = Long.compareUnsigned(high, greatest) > 0 ? high : greatest;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(infinite);
        out.writeLong(faults);
        TextTally.writeText(out, fault);
        out.writeLong(least);
        out.writeLong(greatest);
        if (moments != null) {
            moments.write(out);
        }
        if (keys != null) {
            keys.write(out);
        }
        if (modes != null) {
            modes.write(out);
        }
        if (texts != null) {
            texts.write(out);
        }
        if (targets != null) {
            targets.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        addCounts(in.readLong(), in.readLong(), in.readLong(), TextTally.readText(in), in.readLong(), in.readLong());
        if (moments != null) {
            moments.read(in);
        }
        if (keys != null) {
            keys.read(in);
        }
        if (modes != null) {
            modes.read(in);
        }
        if (texts != null) {
            texts.read(in);
        }
        if (targets != null) {
            targets.read(in);
        }
    }
}
