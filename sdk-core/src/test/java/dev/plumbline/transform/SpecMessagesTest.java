package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message names the code, the line, the culprit and the remedy. */
class SpecMessagesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            plumbline: 1     | plumbline: 2    | PLB-112 s.yaml:1 fraud_v3: plumbline: 2 is newer than this library (1); update the library
            semantics: 1     | semantics: 2    | PLB-112 s.yaml:4 fraud_v3: semantics: 2 is newer than this library (1); update the library
            semantics: 1     | semantics: 0    | PLB-106 s.yaml:4 fraud_v3: semantics: 0 does not exist; write semantics: 1
            name: fraud_v3   | name: Fraud     | PLB-117 s.yaml:2: name 'Fraud' is no name; a name is a lower-case letter, then up to 62 lower-case letters, digits or underscores
            type: f32        | type: f16       | PLB-106 s.yaml:6 fraud_v3: output.type is f16; write f32 or f64
            layout: dense    | layout: flat    | PLB-106 s.yaml:6 fraud_v3: output.layout is flat; write dense or sparse
            nan: missing     | nan: zero       | PLB-106 s.yaml:7 fraud_v3: policy.nan is zero; write missing or error or keep
            missing: error   | missing: 0      | PLB-115 s.yaml:7 fraud_v3: policy.missing is 0; write error or {impute: {value: 0}}
            nan: missing     | nen: missing    | PLB-101 s.yaml:7 fraud_v3: unknown key 'nen' in policy; did you mean 'nan'?
            type: i64        | type: int       | PLB-117 s.yaml:9 fraud_v3: inputs.friend_count.type 'int' is no type; write one of bool, i32, i64, f32, f64, string, bytes, timestamp, list<T>, vector<f32,N>, vector<f64,N>
            ttl: 26h}        | ttl: 26}        | PLB-117 s.yaml:9 fraud_v3: inputs.friend_count.ttl is 26; write a duration such as 26h, 15m, 30s or 7d
            , ttl: 26h}      | , tll: 26h}     | PLB-101 s.yaml:9 fraud_v3: unknown key 'tll' in inputs.friend_count; did you mean 'ttl'?
            steps:           | stps:           | PLB-101 s.yaml:16 fraud_v3: unknown key 'stps' in features[0]; did you mean 'steps'?
            log1p: {}        | lg1p: {}        | PLB-101 s.yaml:18 fraud_v3: feature 'friend_count' step 2 has the unknown op 'lg1p'; did you mean 'log1p'?
            log1p: {}        | log1p: {base: 2} | PLB-101 s.yaml:18 fraud_v3: unknown key 'base' in feature 'friend_count' step 2 log1p; known: domain
            std: 1.25        | std: 0          | PLB-107 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore has std 0; add zero_std: zeros or zero_std: center
            std: 1.25        | std: -1         | PLB-107 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore has std -1.0; write a positive one whose inverse is finite
            std: 1.25        | std: 1e400      | PLB-107 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore.std is 1e400, beyond binary64; write a finite number
            std: 1.25        | std: '1.25'     | PLB-115 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore.std is the text "1.25"; write a number as JSON has it, without quotes
            std: 1.25        | std: .5         | PLB-115 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore.std is .5; write a number as JSON has it, without quotes
            , std: 1.25      | , ddof: 0       | PLB-106 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore has no std; write it, or fit to have it fitted
            std: 1.25        | std: fit        | PLB-111 s.yaml:19 fraud_v3: parameter friend_count/3/zscore.std is 'fit' but params has no value; fit the spec
            std: 1.25        | std: 1, ddof: fit | PLB-106 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore has ddof: fit, which is not fitted; write its value
            std: 1.25        | std: 1, ddof: 2 | PLB-106 s.yaml:19 fraud_v3: feature 'friend_count' step 3 zscore.ddof is 2; write 0 to 1
            max: 5000        | max: -1         | PLB-107 s.yaml:17 fraud_v3: feature 'friend_count' step 1 clip has min 0 above max -1; swap them
            min: 0, max: 5000 | ''             | PLB-106 s.yaml:17 fraud_v3: feature 'friend_count' step 1 clip has neither min nor max; give at least one
            to: [0, 1]       | to: [1, 0]      | PLB-106 s.yaml:28 fraud_v3: feature 'avg_friend_age' step 2 minmax needs 'to' with a low and a high end; write to: [0, 1]
            100, to          | 13, to          | PLB-107 s.yaml:28 fraud_v3: feature 'avg_friend_age' step 2 minmax has min 13 and max 13; min has to be less than max, or add zero_range: middle or zero_range: center
            [1, 3, 10        | [1, 10, 10      | PLB-105 s.yaml:33 fraud_v3: feature 'fpcc' step 1 bucketize has bounds not strictly increasing: 10, 10; sort them and remove doubles
            - one_hot: {}    | - log1p: {}     | PLB-103 s.yaml:34 fraud_v3: feature 'fpcc' step 1 bucketize gives an index (0..5); step 2 log1p takes a number or a vector or a list of numbers: put one_hot or as_number between them
            - one_hot: {}    | - as_number: {a: 1} | PLB-101 s.yaml:34 fraud_v3: unknown key 'a' in feature 'fpcc' step 2 as_number; it takes none
            name: fpcc       | name: friend_count | PLB-102 s.yaml:29 fraud_v3: feature 'friend_count' defined twice (features[0], features[3]); rename one
            input: avg_friend_age | input: avg_age | PLB-101 s.yaml:24 fraud_v3: feature 'avg_friend_age' reads the unknown input 'avg_age'; known: avg_friend_age, friend_count, friend_purchase_category_count
            """)
    void parse_oneFault_isNamedWithLineAndRemedy(String good, String bad, String message) {
        String text = Specs.FRAUD.replaceFirst(java.util.regex.Pattern.quote(good), bad);

        assertThat(text).isNotEqualTo(Specs.FRAUD);
        assertThatThrownBy(() -> Specs.parse(text))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(message).startsWith(e.code() + " s.yaml:" + e.line()))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            string    | []                          | feature 'f' has no steps and its input gives a text; a model takes numbers: add vocab or hash, then one_hot
            timestamp | []                          | feature 'f' has no steps and its input gives a time; a model takes numbers: add cyclic or date_part
            list<i64> | []                          | feature 'f' has no steps and its input gives a list of integers; a model takes numbers: add list_pool, pad or vector
            f64       | [bucketize: {bounds: [1]}]  | feature 'f' ends with bucketize, which gives an index (0..1); a model takes numbers: add one_hot or as_number
            string    | [log1p]                     | feature 'f' input 'v' gives a text; step 0 log1p takes a number or a vector or a list of numbers: put vocab, hash or bool before it
            f64       | [one_hot]                   | feature 'f' input 'v' gives a number; step 0 one_hot takes an integer or an index: put bucketize before it
            i64       | [bool: {"true": [a], "false": [b]}] | feature 'f' input 'v' gives an integer; step 0 bool takes a text: take it for inputs of another type
            list<i64> | [multi_hot]                 | feature 'f' input 'v' gives a list of integers; step 0 multi_hot takes a list of indexes: put vocab or hash before it
            timestamp | [log1p]                     | feature 'f' input 'v' gives a time; step 0 log1p takes a number or a vector or a list of numbers: put cyclic, date_part or time_diff before it
            list<f32> | [log1p]                     | feature 'f' ends with log1p, which gives a list of numbers; a model takes numbers: add list_pool, pad or vector
            f64       | [{cyclic: {period: 24}}, one_hot] | feature 'f' step 0 cyclic gives a vector of 2; step 1 one_hot takes an integer or an index: a vector goes to elementwise ops, norms, list_pool, dot, cosine or the output
            f64       | [log1p, is_missing]         | feature 'f' step 0 log1p gives a number; step 1 is_missing reads the input's state: make it the first step
            """)
    void parse_stepThatDoesNotFit_namesBothStepsAndKinds(String type, String steps, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps))).hasMessage("PLB-103 s.yaml:9 one: " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timestamp | [cyclic: {part: second_of_day, period: 86400}] | PLB-106 s.yaml:9 one: feature 'f' step 0 cyclic needs an explicit zone; write zone: UTC
            timestamp | [cyclic: {zone: UTC, period: 86400}]           | PLB-106 s.yaml:9 one: feature 'f' step 0 cyclic needs a part; write part: second_of_day
            timestamp | [cyclic: {part: second_of_day, zone: Mars, period: 1}] | PLB-106 s.yaml:9 one: feature 'f' step 0 cyclic has an unknown zone 'Mars'; write UTC, an offset such as +01:00 or a region such as Europe/Paris
            f64       | [cyclic: {period: 0}]                          | PLB-107 s.yaml:9 one: feature 'f' step 0 cyclic has period 0.0; write one above 0
            f64       | [cyclic: {period: 1, zone: UTC}]               | PLB-106 s.yaml:9 one: feature 'f' step 0 cyclic has part or zone, but its input is a number; keep period only
            f64       | [bucketize: {bounds: []}]                      | PLB-105 s.yaml:9 one: feature 'f' step 0 bucketize has 0 bounds; give 1 to 65535
            f64       | [is_missing: {states: []}]                     | PLB-106 s.yaml:9 one: feature 'f' step 0 is_missing.states is empty; name at least one
            f64       | [is_missing: {states: [gone]}]                 | PLB-106 s.yaml:9 one: feature 'f' step 0 is_missing.states is gone; write null or nan or not_found or stale or error
            f64       | [{log1p: {}, clip: {min: 0}}]                  | PLB-101 s.yaml:9 one: feature 'f' step 0 has 2 ops; write one op for each step
            string    | [{vocab: {values: []}}, one_hot]               | PLB-106 s.yaml:9 one: feature 'f' step 0 vocab has no values; list at least one
            string    | [{vocab: {values: [a, b, a]}}, one_hot]        | PLB-113 s.yaml:9 one: feature 'f' step 0 vocab has "a" twice (values 0 and 2); remove one
            string    | [{vocab: {values: [DE, NO]}}, one_hot]         | PLB-104 s.yaml:9 one: feature 'f' step 0 vocab.values has NO without quotes, which YAML 1.1 readers load as something else; write "NO"
            string    | [{vocab: {values: [fit]}}, one_hot]            | PLB-104 s.yaml:9 one: feature 'f' step 0 vocab.values has fit without quotes, which marks a fitted parameter; write "fit"
            string    | [{vocab: {values: ["\\ud800"]}}, one_hot]      | PLB-117 s.yaml:9: a text holds half of a surrogate pair; write whole code points
            string    | [{vocab: {values: a}}, one_hot]                | PLB-115 s.yaml:9 one: feature 'f' step 0 vocab.values is a; write a list
            """)
    void parse_badOption_isNamed(String type, String steps, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"012", "1e3", "0x1F", "12:30", "1_000", "~", "null", "y", "Off", "2026-01-02", ".5", "-3", ".inf", "<<"
    })
    void parse_vocabValueThatYaml11Changes_hasToBeQuoted(String value) {
        assertThatThrownBy(() -> Specs.parse(Specs.one("string", "[{vocab: {values: [" + value + "]}}, one_hot]")))
                .hasMessageStartingWith("PLB-104 s.yaml:9 one: ")
                .hasMessageEndingWith("write \"" + value + "\"");
        assertThat(Specs.parse(Specs.one("string", "[{vocab: {values: [\"" + value + "\"]}}, one_hot]"))
                        .vectorizer()
                        .slotNames())
                .containsExactly("f=" + value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            string | [{vocab: {values: [a]}}, one_hot]   | {unknown: oov}   | PLB-118 s.yaml:9 one: feature 'f' step 0 vocab has no slot for unknown values and the policy is unknown: oov; add oov: 1
            string | [{vocab: {values: [a]}}, as_number] | {unknown: zeros} | PLB-118 s.yaml:9 one: feature 'f' has the policy unknown: zeros, which only one_hot can write; add one_hot or set unknown: oov
            f64    | [log1p]                             | {inf: clip}      | PLB-118 s.yaml:9 one: feature 'f' has the policy inf: clip and does not start with a clip of min and max; add one, or set inf: missing
            f64    | [clip: {min: 0}]                    | {inf: clip}      | PLB-118 s.yaml:9 one: feature 'f' has the policy inf: clip and does not start with a clip of min and max; add one, or set inf: missing
            """)
    void parse_policyThatStepsCannotKeep_isRefused(String type, String steps, String policy, String message) {
        assertThatThrownBy(() -> Specs.parse(Specs.one(type, steps, policy))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from: request                     | from: nowhere                    | PLB-117 s.yaml:7 one: inputs.v.from is 'nowhere'; write source:feature, or request
            from: request                     | from: 'a:B'                      | PLB-117 s.yaml:7 one: inputs.v.from is 'a:B'; write source:feature, or request
            ', from: request'                 | ''                               | PLB-101 s.yaml:7 one: inputs.v has no 'from'; write from: request if the caller passes it
            from: request                     | from: request, ttl: 1h           | PLB-106 s.yaml:7 one: inputs.v has a ttl, but the caller passes it; remove the ttl
            'policy: {}'                      | 'sources: {request: {view: a}}'  | PLB-117 s.yaml:5 one: sources.request is taken: 'request' stands for what the caller passes; rename it
            'policy: {}'                      | 'sources: {a: {view: a}}'        | PLB-101 s.yaml:5 one: sources.a needs either 'keys' or 'key'; write keys: {join_key: request_field}
            'policy: {}'                      | 'sources: {a: {view: a, keys: {}}}' | PLB-101 s.yaml:5 one: sources.a.keys is empty; name at least one join key
            'input: v'                        | 'inputs: [v, v]'                 | PLB-102 s.yaml:9 one: feature 'f' inputs names 'v' twice; name it once
            """)
    void parse_badInput_isNamed(String good, String bad, String message) {
        String text = Specs.one("f64", "[]").replace(good, bad);

        assertThatThrownBy(() -> Specs.parse(text)).hasMessage(message);
    }

    @Test
    void parse_unknownSource_pointsAtTheNearest() {
        String text = Specs.one("f64", "[]")
                .replace("policy: {}", "sources: {origin: {view: airport, key: origin}}")
                .replace("from: request", "from: \"orgin:delay\"");

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-101 s.yaml:7 one: inputs.v.from names the unknown source 'orgin'; "
                        + "did you mean 'origin'?");
    }

    @Test
    void parse_tooWide_isRefused() {
        String text = Specs.one("string", "[{vocab: {values: [a], offset: 65536}}, one_hot]");

        assertThatThrownBy(() -> Specs.parse(text))
                .hasMessage("PLB-108 s.yaml:9 one: with feature 'f' the output width 65537 exceeds 65536; "
                        + "use layout: sparse");
    }

    @Test
    void warnings_missingWithoutImpute_andUnusedInput() {
        String text = Specs.one("string", "[{vocab: {values: [a], oov: 1}}, one_hot]")
                .replace("inputs:\n", "inputs:\n  w: {type: i64, from: request}\n");

        assertThat(Specs.parse(text).warnings())
                .containsExactly(
                        "PLB-119 s.yaml:10 one: feature 'f' has a slot for unknown values that the policy unknown: error"
                                + " never fills; set unknown: oov",
                        "PLB-109 s.yaml:10 one: feature 'f' has no impute and policy.missing=error: a missing v will"
                                + " throw PLB-301 at run time",
                        "PLB-114 s.yaml:7 one: input 'w' is used by no feature; remove it");
        assertThat(Specs.parse(Specs.FRAUD).warnings()).isEmpty();
    }
}
