package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types the scalars of a document by the grammar, never by how they look. */
final class Scalars {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What YAML 1.1 readers load as something else than text, or as another text. */
    private static final Pattern CHANGED = Pattern.compile("|~|null|Null|NULL|<<|="
            + "|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"
            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
            + "|[-+]?0[bB][01_]+|[-+]?0[oO]?[0-7_]+|[-+]?0[xX][0-9a-fA-F_]+"
            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])++(\\.[0-9_]*)?"
            + "|[-+]?([0-9][0-9_]*\\.?[0-9_]*|\\.[0-9_]+)([eE][-+]?[0-9]+)?"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");

    final SpecSite site;

    Scalars(SpecSite site) {
        this.site = site;
    }

    SpecException wrongType(SpecNode node, String where, String wanted) {
        return site.fault("PLB-115", node.line, where + " is " + node.described() + "; write " + wanted);
    }

    Map<String, SpecNode> map(SpecNode node, String where) {
        if (node.fields == null) {
            throw wrongType(node, where, "a map");
        }
        return node.fields;
    }

    List<SpecNode> list(SpecNode node, String where) {
        if (node.items == null) {
            throw wrongType(node, where, "a list");
        }
        return node.items;
    }

    String text(SpecNode node, String where) {
        if (node.text == null || (node.plain && node.text.isEmpty())) {
            throw wrongType(node, where, "a text");
        }
        return node.text;
    }

    /** Returns a text that means the same to every YAML reader. */
    String dataText(SpecNode node, String where) {
        String text = node.text;
        if (text == null) {
            throw wrongType(node, where, "a text");
        }
        if (node.plain && text.equals("fit")) {
            throw unquoted(node, where, text, "marks a fitted parameter");
        }
        if (node.plain && CHANGED.matcher(text).matches()) {
            throw unquoted(node, where, text, "YAML 1.1 readers load as something else");
        }
        return text;
    }

    /** Returns a map's key that means the same to every YAML reader. */
    String dataKey(String key, SpecNode value, String where) {
        if (value.plainKey && CHANGED.matcher(key).matches()) {
            throw unquoted(value, where, key, "YAML 1.1 readers load as something else");
        }
        return key;
    }

    private SpecException unquoted(SpecNode node, String where, String text, String reason) {
        return site.fault(
                "PLB-104",
                node.line,
                where + " has " + (text.isEmpty() ? "an empty value" : text + " without quotes") + ", which " + reason
                        + "; write \"" + text + "\"");
    }

    String name(SpecNode node, String where) {
        String text = text(node, where);
        if (!Names.isName(text)) {
            throw site.fault("PLB-117", node.line, where + " '" + text + "' is no name; " + nameRule());
        }
        return text;
    }

    static String nameRule() {
        return "a name is a lower-case letter, then up to 62 lower-case letters, digits or underscores";
    }

    String choice(SpecNode node, String where, List<String> choices) {
        String text = text(node, where);
        if (!choices.contains(text)) {
            throw site.fault(
                    "PLB-106",
                    node.line,
                    where + " is " + node.described() + "; write " + String.join(" or ", choices));
        }
        return text;
    }

    boolean bool(SpecNode node, String where) {
        if (node.isPlain("true") || node.isPlain("false")) {
            return node.isPlain("true");
        }
        throw wrongType(node, where, "true or false");
    }

    double number(SpecNode node, String where) {
        String text = node.text;
        if (text == null || !node.plain || !NUMBER.matcher(text).matches()) {
            throw wrongType(node, where, "a number as JSON has it, without quotes");
        }
        double value = Double.parseDouble(text) + 0.0;
        if (Double.isInfinite(value)) {
            throw site.fault("PLB-107", node.line, where + " is " + text + ", beyond binary64; write a finite number");
        }
        return value;
    }

    long integer(SpecNode node, String where) {
        String text = node.text;
        if (text != null && node.plain && INTEGER.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw site.fault("PLB-107", node.line, where + " is " + text + ", beyond 64 bits; write a smaller one");
            }
        }
        throw wrongType(node, where, "an integer, without quotes");
    }

    Duration duration(SpecNode node, String where) {
        Matcher match = DURATION.matcher(text(node, where));
        if (!match.matches()) {
            throw site.fault(
                    "PLB-117",
                    node.line,
                    where + " is " + node.described() + "; write a duration such as 26h, 15m, 30s or 7d");
        }
        long count = Long.parseLong(match.group(1));
        Duration duration = switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw site.fault(
                    "PLB-117",
                    node.line,
                    where + " is " + node.described() + ", beyond " + LONGEST.toDays() + "d; write a shorter one");
        }
        return duration;
    }

    /** Returns microseconds since 1970, written as such or as a time of ISO 8601. */
    long time(SpecNode node, String where) {
        String text = text(node, where);
        if (node.plain && text.matches("-?[0-9]+")) {
            return integer(node, where);
        }
        try {
            return InputRow.micros(Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw wrongType(node, where, "microseconds since 1970, or a time such as 2026-07-01T00:00:00Z");
        }
    }
}
