package dev.plumbline.cache.tiered;

import java.util.List;

/** Draws the origin's load over time as an SVG: a panel for each scenario, a curve for each policy, one scale for all. */
final class StampedeChart {
    private static final int LEFT = 64;
    private static final int WIDTH = 560;
    private static final int HEIGHT = 120;
    private static final int PANEL = 200;
    private static final int TOP = 56;
    private static final int LEGEND = LEFT + WIDTH + 20;
    private static final int ALL = LEGEND + 250;
    private static final int SLICES_IN_SECOND = 10;

    /** Told apart by those who see few colours too. */
    private static final List<String> STROKES = List.of(
            "stroke=\"#d55e00\"",
            "stroke=\"#0072b2\"",
            "stroke=\"#009e73\"",
            "stroke=\"#cc79a7\"",
            "stroke=\"#333333\"");

    private final StringBuilder svg = new StringBuilder();
    private final int decades;

    private StampedeChart(List<StampedeScenario> scenarios) {
        int peak = scenarios.stream()
                .flatMap(scenario -> scenario.results().stream())
                .mapToInt(StampedeResult::peak)
                .max()
                .orElse(0);
        int power = 1;
        int ten = 10;
        while (ten < peak) {
            ten *= 10;
            power++;
        }
        decades = power;
    }

    static String draw(List<StampedeScenario> scenarios) {
        return new StampedeChart(scenarios).drawn(scenarios);
    }

    private String drawn(List<StampedeScenario> scenarios) {
        int height = TOP + PANEL * scenarios.size();
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + ALL + "\" height=\"" + height + "\" viewBox=\"0 0 "
                + ALL + " " + height + "\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\">");
        line("<rect width=\"" + ALL + "\" height=\"" + height + "\" fill=\"#ffffff\"/>");
        text(
                LEFT,
                24,
                "start",
                "Calls of the origin per 100 ms, logarithmic",
                " font-size=\"15\" font-weight=\"bold\"");
        for (int i = 0; i < scenarios.size(); i++) {
            panel(TOP + PANEL * i, scenarios.get(i));
        }
        line("</svg>");
        return svg.toString();
    }

    private void panel(int top, StampedeScenario scenario) {
        int bottom = top + 20 + HEIGHT;
        text(LEFT, top + 8, "start", scenario.title(), " font-weight=\"bold\"");
        for (int decade = 0, calls = 1; decade <= decades; decade++, calls *= 10) {
            grid(bottom, decade == 0 ? 0 : calls);
        }
        int slices = scenario.slices();
        seconds(bottom, slices);
        scenario.marks().forEach(mark -> mark(bottom, LEFT + mark.slice() * WIDTH / slices, mark.label()));
        int curve = 0;
        for (StampedeResult result : scenario.results()) {
            if (result.drawn()) {
                String stroke = STROKES.get(curve);
                line("<path fill=\"none\" " + stroke + " stroke-width=\"1.5\" stroke-opacity=\"0.85\" d=\""
                        + path(bottom, result.load()) + "\"/>");
                int y = top + 30 + 18 * curve;
                line("<path fill=\"none\" " + stroke + " stroke-width=\"3\" d=\"M" + LEGEND + " " + (y - 4)
                        + "h18\"/>");
                text(LEGEND + 24, y, "start", result.name(), "");
                curve++;
            }
        }
    }

    private void grid(int bottom, int calls) {
        int y = bottom - height(calls);
        line("<path stroke=\"#dddddd\" d=\"M" + LEFT + " " + y + "h" + WIDTH + "\"/>");
        text(LEFT - 6, y + 4, "end", Integer.toString(calls), "");
    }

    private void seconds(int bottom, int slices) {
        int seconds = slices / SLICES_IN_SECOND;
        int step = seconds <= 5 ? 1 : seconds <= 20 ? 2 : 5;
        for (int second = 0; second <= seconds; second += step) {
            int x = LEFT + second * SLICES_IN_SECOND * WIDTH / slices;
            line("<path stroke=\"#888888\" d=\"M" + x + " " + bottom + "v4\"/>");
            text(x, bottom + 18, "middle", second + " s", "");
        }
    }

    private void mark(int bottom, int x, String label) {
        line("<path stroke=\"#888888\" stroke-dasharray=\"3 3\" d=\"M" + x + " " + bottom + "v-" + HEIGHT + "\"/>");
        text(
                x + 4,
                bottom - HEIGHT + 10,
                "start",
                label,
                " font-size=\"11\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
    }

    /** Steps, as the load is a count of each slice. */
    private String path(int bottom, List<Integer> load) {
        StringBuilder path = new StringBuilder();
        int last = -1;
        for (int i = 0; i < load.size(); i++) {
            int y = bottom - height(load.get(i));
            if (y != last) {
                int x = LEFT + i * WIDTH / load.size();
                path.append(i == 0 ? "M" + x + " " + y : "H" + x + "V" + y);
                last = y;
            }
        }
        return path + "H" + (LEFT + WIDTH);
    }

    /** A decade of calls has the same height as any other; there is room for none at all below the first. */
    private int height(int calls) {
        return (int) StrictMath.round(
                HEIGHT * StrictMath.log10(1.0 + calls) / StrictMath.log10(1 + StrictMath.pow(10, decades)));
    }

    private void text(int x, int y, String anchor, String text, String style) {
        line("<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\"" + style + ">" + escaped(text)
                + "</text>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private void line(String element) {
        svg.append(element).append('\n');
    }
}
