package dev.plumbline.transform;

/** Where the values of options marked {@code fit} come from. */
interface Params {
    /**
     * Returns the value of a marked option.
     *
     * @param in what the step takes; of several inputs the first
     * @param line where the mark is
     * @throws SpecException if there is none
     */
    SpecNode take(StepSite site, Port in, String option, int line);

    /** Takes note of the options of a step as they are written, with defaults, before its op looks at them. */
    default void note(StepSite site, Options options) {}

    /** Refuses values that no mark asked for. */
    void refuseUnused();

    /** Returns what the values of a step stand under. */
    static String key(StepSite site) {
        return site.feature() + "/" + site.index() + "/" + site.op();
    }
}
