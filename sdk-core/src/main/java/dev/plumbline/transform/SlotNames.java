package dev.plumbline.transform;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The names of all slots, made when they are asked for. Immutable and thread-safe. */
final class SlotNames extends AbstractList<String> implements RandomAccess {
    private final List<FeaturePlan> plans;
    private final int[] offsets;
    private final int size;

    SlotNames(List<FeaturePlan> plans) {
        this.plans = plans;
        this.offsets = plans.stream().mapToInt(FeaturePlan::offset).toArray();
        FeaturePlan last = plans.get(plans.size() - 1);
        this.size = last.offset() + last.width();
    }

    @Override
    public String get(int slot) {
        Objects.checkIndex(slot, size);
        int found = java.util.Arrays.binarySearch(offsets, slot);
        FeaturePlan plan = plans.get(found >= 0 ? found : -found - 2);
        return plan.name() + plan.end().label(slot - plan.offset());
    }

    @Override
    public int size() {
        return size;
    }
}
