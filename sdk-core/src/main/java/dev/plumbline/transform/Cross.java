package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/** Joins texts and integers to one text, of which a category can be made. */
final class Cross extends JoinStep {
    static final Op OP = Op.joining(
            "cross",
            List.of(Option.dataText("sep").orElse("\u001F")),
            Set.of(Kind.TEXT, Kind.INTEGER),
            2,
            Integer.MAX_VALUE,
            (site, options, ins) -> new Cross(options, ins));

    private final String separator;

    private Cross(Options options, List<Port> ins) {
        super("cross", options, ins, Port.TEXT);
        this.separator = options.text("sep");
    }

    @Override
    void join(Cell[] cells) {
        StringBuilder joined = cells[0].joined;
        joined.setLength(0);
        for (int i = 0; i < ins.size(); i++) {
            if (i > 0) {
                joined.append(separator);
            }
            if (ins.get(i).kind() == Kind.TEXT) {
                joined.append(cells[i].text());
            } else {
                joined.append(cells[i].integer);
            }
        }
        cells[0].text = cells[0].memo.text(this, joined);
    }
}
