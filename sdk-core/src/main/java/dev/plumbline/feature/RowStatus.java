package dev.plumbline.feature;

/** What is known of one entity as a whole. */
public enum RowStatus {
    /** The store answered for this entity; single cells may still be absent. */
    PRESENT,
    /** The store has nothing for this entity; every cell is {@link ValueState#NOT_FOUND}. */
    NOT_FOUND,
    /** The entity could not be read; every cell is {@link ValueState#ERROR} and the row has a cause. */
    ERROR
}
