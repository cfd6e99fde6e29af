package dev.plumbline.transform;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings texts into one form, so that spellings of the same thing become equal. */
final class CleanText extends Step {
    private static final int ASCII = 0x80;

    static final Op OP = new Op(
            "string",
            List.of(
                    Option.choice("normalize", "none", "nfc", "nfkc").orElse("none"),
                    Option.choice("case", "none", "lower", "upper").orElse("none"),
                    Option.dataText("remove").optional(),
                    Option.bool("trim").orElse(false),
                    Option.choice("empty", "keep", "missing").orElse("keep")),
            Set.of(Kind.TEXT, Kind.TEXTS),
            CleanText::new);

    private final Normalizer.@Nullable Form form;
    private final @Nullable Pattern removed;
    private final boolean lower;
    private final boolean upper;
    private final boolean trims;
    private final boolean dropsEmpty;

    /** Which ASCII characters do not stay as they are wherever they stand. */
    private final boolean[] changed = new boolean[ASCII];

    /** Whether other characters may change wherever they stand. */
    private final boolean changesOthers;

    private CleanText(StepSite site, Options options, Port in) {
        super("string", options, in, in);
        this.form = switch (options.text("normalize")) {
            case "nfc" -> Normalizer.Form.NFC;
            case "nfkc" -> Normalizer.Form.NFKC;
            default -> null;
        };
        this.removed = options.has("remove") ? CharacterClass.parse(site, "remove", options.text("remove")) : null;
        this.lower = options.text("case").equals("lower");
        this.upper = options.text("case").equals("upper");
        this.trims = options.bool("trim");
        this.dropsEmpty = options.text("empty").equals("missing");
        this.changesOthers = form != null || removed != null || lower || upper;
        for (char c = 0; c < ASCII; c++) {
            changed[c] = (lower && c >= 'A' && c <= 'Z')
                    || (upper && c >= 'a' && c <= 'z')
                    || (removed != null && removed.matcher(String.valueOf(c)).matches());
        }
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        if (in.kind() == Kind.TEXT) {
            String text = clean(cell.text(), cell.memo);
            cell.text = text;
            if (isDropped(text)) {
                cell.missing = true;
                cell.why = "empty";
            }
            return;
        }
        int kept = 0;
        for (int i = 0; i < cell.length; i++) {
            String text = clean(cell.text(i), cell.memo);
            if (!isDropped(text)) {
                cell.texts[kept++] = text;
            }
        }
        cell.length = kept;
    }

    /** Tells whether a text that comes out is missing afterwards. */
    boolean isDropped(String text) {
        return dropsEmpty && text.isEmpty();
    }

    private String clean(String text, TextMemo memo) {
        if (isClean(text)) {
            return text;
        }
        String known = memo.get(this, text);
        if (known == null) {
            known = clean(text);
            memo.put(this, text, known);
        }
        return known;
    }

    /** Tells whether a text surely stays as it is; costs one look at each character. */
    private boolean isClean(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ASCII ? changed[c] : changesOthers) {
                return false;
            }
        }
        return !trims || length == 0 || !(isWhiteSpace(text.charAt(0)) || isWhiteSpace(text.charAt(length - 1)));
    }

    /** Returns the text in its form; changing the case or removing characters may undo what normalizing did. */
    String clean(String text) {
        String clean = normalized(text);
        clean = lower ? clean.toLowerCase(Locale.ROOT) : upper ? clean.toUpperCase(Locale.ROOT) : clean;
        clean = removed == null ? clean : removed.matcher(clean).replaceAll("");
        clean = normalized(clean);
        clean = trims ? trimmed(clean) : clean;
        return clean.equals(text) ? text : clean;
    }

    private String normalized(String text) {
        Normalizer.Form wanted = form;
        return wanted == null || Normalizer.isNormalized(text, wanted) ? text : Normalizer.normalize(text, wanted);
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhiteSpace(text.charAt(from))) {
            from++;
        }
        while (from < to && isWhiteSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Unicode's property White_Space, which has never lost or gained a character since it became stable. */
    private static boolean isWhiteSpace(char c) {
        return switch (c) {
            case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> (c >= '\t' && c <= '\r') || (c >= 0x2000 && c <= 0x200A);
        };
    }
}
