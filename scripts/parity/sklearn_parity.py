"""Writes what numpy and scikit-learn give for the ops that they share with Plumbline.

Run with Debian's python3-sklearn and python3-numpy:
    /usr/bin/python3 scripts/parity/sklearn_parity.py
It writes sdk-core/src/test/resources/dev/plumbline/transform/parity/sklearn.json, which ParityTest reads. Inputs come
from fixed seeds; equal versions of the libraries give an equal file.

A group has one spec feature and its cases: inputs, then outputs. A number is written as x and the 16 hex digits of its
binary64, a text as t and itself, an absent value as -. "ulp" is the bound on the difference, in units in the last place
of the expected value, or of "floor" where that is larger in magnitude (an op that subtracts 1 cannot be exact near 0).
"""

import json
import math
import os
import platform
import struct
import warnings

import numpy as np
import sklearn
from sklearn import feature_extraction, impute, metrics, preprocessing
from sklearn.utils import murmurhash3_32

TARGET = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../../sdk-core/src/test/resources/dev/plumbline/transform/parity/sklearn.json",
)
GROUPS = []


def cell(value):
    if value is None:
        return "-"
    if isinstance(value, str):
        return "t" + value
    if isinstance(value, (list, tuple, np.ndarray)):
        return [cell(each) for each in value]
    return "x" + struct.pack(">d", float(value)).hex()


def yaml(value):
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "{" + ", ".join(key + ": " + yaml(each) for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple, np.ndarray)):
        return "[" + ", ".join(yaml(each) for each in value) + "]"
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value)).lower()
    if isinstance(value, (int, np.integer)):
        return str(value)
    return repr(float(value))


def quoted(text):
    return json.dumps(text, ensure_ascii=False).replace("\uffff", "\\uffff")


def group(op, peer, steps, cases, types=("f64",), ulp=0, floor=0.0, policy=None):
    """steps: pairs of op and options; cases: pairs of inputs and outputs."""
    GROUPS.append(
        {
            "op": op,
            "peer": peer,
            "types": list(types),
            "steps": yaml([{name: options} if options else name for name, options in steps]),
            "policy": yaml(policy or {}),
            "ulp": str(ulp),
            "floor": repr(float(floor)),
            "cases": [[cell(list(inputs)), cell(np.ravel(outputs))] for inputs, outputs in cases],
        }
    )


