package dev.plumbline.transform.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** What a library was seen to give; written by {@code scripts/parity/sklearn_parity.py}. */
final class ParityFile {
    /**
     * Cases of one spec feature.
     *
     * @param ulp the bound on the difference, in units of the expected value's last place
     * @param floor the magnitude below which the units are those of the floor
     */
    record Group(
            String op,
            String peer,
            List<String> types,
            String steps,
            String policy,
            int ulp,
            double floor,
            List<Case> cases) {}

    /** @param in a Double, String, list of Doubles, or null for each input */
    record Case(List<Object> in, List<Double> out) {}

    /** @param out the quantile of the data at q */
    record Quantile(String method, List<Double> data, double q, double out) {}

    final List<Group> groups;
    final List<Quantile> quantiles;

    ParityFile(String name) {
        Map<?, ?> root = (Map<?, ?>) read(name);
        this.groups = list(root, "groups").stream()
                .map(node -> group((Map<?, ?>) node))
                .toList();
        this.quantiles = list(root, "quantiles").stream()
                .map(node -> (Map<?, ?>) node)
                .map(node -> new Quantile(
                        (String) node.get("method"), numbers(node.get("data")), (Double) value(node.get("q")), (Double)
                                value(node.get("out"))))
                .toList();
    }

    private static Group group(Map<?, ?> node) {
        return new Group(
                (String) node.get("op"),
                (String) node.get("peer"),
                list(node, "types").stream().map(type -> (String) type).toList(),
                (String) node.get("steps"),
                (String) node.get("policy"),
                Integer.parseInt((String) node.get("ulp")),
                Double.parseDouble((String) node.get("floor")),
                list(node, "cases").stream().map(each -> parse((List<?>) each)).toList());
    }

    private static Case parse(List<?> node) {
        List<Object> in = new ArrayList<>();
        ((List<?>) node.get(0)).forEach(each -> in.add(value(each)));
        return new Case(in, numbers(node.get(1)));
    }

    private static List<Double> numbers(Object node) {
        return ((List<?>) node).stream().map(each -> (Double) value(each)).toList();
    }

    private static Object value(Object node) {
        if (node instanceof List<?>) {
            return numbers(node);
        }
        String text = (String) node;
        return switch (text.charAt(0)) {
            case 'x' -> Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(text, 1, text.length()));
            case 't' -> text.substring(1);
            default -> null;
        };
    }

    private static List<?> list(Map<?, ?> node, String key) {
        return (List<?>) node.get(key);
    }

    private static Object read(String name) {
        try (InputStream in = ParityFile.class.getResourceAsStream(name)) {
            LoadSettings settings = LoadSettings.builder()
                    .setSchema(new FailsafeSchema())
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .build();
            return new Load(settings).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
