package dev.plumbline.transform;

import java.util.List;
import java.util.Set;

/**
 * An op of the catalogue: its name, its parameters, what it takes, and how a step of it is made.
 *
 * @param takes the kinds that it takes; empty if it reads an input's state and so has to be the first step
 */
record Op(String name, List<Option> options, Set<Kind> takes, Maker maker) {
    /** Makes a step whose options are typed and whose kind fits. */
    interface Maker {
        Step make(StepSite site, Options options, Port in);
    }

    List<String> optionNames() {
        return options.stream().map(Option::name).toList();
    }

    Step make(StepSite site, Options given, Port in) {
        if (takes.isEmpty() && site.index() > 0) {
            throw site.site()
                    .fault(
                            "PLB-103",
                            site.line(),
                            "feature '" + site.feature() + "' " + site.before() + " gives " + in.described() + "; step "
                                    + site.index() + " " + name + " reads the input's state: make it the first step");
        }
        if (!takes.isEmpty() && !takes.contains(in.kind())) {
            throw site.site()
                    .fault(
                            "PLB-103",
                            site.line(),
                            "feature '" + site.feature() + "' " + site.before() + " gives " + in.described() + "; step "
                                    + site.index() + " " + name + " takes " + taken() + ": " + remedy(in.kind()));
        }
        return maker.make(site, given, in);
    }

    private String taken() {
        return String.join(
                " or ", takes.stream().sorted().map(kind -> kind.described).toList());
    }

    private String remedy(Kind given) {
        return switch (given) {
            case INDEX -> "put one_hot or as_number between them";
            case TEXT -> "put vocab before it";
            case TIME -> "put cyclic in its place";
            case VECTOR -> "a vector ends its feature, so remove what follows";
            case LIST -> "no op of this version takes a list";
            case NUMBER ->
                takes.contains(Kind.INDEX) ? "put bucketize before it" : "take it for inputs of type string only";
        };
    }
}
