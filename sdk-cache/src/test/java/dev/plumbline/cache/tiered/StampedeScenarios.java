package dev.plumbline.cache.tiered;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.plumbline.cache.tiered.StampedePolicy.Tiers;
import dev.plumbline.cache.tiered.StampedeScenario.Mark;
import dev.plumbline.cache.tiered.StampedeScenario.Window;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What happens to the fleet. */
final class StampedeScenarios {
    static final String NEAR = "near tier only";
    static final String PLAIN = "memcached, no leases";
    static final String LEASES = "memcached, leases";

    static final String NOTHING = "none of them";
    static final String ALL_THREE = "leases, revalidate, jitter";
    static final int KEYS = 1_000;

    /** Time for a process to find its nodes. */
    private static final Duration CONNECT = ofSeconds(1);

    private static final Duration FILL = CONNECT;

    private final int processes;
    private final long seed;

    StampedeScenarios(int processes, long seed) {
        this.processes = processes;
        this.seed = seed;
    }

    List<StampedeScenario> all() {
        return List.of(coldKey(), staleTogether(), emptyNode(), originDown(), lostWinner());
    }

    StampedeScenario coldKey() {
        Runs runs = new Runs(1, Duration.ZERO, ofSeconds(3), world -> {
            world.startOthers(Duration.ZERO);
            world.readFirstKey(0, 4, ofMillis(500));
        });
        return new StampedeScenario(
                "A cold key",
                """
                Every process reads one key that nobody holds, four times at once, all within 10 ms. A process asks the origin once
                for its four reads; with leases one process asks for all, and the others look again until the row is there.
                """,
                List.of(),
                null,
                List.of(
                        runs.of(NEAR, StampedePolicy.of(Tiers.NEAR)),
                        runs.of(PLAIN, StampedePolicy.of(Tiers.PLAIN)),
                        runs.of(LEASES, StampedePolicy.of(Tiers.LEASES))));
    }

    StampedeScenario staleTogether() {
        Duration from = ofSeconds(27);
        Duration to = ofSeconds(34);
        Runs runs = new Runs(KEYS, from, to, world -> {
            world.fillAtOnce(FILL);
            world.startOthers(from.minus(CONNECT));
            world.readSteadily(0, from, to, ofMillis(250), StampedeScenarios::even);
        });
        StampedePolicy plain = StampedePolicy.of(Tiers.PLAIN);
        StampedePolicy leases = StampedePolicy.of(Tiers.LEASES);
        return new StampedeScenario(
                "A thousand keys go stale together",
                """
                One process fills 1,000 keys at one instant. From 26 s later on, every process reads on average four keys a second,
                each key as often as any other; the rows are past their fresh bound after 30 s, that is 4 s into the picture. Each
                line turns on some of three policies: jitter, by which a row is renewed up to a tenth of its time early;
                stale-while-revalidate, which lets nobody wait for that; and leases, by which one process renews a row.
                """,
                List.of(new Mark(40, "stale")),
                null,
                List.of(
                        runs.of(NOTHING, plain.withoutRevalidate().withoutJitter()),
                        runs.of("jitter", plain.withoutRevalidate()),
                        runs.of("revalidate", plain.withoutJitter()).undrawn(),
                        runs.of("revalidate, jitter", plain).undrawn(),
                        runs.of("leases", leases.withoutRevalidate().withoutJitter())
                                .undrawn(),
                        runs.of("leases, jitter", leases.withoutRevalidate()).undrawn(),
                        runs.of("leases, revalidate", leases.withoutJitter()),
                        runs.of(ALL_THREE, leases)));
    }