def numbers(seed, count=96, low=None, spread=20.0):
    """Numbers of many magnitudes; above low if it is given."""
    random = np.random.RandomState(seed)
    plain = random.normal(0, spread, count // 2)
    wide = random.normal(0, 1, count // 4) * 10.0 ** random.randint(-8, 9, count // 4)
    whole = random.randint(-50, 51, count - count // 2 - count // 4).astype(float) / 4
    values = np.concatenate([plain, wide, whole])
    return values if low is None else low + np.abs(values) + 1e-9


def each(values, outputs):
    return [([x], y) for x, y in zip(values, outputs)]


def column(values):
    return np.asarray(values).reshape(-1, 1)


def scalers():
    for seed, data in enumerate([[1.0, 2.0, 4.0, 8.0], numbers(100, 50), [7.0, 7.0, 7.0], numbers(101, 30, spread=1e-3)]):
        x = np.concatenate([numbers(seed), np.asarray(data)])
        standard = preprocessing.StandardScaler().fit(column(data))
        std = 0 if standard.var_[0] == 0 else standard.scale_[0]
        group("zscore", "StandardScaler", [("zscore", {"preset": "sklearn", "mean": standard.mean_[0], "std": std})],
              each(x, standard.transform(column(x))))
        robust = preprocessing.RobustScaler().fit(column(data))
        scale = 0 if len(set(data)) == 1 else robust.scale_[0]
        group("center_scale", "RobustScaler",
              [("center_scale", {"preset": "sklearn", "center": robust.center_[0], "scale": scale})],
              each(x, robust.transform(column(x))))
        for to in ((0, 1), (-1, 1), (0.1, 0.7))[: 1 if std == 0 else 3]:
            minmax = preprocessing.MinMaxScaler(feature_range=to).fit(column(data))
            group("minmax", "MinMaxScaler",
                  [("minmax", {"preset": "sklearn", "min": minmax.data_min_[0], "max": minmax.data_max_[0], "to": to})],
                  each(x, minmax.transform(column(x))))
        maxabs = preprocessing.MaxAbsScaler().fit(column(data))
        group("maxabs", "MaxAbsScaler", [("maxabs", {"preset": "sklearn", "max": maxabs.max_abs_[0]})],
              each(x, maxabs.transform(column(x))))


def functions():
    x = numbers(1)
    above0 = numbers(2, low=0.0)
    small = numbers(3, spread=3.0)
    small = small[np.abs(small) < 600]
    for op, options, peer, values, ulp, floor in [
        ("log", {}, np.log, above0, 1, 0),
        ("log", {"base": 2}, np.log2, above0, 2, 0),
        ("log", {"base": 10}, np.log10, above0, 1, 0),
        ("log1p", {}, np.log1p, numbers(4, low=-1.0), 1, 0),
        ("signed_log1p", {}, lambda v: np.sign(v) * np.log1p(np.abs(v)), x, 1, 0),
        ("sqrt", {}, np.sqrt, above0, 0, 0),
        ("exp", {}, np.exp, small, 1, 0),
        ("expm1", {}, np.expm1, small, 1, 0),
        ("abs", {}, np.abs, x, 0, 0),
        ("sign", {}, np.sign, x, 0, 0),
        ("reciprocal", {"zero": 0}, np.reciprocal, above0, 0, 0),
        ("pow", {"exponent": 2}, lambda v: np.power(v, 2.0), x, 1, 0),
        ("pow", {"exponent": 0.5}, lambda v: np.power(v, 0.5), above0, 1, 0),
        ("pow", {"exponent": -1.7}, lambda v: np.power(v, -1.7), above0, 1, 0),
        ("scale", {"by": 0.1, "offset": 3.3}, lambda v: v * 0.1 + 3.3, x, 0, 0),
        ("clip", {"min": -3.5, "max": 11}, lambda v: np.clip(v, -3.5, 11), x, 0, 0),
        ("round", {"preset": "sklearn"}, np.round, x, 0, 0),
        ("round", {"preset": "sklearn", "digits": 2}, lambda v: np.round(v, 2), x, 0, 0),
        ("round", {"mode": "floor"}, np.floor, x, 0, 0),
        ("round", {"mode": "ceil"}, np.ceil, x, 0, 0),
        ("round", {"mode": "trunc"}, np.trunc, x, 0, 0),
        ("binarize", {"threshold": 0.5}, lambda v: preprocessing.binarize(column(v), threshold=0.5), x, 0, 0),
    ]:
        group(op, "numpy." + peer.__name__ if isinstance(peer, np.ufunc) else "numpy", [(op, options)],
              each(values, np.ravel(peer(values))), ulp=ulp, floor=floor)
    near1 = above0[(above0 > 0.2) & (above0 < 5)]
    for method, values in (("yeo-johnson", numbers(5)), ("box-cox", near1), ("box-cox", above0)):
        for power in (0.0, 1.0, 2.0, 0.5, -0.7, 2.3):
            transformer = preprocessing.PowerTransformer(method=method, standardize=False).fit(column([1.0, 2.0, 3.0]))
            transformer.lambdas_ = np.array([power])
            outputs = np.ravel(transformer.transform(column(values)))
            kept = np.isfinite(outputs)
            by = min(abs(each) for each in (power, 2 - power) if each != 0)
            # SciPy has expm1(lambda * log(x)) / lambda, which is off by as many units as lambda * log(x) is large.
            off = np.max(np.abs(power * np.log(values))) if values is above0 else 0
            group("power, far from 1" if values is above0 else "power", "PowerTransformer", [("power", {"method": method.replace("-", "_"), "lambda": power})],
                  each(values[kept], outputs[kept]), ulp=2 + int(np.ceil(off)), floor=1 / by)
    # numpy 1.24 computes sin and cos by vectors to 2 units; the C library to less than 1.
    for order, functions_ in (("sin_cos", (math.sin, math.cos)), ("cos_sin", (math.cos, math.sin))):
        group("cyclic", "math.sin, math.cos", [("cyclic", {"period": 24, "order": order})],
              each(x, [[function(2 * math.pi * value / 24.0) for function in functions_] for value in x]), ulp=1)


def buckets():
    x = np.concatenate([numbers(6), [0.0, -0.0, 10.0, 11.0, -5.0]])
    for bounds in ([0, 10], np.sort(numbers(7, 40))):
        for closed in ("left", "right"):
            group("bucketize", "numpy.digitize", [("bucketize", {"bounds": bounds, "closed": closed}), ("as_number", None)],
                  each(x, np.digitize(x, bounds, right=closed == "right")))
    for strategy in ("quantile", "uniform"):
        bins = preprocessing.KBinsDiscretizer(5, encode="onehot-dense", strategy=strategy).fit(column(numbers(8)))
        edges = bins.bin_edges_[0][1:-1]
        group("bucketize", "KBinsDiscretizer", [("bucketize", {"preset": "sklearn", "bounds": edges}), ("one_hot", None)],
              each(x, bins.transform(column(x))))


def missing():
    x = [None, 1.0, 2.0, None, 7.5, 7.5, -3.0, 0.1]
    nan = column([np.nan if value is None else value for value in x])
    for strategy in ("mean", "median", "most_frequent", "constant"):
        imputer = impute.SimpleImputer(strategy=strategy, fill_value=-1.25).fit(nan)
        group("impute", "SimpleImputer", [("impute", {"value": imputer.statistics_[0]})], each(x, imputer.transform(nan)))
    indicator = impute.MissingIndicator().fit(nan)
    group("is_missing", "MissingIndicator", [("is_missing", None)], each(x, indicator.transform(nan)))


def categories():
    values = ["DE", "FR", "NO", "US", "a b", "\u00e9", "\U0001f600", "\uffff"]
    texts = values + ["zz", "", "de", "\u0130"]
    fitted = column(np.array(values, dtype=object))
    asked = column(np.array(texts, dtype=object))
    written = [("vocab", {"preset": "sklearn", "values": [quoted(value) for value in sorted(values)], "oov": 1})]
    ordinal = preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=len(values)).fit(fitted)
    group("vocab", "OrdinalEncoder", written + [("as_number", None)], each(texts, ordinal.transform(asked)),
          types=["string"], policy={"unknown": "oov"})
    for drop in (None, "first"):
        hot = preprocessing.OneHotEncoder(handle_unknown="ignore", drop=drop, sparse_output=False).fit(fitted)
        known = texts if drop is None else values
        del written[0][1]["oov"]
        group("one_hot", "OneHotEncoder", written + [("one_hot", {"preset": "sklearn", "drop": drop or "none"})],
              each(known, hot.transform(column(np.array(known, dtype=object)))), types=["string"],
              policy={"unknown": "zeros"})
        written[0][1]["oov"] = 1


def hashes():
    random = np.random.RandomState(9)
    alphabet = list("abcxyz019 _=-") + ["\u00e9", "\u4e2d", "\U0001f600"]
    texts = ["", "hello", "dog", "3"] + ["".join(random.choice(alphabet, random.randint(1, 24))) for _ in range(80)]
    for seed in (0, 42, 4294967295):
        for size in (10, 262144):
            for mod in ("floor", "abs"):
                signed = [murmurhash3_32(text, seed=seed) for text in texts]
                slots = [(abs(h) if mod == "abs" else h) % size for h in signed]
                group("hash", "murmurhash3_32", [("hash", {"size": size, "seed": seed, "mod": mod}), ("as_number", None)],
                      each(texts, slots), types=["string"])
    for alternate in (True, False):
        hasher = feature_extraction.FeatureHasher(n_features=16, alternate_sign=alternate)
        cases = []
        for text, number, other in zip(texts, numbers(10, len(texts)), numbers(11, len(texts))):
            row = hasher.transform([{"i0": text, "i1": number, "i2": other}]).toarray()
            cases.append(([text, number, other], row))
        group("hash_vector", "FeatureHasher",
              [("hash_vector", {"preset": "sklearn", "size": 16, "sign": "alternate" if alternate else "none"})],
              cases, types=["string", "f64", "f64"])


def vectors():
    random = np.random.RandomState(12)
    rows = random.normal(0, 5, (64, 5))
    rows[0] = 0
    for norm in ("l1", "l2", "max"):
        group(norm + "_normalize", "preprocessing.normalize", [(norm + "_normalize", None)],
              each(rows, preprocessing.normalize(rows, norm=norm)), types=["vector<f64,5>"],
              ulp={"max": 0, "l1": 1, "l2": 2}[norm])
    a, b = np.abs(random.normal(0, 3, (2, 64, 8)))
    pair = ["vector<f64,8>", "vector<f64,8>"]
    # Sums of 8 products in another order; all terms are positive, so that each addition is off by half a unit at most.
    group("dot", "numpy.dot", [("dot", None)], [([x, y], np.dot(x, y)) for x, y in zip(a, b)], types=pair, ulp=8)
    group("cosine", "metrics.pairwise.cosine_similarity", [("cosine", {"zero": 0})],
          [([x, y], metrics.pairwise.cosine_similarity([x], [y])) for x, y in zip(a, b)], types=pair, ulp=8)
    group("euclidean", "numpy.linalg.norm", [("euclidean", None)],
          [([x, y], np.linalg.norm(x - y)) for x, y in zip(a, b)], types=pair, ulp=4)
    for fn, peer, ulp in (("sum", np.sum, 8), ("mean", np.mean, 8), ("max", np.max, 0), ("min", np.min, 0)):
        group("list_pool", "numpy." + peer.__name__, [("list_pool", {"fn": fn})], each(a, [peer(x) for x in a]),
              types=["vector<f64,8>"], ulp=ulp)


def several():
    random = np.random.RandomState(13)
    rows = random.normal(0, 5, (64, 3))
    three = ["f64", "f64", "f64"]
    for degree in (2, 3):
        for interaction in (False, True):
            poly = preprocessing.PolynomialFeatures(degree, interaction_only=interaction).fit(rows)
            options = {"preset": "sklearn", "degree": degree, "interaction_only": interaction}
            # Of three factors the first two are multiplied first here, the last two there.
            group("poly", "PolynomialFeatures", [("poly", options)],
                  [(row, poly.transform([row])) for row in rows], types=three, ulp=0 if degree == 2 else 1)
    for op, peer in (("diff", np.subtract), ("ratio", np.divide)):
        group(op, "numpy." + peer.__name__, [(op, {"zero": 0} if op == "ratio" else None)],
              [(row[:2], peer(row[0], row[1])) for row in rows], types=three[:2])
    for op, peer in (("min", np.min), ("max", np.max)):
        group(op, "numpy." + peer.__name__, [(op, None)], [(row, peer(row)) for row in rows], types=three)
    group("sum", "numpy.cumsum", [("sum", None)], [(row, np.cumsum(row)[-1]) for row in rows], types=three)
    group("product", "numpy.cumprod", [("product", None)], [(row, np.cumprod(row)[-1]) for row in rows], types=three)


def quantiles():
    found = []
    for seed, count in ((14, 1), (15, 2), (16, 7), (17, 10), (18, 101)):
        data = np.arange(1.0, 11.0) if count == 10 else numbers(seed, count)
        for method in ("inverted_cdf", "linear", "averaged_inverted_cdf"):
            for q in (0.0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1.0):
                found.append({"method": method, "data": cell(data), "q": cell(q),
                              "out": cell(np.quantile(data, q, method=method))})
    return found


def lines(items):
    return ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)


def written(name, value):
    """Small parts on one line, each case on a line of its own."""
    if name == "groups":
        groups = []
        for each_group in value:
            head = json.dumps({key: part for key, part in each_group.items() if key != "cases"}, separators=(",", ":"))
            groups.append(head[:-1] + ',"cases":[\n' + lines(each_group["cases"]) + "]}")
        return '"groups":[\n' + ",\n".join(groups) + "]"
    if name == "quantiles":
        return '"quantiles":[\n' + lines(value) + "]"
    return json.dumps(name) + ":" + json.dumps(value)


def main():
    warnings.simplefilter("ignore")
    with np.errstate(all="ignore"):
        for part in (scalers, functions, buckets, missing, categories, hashes, vectors, several):
            part()
    document = {
        "libraries": {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__},
        "groups": GROUPS,
        "quantiles": quantiles(),
    }
    os.makedirs(os.path.dirname(TARGET), exist_ok=True)
    with open(TARGET, "w", encoding="ascii") as target:
        target.write("{" + ",\n".join(written(name, value) for name, value in document.items()) + "}\n")
    print(f"{sum(len(each['cases']) for each in GROUPS)} cases in {len(GROUPS)} groups")


if __name__ == "__main__":
    main()
