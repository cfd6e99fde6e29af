package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import dev.plumbline.transform.internal.Quantile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With equal parameters an op gives what scikit-learn and numpy give, to the bit or within the stated units. */
class ParityTest {
    private static final String FILE = "/dev/plumbline/transform/parity/sklearn.json";

    /** How many cases an op had and how far the worst was off. */
    private static final class Tally {
        private int cases;
        private double largest;
    }

    private final Map<String, Tally> tallies = new TreeMap<>();

    @Test
    void sharedOps_giveWhatTheLibrariesGive() {
        for (ParityFile.Group group : new ParityFile(FILE).groups) {
            compare(group);
        }

        tallies.forEach((op, tally) -> System.out.printf(
                "parity %s: %d cases, largest difference %.0f ulp%n", op, tally.cases, tally.largest));
        assertThat(tallies).hasSizeGreaterThan(35);
    }

    @Test
    void quantiles_ofEveryMethod_areNumpys() {
        double largest = 0;
        List<ParityFile.Quantile> cases = new ParityFile(FILE).quantiles;
        for (ParityFile.Quantile each : cases) {
            List<Double> sorted = each.data().stream().sorted().toList();
            Quantile quantile =
                    Quantile.of(each.q(), Quantile.Method.valueOf(each.method().toUpperCase(Locale.ROOT)));
            double difference = ulps(quantile.value(sorted.size(), rank -> sorted.get((int) rank)), each.out(), 0);
            assertThat(difference)
                    .as("%s of %d at %s", each.method(), sorted.size(), each.q())
                    .isLessThanOrEqualTo(0);
            largest = Math.max(largest, difference);
        }

        System.out.printf("parity quantile: %d cases, largest difference %.0f ulp%n", cases.size(), largest);
        assertThat(cases).hasSizeGreaterThan(100);
    }

    private void compare(ParityFile.Group group) {
        Vectorizer vectorizer = TransformSpec.parse(spec(group), "parity").vectorizer();
        InputRow row = vectorizer.newInputs();
        double[] out = new double[vectorizer.width()];
        Tally tally = tallies.computeIfAbsent(group.op(), op -> new Tally());
        for (ParityFile.Case each : group.cases()) {
            fill(row, each.in());
            vectorizer.transform(row, out, 0);
            assertThat(out).as(group.steps()).hasSize(each.out().size());
            for (int slot = 0; slot < out.length; slot++) {
                double difference = ulps(out[slot], each.out().get(slot), group.floor());
                assertThat(difference)
                        .as(
                                "%s %s slot %d: %s for %s's %s",
                                group.peer(),
                                group.steps(),
                                slot,
                                out[slot],
                                group.peer(),
                                each.out().get(slot))
                        .isLessThanOrEqualTo(group.ulp());
                tally.largest = Math.max(tally.largest, difference);
            }
            tally.cases++;
        }
    }

    /** The difference in units of the expected value's last place, rounded up: 0 only if the bits are equal. */
    private static double ulps(double got, double expected, double floor) {
        if (Double.doubleToRawLongBits(got) == Double.doubleToRawLongBits(expected)) {
            return 0;
        }
        return Math.max(1, Math.ceil(Math.abs(got - expected) / Math.ulp(Math.max(Math.abs(expected), floor))));
    }

    private static void fill(InputRow row, List<Object> values) {
        row.clear();
        for (int input = 0; input < values.size(); input++) {
            if (values.get(input) instanceof String text) {
                row.setString(input, text);
            } else if (values.get(input) instanceof List<?> elements) {
                row.setFloat64s(
                        input,
                        elements.stream().mapToDouble(each -> (Double) each).toArray());
            } else if (values.get(input) instanceof Double number) {
                row.setFloat64(input, number);
            }
        }
    }

    private static String spec(ParityFile.Group group) {
        int count = group.types().size();
        String inputs = IntStream.range(0, count)
                .mapToObj(i -> "  i" + i + ": {type: \"" + group.types().get(i) + "\", from: request}\n")
                .collect(Collectors.joining());
        String reads = count == 1
                ? "input: i0"
                : IntStream.range(0, count).mapToObj(i -> "i" + i).collect(Collectors.joining(", ", "inputs: [", "]"));
        return """
                plumbline: 1
                name: parity
                version: a
                semantics: 1
                output: {type: f64}
                policy: %s
                inputs:
                %sfeatures:
                  - {name: f, %s, steps: %s}
                """.formatted(group.policy(), inputs, reads, group.steps());
    }
}
