package dev.plumbline.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalogue. An op is one class and one entry here. */
final class Ops {
    private static final Map<String, Op> ALL = new LinkedHashMap<>();

    static {
        List.of(
                        Impute.OP,
                        IsMissing.OP,
                        Clip.OP,
                        Clip.WINSORIZE,
                        Log1p.OP,
                        Elementary.LOG,
                        Elementary.SIGNED_LOG1P,
                        Elementary.SQRT,
                        Elementary.EXP,
                        Elementary.EXPM1,
                        Elementary.ABS,
                        Elementary.SIGN,
                        Pow.OP,
                        PowerTransform.OP,
                        Reciprocal.OP,
                        Round.OP,
                        Binarize.OP,
                        ZScore.OP,
                        ZScore.CENTER_SCALE,
                        MinMax.OP,
                        MaxAbs.OP,
                        Scale.OP,
                        Bucketize.OP,
                        Vocab.OP,
                        OneHot.OP,
                        CleanText.OP,
                        Bool.OP,
                        MultiHot.OP,
                        Hash.OP,
                        HashVector.OP,
                        Cross.OP,
                        Mapped.VALUE_MAP,
                        TargetEncode.OP,
                        Mapped.COUNT_ENCODE,
                        Mapped.FREQ_ENCODE,
                        AsNumber.OP,
                        Cyclic.OP,
                        ImputeEmpty.OP,
                        Take.OP,
                        Pad.OP,
                        AsVector.OP,
                        ListPool.OP,
                        Normalize.L1,
                        Normalize.L2,
                        Normalize.MAX,
                        Ratio.OP,
                        Fold.DIFF,
                        Fold.SUM,
                        Fold.PRODUCT,
                        Fold.MIN,
                        Fold.MAX,
                        Poly.OP,
                        VectorJoin.DOT,
                        VectorJoin.COSINE,
                        VectorJoin.EUCLIDEAN,
                        DatePart.OP,
                        TimeDiff.OP)
                .forEach(op -> ALL.put(op.name(), op));
    }

    private Ops() {}

    static @Nullable Op find(String name) {
        return ALL.get(name);
    }

    static Set<String> names() {
        return ALL.keySet();
    }
}
