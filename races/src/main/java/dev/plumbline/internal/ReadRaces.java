package dev.plumbline.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Reads of a client against what it does to the row meanwhile. The row's value is 1 before the change and 2 after it: the
 * reader may find either, whoever changes it finds 2 when that is done, and so does everybody afterwards.
 */
final class ReadRaces {
    private ReadRaces() {}

    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after the write")
    @Outcome(expect = FORBIDDEN, desc = "an old row after the write")
    @State
    public static class WriteOverNear {
        private static final Rig RIG = Rig.near();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void writer(III_Result r) {
            entity.write();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after the write")
    @Outcome(expect = FORBIDDEN, desc = "an old row after the write")
    @State
    public static class WriteOverFar {
        private static final Rig RIG = Rig.far();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void writer(III_Result r) {
            entity.write();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after the write")
    @Outcome(expect = FORBIDDEN, desc = "an old row after the write")
    @State
    public static class WriteThroughBoth {
        private static final Rig RIG = Rig.both();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void writer(III_Result r) {
            entity.writeThrough();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    /** The far tier holds the old row and cannot be told: it is passed by. */
    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after the write")
    @Outcome(expect = FORBIDDEN, desc = "an old row after the write")
    @State
    public static class WriteOverDeafFar {
        private static final Rig RIG = Rig.both();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        public WriteOverDeafFar() {
            entity.keepFar();
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void writer(III_Result r) {
            entity.write();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after it was invalidated")
    @Outcome(expect = FORBIDDEN, desc = "an old row after it was invalidated")
    @State
    public static class Invalidate {
        private static final Rig RIG = Rig.both();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void other(III_Result r) {
            entity.change();
            entity.invalidate();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[12], 2, 2", expect = ACCEPTABLE, desc = "nothing old after all was invalidated")
    @Outcome(expect = FORBIDDEN, desc = "an old row after all was invalidated")
    @State
    public static class InvalidateAll {
        private static final Rig RIG = Rig.near();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void reader(III_Result r) {
            r.r1 = entity.read();
        }

        @Actor
        public void other(III_Result r) {
            entity.change();
            entity.client().invalidateAll();
            r.r2 = entity.read();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one load: the second reader finds the row or the flight")
    @Outcome(expect = FORBIDDEN, desc = "a reader has found neither")
    @State
    public static class TwoReaders {
        private static final Rig RIG = Rig.near();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void first() {
            entity.read();
        }

        @Actor
        public void second(II_Result r) {
            r.r1 = entity.read();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r2 = entity.cell.loads.get();
            entity.end();
        }
    }
}