    StampedeScenario emptyNode() {
        Duration from = ofSeconds(27);
        Duration to = ofSeconds(42);
        Runs runs = new Runs(KEYS, from, to, world -> {
            world.fillEvenly(FILL, from);
            world.startOthers(from.minus(CONNECT));
            world.readSteadily(0, from, to, ofMillis(250), StampedeScenarios::skewed);
            SimulatedMemcached node = world.nodes.get(0);
            world.time.at(ofSeconds(32), node::kill);
            world.time.at(ofMillis(32_500), node::restart);
        });
        return new StampedeScenario(
                "A memcached node restarts empty",
                """
                Rows of every age up to 26 s are cached. Every process reads on average four keys a second, a tenth of these reads
                going to one key; 5 s into the picture one of the nodes is killed, and half a second later it is back, empty. While
                it is down each process asks the origin for its rows; then each finds out by itself, within about a second, that
                the node has begun anew, and until all have there are two sets of rows on it.
                """,
                List.of(new Mark(50, "killed, back after 0.5 s")),
                new Window("in the 2 s after it is back", 55, 75),
                List.of(
                        runs.of(PLAIN, StampedePolicy.of(Tiers.PLAIN)),
                        runs.of(LEASES, StampedePolicy.of(Tiers.LEASES))));
    }

    StampedeScenario originDown() {
        StampedePolicy leases = StampedePolicy.of(Tiers.LEASES);
        Runs refused = outage(SimulatedOrigin.Outage.REFUSES);
        Runs hung = outage(SimulatedOrigin.Outage.HANGS);
        return new StampedeScenario(
                "The origin is down for 20 s",
                """
                Rows of every age up to 26 s are cached. Every process reads on average one key a second, a tenth of these reads
                going to one key; 3 s into the picture the origin begins to refuse every call, or to answer none, for 20 s. One
                process at a time tries to renew a row, with at most three calls. By the defaults nobody waits for that; without
                revalidation the others wait for it a while, and then ask the origin themselves.
                """,
                List.of(new Mark(30, "down"), new Mark(230, "up")),
                new Window("while it is down", 30, 230),
                List.of(
                        refused.of("refuses; nothing stale is served", leases.withoutStale()),
                        refused.of("refuses; stale if error", leases.withoutRevalidate()),
                        refused.of("refuses; the defaults", leases),
                        hung.of("hangs; the defaults", leases)));
    }

    private Runs outage(SimulatedOrigin.Outage how) {
        Duration from = ofSeconds(27);
        Duration to = ofSeconds(53);
        return new Runs(KEYS, from, to, world -> {
            world.fillEvenly(FILL, from);
            world.startOthers(from.minus(CONNECT));
            world.readSteadily(0, from, to, ofSeconds(1), StampedeScenarios::skewed);
            world.time.at(ofSeconds(30), () -> world.origin.fail(how));
            world.time.at(ofSeconds(50), world.origin::recover);
        });
    }

    StampedeScenario lostWinner() {
        Duration to = ofSeconds(5);
        Runs runs = new Runs(1, Duration.ZERO, to, world -> {
            world.startOthers(Duration.ZERO);
            world.loseFirstReader(ofMillis(500), ofMillis(25));
            world.readFirstKey(1, 1, ofMillis(501));
            world.readSteadily(1, ofMillis(600), to, ofSeconds(1), chance -> 0);
        });
        return new StampedeScenario(
                "The winner of a lease dies",
                """
                One process reads a key that nobody holds, and ends 25 ms later, before it is answered: that is the one failed
                read. All others read the key once within 10 ms of it, and on average once a second from then on. They wait for the
                winner for a while; then they elect one of them, who asks the origin and stores the row in the place of the lease.
                """,
                List.of(),
                null,
                List.of(
                        runs.of(PLAIN, StampedePolicy.of(Tiers.PLAIN)),
                        runs.of(LEASES, StampedePolicy.of(Tiers.LEASES))));
    }

    private static int even(double chance) {
        return (int) (chance * KEYS);
    }

    /** The first key is a tenth of all, the first eight are a fifth. */
    private static int skewed(double chance) {
        return (int) (chance * chance * chance * KEYS);
    }

    /** The same events for each policy. */
    private final class Runs {
        private final int keys;
        private final Duration from;
        private final Duration to;
        private final Consumer<StampedeWorld> events;

        Runs(int keys, Duration from, Duration to, Consumer<StampedeWorld> events) {
            this.keys = keys;
            this.from = from;
            this.to = to;
            this.events = events;
        }

        StampedeResult of(String name, StampedePolicy policy) {
            try (StampedeWorld world = new StampedeWorld(policy, processes, keys, seed)) {
                events.accept(world);
                return world.run(name, from, to);
            }
        }
    }
}
