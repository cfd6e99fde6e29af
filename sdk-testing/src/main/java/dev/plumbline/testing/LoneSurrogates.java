package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRowBuilder;

/** A text that no decoder lets through, for what becomes of it on the wire. */
record LoneSurrogates(String text) implements Cell {
    @Override
    public void writeTo(FeatureRowBuilder row, int slot) {
        row.putString(slot, text);
    }
}
