package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An op of the catalogue: its name, its parameters, what it takes, and how a step of it is made.
 *
 * @param takes the kinds that it takes of an input; empty if it reads an input's state and so has to be the first step
 * @param least the fewest inputs
 * @param most the most inputs; above 1 it has to be the first step where there are several
 * @param presets what a named preset sets
 */
record Op(
        String name,
        List<Option> options,
        Set<Kind> takes,
        int least,
        int most,
        Map<String, Map<String, Object>> presets,
        Joiner maker) {
    /** Makes a step whose options are typed and whose kinds fit; {@code ins} has one port for each input. */
    interface Joiner {
        Step make(StepSite site, Options options, List<Port> ins);
    }

    /** Makes a step of one input. */
    interface Single {
        Step make(StepSite site, Options options, Port in);
    }

    /** An op of one input. */
    Op(String name, List<Option> options, Set<Kind> takes, Single maker) {
        this(name, options, takes, 1, 1, Map.of(), (site, given, ins) -> maker.make(site, given, ins.get(0)));
    }

    /** An op that joins inputs. */
    static Op joining(String name, List<Option> options, Set<Kind> takes, int least, int most, Joiner maker) {
        return new Op(name, options, takes, least, most, Map.of(), maker);
    }

    /** The same with a preset. */
    Op preset(String preset, Map<String, Object> values) {
        Map<String, Map<String, Object>> more = new java.util.TreeMap<>(presets);
        more.put(preset, Map.copyOf(values));
        return new Op(name, options, takes, least, most, Map.copyOf(more), maker);
    }

    List<String> optionNames() {
        return options.stream().map(Option::name).toList();
    }

    Step make(StepSite site, Options given, List<Port> ins) {
        if (ins.size() > 1 && most == 1) {
            throw misfit(
                    site,
                    "its " + ins.size() + " inputs",
                    "takes one: write a step first that joins them, such as " + "sum, ratio, cross or time_diff");
        }
        if (least > 1 && site.index() > 0) {
            throw misfit(
                    site, site.before() + " gives " + ins.get(0).described(), "joins inputs: make it the first step");
        }
        if (ins.size() < least || ins.size() > most) {
            throw misfit(site, counted(ins.size()), "takes " + taken() + ": list that many under 'inputs'");
        }
        if (takes.isEmpty() && site.index() > 0) {
            throw misfit(
                    site,
                    site.before() + " gives " + ins.get(0).described(),
                    "reads the input's state: make it the first step");
        }
        for (Port in : ins) {
            if (!takes.isEmpty() && !takes.contains(in.kind())) {
                throw misfit(
                        site,
                        (ins.size() > 1 ? "one of the inputs" : site.before()) + " gives " + in.described(),
                        "takes " + kinds() + ": " + remedy(in.kind()));
            }
        }
        return maker.make(site, given, ins);
    }

    private SpecException misfit(StepSite site, String given, String wanted) {
        return site.site()
                .fault(
                        "PLB-103",
                        site.line(),
                        "feature '" + site.feature() + "' " + given + "; step " + site.index() + " " + name + " "
                                + wanted);
    }

    private static String counted(int inputs) {
        return "has " + inputs + (inputs == 1 ? " input" : " inputs");
    }

    private String taken() {
        return least == most
                ? "exactly " + least
                : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    }

    private String kinds() {
        return takes.stream()
                .filter(kind -> kind == kind.computed() || !takes.contains(kind.computed()))
                .sorted()
                .map(kind -> kind.described)
                .collect(Collectors.joining(" or "));
    }

    private String remedy(Kind given) {
        return switch (given) {
            case INDEX -> "put one_hot or as_number between them";
            case INDEXES -> "put multi_hot or pad between them";
            case TEXT ->
                takes.contains(Kind.INDEX) ? "put vocab or hash before it" : "put vocab, hash or bool before it";
            case TEXTS -> "put vocab or hash before it";
            case TIME -> "put cyclic, date_part or time_diff before it";
            case BYTES -> "put hash before it";
            case VECTOR -> "a vector goes to elementwise ops, norms, list_pool, dot, cosine or the output";
            case NUMBERS, INTEGERS ->
                given == Kind.INTEGERS && takes.contains(Kind.INDEXES)
                        ? "put vocab or hash before it"
                        : "put list_pool, pad or vector before it";
            case OTHERS -> "declare the input as another type";
            case NUMBER, INTEGER ->
                takes.contains(Kind.INDEX) ? "put bucketize before it" : "take it for inputs of another type";
        };
    }
}
