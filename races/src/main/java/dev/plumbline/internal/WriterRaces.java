package dev.plumbline.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.plumbline.cache.CacheKey;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.IL_Result;

/** Writes of one client against each other. The value is 1 before, and each write adds one. */
final class WriterRaces {
    private WriterRaces() {}

    @JCStressTest
    @Outcome(id = "[23], [23], 3", expect = ACCEPTABLE, desc = "each finds its own row or a later one")
    @Outcome(expect = FORBIDDEN, desc = "an old row after a write")
    @State
    public static class TwoWritersThroughNear {
        private static final Rig RIG = Rig.near();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void first(III_Result r) {
            int own = entity.writeThrough();
            int read = entity.read();
            r.r1 = read < own ? -own : read;
        }

        @Actor
        public void second(III_Result r) {
            int own = entity.writeThrough();
            int read = entity.read();
            r.r2 = read < own ? -own : read;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[23], [23], 3", expect = ACCEPTABLE, desc = "each finds its own row or a later one")
    @Outcome(expect = FORBIDDEN, desc = "an old row after a write")
    @State
    public static class OneWriterThroughNear {
        private static final Rig RIG = Rig.near();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void first(III_Result r) {
            int own = entity.writeThrough();
            int read = entity.read();
            r.r1 = read < own ? -own : read;
        }

        @Actor
        public void second(III_Result r) {
            int own = entity.write();
            int read = entity.read();
            r.r2 = read < own ? -own : read;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    @JCStressTest
    @Outcome(id = "[23], [23], 3", expect = ACCEPTABLE, desc = "each finds its own row or a later one")
    @Outcome(expect = FORBIDDEN, desc = "an old row after a write")
    @State
    public static class TwoWritersThroughFar {
        private static final Rig RIG = Rig.far();
        private final Rig.Entity entity = new Rig.Entity(RIG);

        @Actor
        public void first(III_Result r) {
            int own = entity.writeThrough();
            int read = entity.read();
            r.r1 = read < own ? -own : read;
        }

        @Actor
        public void second(III_Result r) {
            int own = entity.write();
            int read = entity.read();
            r.r2 = read < own ? -own : read;
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = entity.read();
            entity.end();
        }
    }

    /** Marks that outlive their writes would keep a key from the far tier for good. */
    @JCStressTest
    @Outcome(id = "0, NONE", expect = ACCEPTABLE, desc = "no mark is left")
    @Outcome(expect = FORBIDDEN, desc = "a mark is left")
    @State
    public static class MarksOfTwoWriters {
        private static final CacheKey KEY = FlightRaces.KEY;
        private final WriteMarks marks = new WriteMarks();

        private void write() {
            marks.begin(KEY);
            marks.clean(KEY, marks.end(KEY));
        }

        @Actor
        public void first() {
            write();
        }

        @Actor
        public void second() {
            write();
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = marks.size();
            r.r2 = marks.of(KEY);
        }
    }

    /** A key that becomes dirty while all keys are cleaned stays dirty, or was cleaned with them; it is never lost. */
    @JCStressTest
    @Outcome(id = "0, NONE", expect = ACCEPTABLE, desc = "cleaned")
    @Outcome(expect = FORBIDDEN, desc = "a mark is left")
    @State
    public static class MarksOverflow {
        private static final CacheKey KEY = FlightRaces.KEY;
        private final WriteMarks marks = new WriteMarks();

        @Actor
        public void overflow() {
            marks.dirtyAll();
            marks.cleanAll(marks.epoch());
        }

        @Actor
        public void writer() {
            marks.begin(KEY);
            marks.clean(KEY, marks.end(KEY));
        }

        @Arbiter
        public void after(IL_Result r) {
            r.r1 = marks.size();
            r.r2 = marks.of(KEY);
        }
    }
}
