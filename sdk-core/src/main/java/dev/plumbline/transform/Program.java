package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A spec whose output is binary32, compiled to runs of equal chains over flat arrays. Features of one chain run in one
 * loop wherever they stand in the spec: no feature sees another, and the one that fails first is found again in order.
 * Immutable and thread-safe.
 *
 * <p>The code is, for each run: its number, 1 if its inputs are integers, the number of its features, where its
 * parameters start; then the features' inputs, their slots and their numbers. Parameters, too, stand by kind and not by
 * feature, so that a loop has one counter.
 */
final class Program {
    private static final int COLUMNS = 3;
    private static final int HEADER = 4;

    final FeatureCode[] features;
    final int[] code;
    private final Fused[] chains;
    final double[] params;
    final VocabTable[] tables;
    private final int clearFrom;
    private final int clearTo;

    private Program(
            FeatureCode[] features,
            int[] code,
            Fused[] chains,
            double[] params,
            VocabTable[] tables,
            int clearFrom,
            int clearTo) {
        this.features = features;
        this.code = code;
        this.chains = chains;
        this.params = params;
        this.tables = tables;
        this.clearFrom = clearFrom;
        this.clearTo = clearTo;
    }

    static Program of(FeatureCode[] features) {
        return new Builder(features).build();
    }

    /** Fills a row; returns false if a feature has no value. */
    boolean run(InputRow row, float[] out, int offset) {
        if (clearFrom < clearTo) {
            Arrays.fill(out, offset + clearFrom, offset + clearTo, 0f);
        }
        return runOver(row, out, offset);
    }

    /** Fills a row whose slots are clear or another's; returns false if a feature has no value. */
    boolean runOver(InputRow row, float[] out, int offset) {
        int[] ops = code;
        int at = 0;
        while (at < ops.length) {
            boolean integers = ops[at + 1] != 0;
            int n = ops[at + 2];
            int p = ops[at + 3];
            int from = at + HEADER;
            boolean done = switch (chains[ops[at]]) {
                case COPY -> NumberLoops.copy(this, row, out, offset, from, n, integers);
                case ZSCORE -> NumberLoops.zscore(this, row, out, offset, from, n, p, integers);
                case LOG1P_ZSCORE -> NumberLoops.log1pZscore(this, row, out, offset, from, n, p, integers);
                case CLIP_ZSCORE -> ClipLoops.clipZscore(this, row, out, offset, from, n, p, integers);
                case CLIP_LOG1P_ZSCORE -> ClipLoops.clipLog1pZscore(this, row, out, offset, from, n, p, integers);
                case MINMAX_CLIP -> ClipLoops.minmaxClip(this, row, out, offset, from, n, p, integers);
                case CLIP_MINMAX -> ClipLoops.clipMinmax(this, row, out, offset, from, n, p, integers);
                case BUCKET_HOT -> IndexLoops.buckets(this, row, out, offset, from, n, p, integers);
                case VOCAB_HOT -> IndexLoops.vocabs(this, row, out, offset, from, n, p);
                case FLAG -> IndexLoops.flags(this, row, out, offset, from, n, p, integers);
                case SINGLE -> singles(row, out, offset, from, n);
            };
            if (!done) {
                return false;
            }
            at = from + COLUMNS * n;
        }
        return true;
    }

    private boolean singles(InputRow row, float[] out, int offset, int from, int n) {
        for (int j = 0; j < n; j++) {
            if (!unusual(code[from + 2 * n + j], row, out, offset)) {
                return false;
            }
        }
        return true;
    }

    /** Puts a feature whose value the loops do not handle; returns false if it has none. */
    boolean unusual(int feature, InputRow row, float[] out, int offset) {
        row.sink.open(out, offset);
        boolean put = features[feature].put(row, row.sink);
        row.sink.close();
        return put;
    }

    /** Lays out the runs. */
    private static final class Builder {
        private final FeatureCode[] features;
        private final List<Integer> code = new ArrayList<>();
        private final List<Fused> chains = new ArrayList<>();
        private final List<Double> params = new ArrayList<>();
        private final List<VocabTable> tables = new ArrayList<>();

        Builder(FeatureCode[] features) {
            this.features = features;
        }

        Program build() {
            Map<Fused, List<Integer>> floats = new EnumMap<>(Fused.class);
            Map<Fused, List<Integer>> integers = new EnumMap<>(Fused.class);
            int clearFrom = Integer.MAX_VALUE;
            int clearTo = 0;
            for (int i = 0; i < features.length; i++) {
                Fused chain = Fused.of(features[i]);
                FeaturePlan plan = features[i].plan;
                (plan.first().isFloatScalar() ? floats : integers)
                        .computeIfAbsent(chain, c -> new ArrayList<>())
                        .add(i);
                if (features[i].tail == FeatureCode.Tail.HOT) {
                    clearFrom = Math.min(clearFrom, plan.offset());
                    clearTo = Math.max(clearTo, plan.offset() + plan.width());
                }
            }
            floats.forEach((chain, members) -> run(chain, false, members));
            integers.forEach((chain, members) -> run(chain, true, members));
            return new Program(
                    features,
                    code.stream().mapToInt(Integer::intValue).toArray(),
                    chains.toArray(Fused[]::new),
                    params.stream().mapToDouble(Double::doubleValue).toArray(),
                    tables.toArray(VocabTable[]::new),
                    clearFrom,
                    clearTo);
        }

        private void run(Fused chain, boolean integers, List<Integer> members) {
            code.add(chains.size());
            chains.add(chain);
            code.add(integers ? 1 : 0);
            code.add(members.size());
            code.add(chain == Fused.VOCAB_HOT ? tables.size() : params.size());
            members.forEach(feature -> code.add(features[feature].plan.first().index()));
            members.forEach(feature -> code.add(features[feature].plan.offset()));
            code.addAll(members);
            List<List<Double>> rows = new ArrayList<>();
            for (int feature : members) {
                rows.add(parameters(chain, features[feature]));
            }
            if (chain == Fused.BUCKET_HOT) {
                rows.forEach(params::addAll);
            } else {
                for (int column = 0; column < rows.get(0).size(); column++) {
                    for (List<Double> row : rows) {
                        params.add(row.get(column));
                    }
                }
            }
        }

        private List<Double> parameters(Fused chain, FeatureCode member) {
            List<Double> own = new ArrayList<>();
            if (chain == Fused.FLAG) {
                for (int state = 0; state < FeatureCode.POSITIVE_INFINITY; state++) {
                    int block = member.blocks[state];
                    own.add(block < 0 ? Double.NaN : member.constants[block]);
                }
            } else if (chain == Fused.VOCAB_HOT && member.indexOrPair instanceof Vocab vocab) {
                tables.add(vocab.table);
            } else if (chain == Fused.BUCKET_HOT && member.indexOrPair instanceof Bucketize bucketize) {
                own.add((double) bucketize.bounds.length);
                for (double bound : bucketize.bounds) {
                    own.add(bound);
                }
            } else if (chain != Fused.SINGLE) {
                for (NumberStep step : member.numberSteps) {
                    Fused.parameters(step, own);
                }
            }
            return own;
        }
    }
}
