package dev.plumbline.transform;

import java.util.Map;

/** How the marked options of an op are computed from the values that its step takes. */
interface FitRule {
    FitNeeds needs(OpenStep step);

    /**
     * Returns the values of options, also of those that are not marked.
     *
     * @param values at least one value
     * @throws SpecException if the values allow none
     */
    Map<String, SpecNode> fit(OpenStep step, FitValues values);
}
