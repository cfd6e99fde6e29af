package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.StampedePolicy.Tiers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One thing that happens to a fleet, under several policies.
 *
 * @param title what happens, in a few words
 * @param text what happens, in full
 * @param results what each policy made of it
 */
record StampedeScenario(String title, String text, List<StampedeResult> results) {
    private static final int KEYS = 1_000;

    /** Runs all scenarios. */
    static List<StampedeScenario> all(int processes, long seed) {
        return List.of(
                coldKey(processes, seed),
                staleTogether(processes, seed),
                emptyNode(processes, seed),
                originDown(processes, seed),
                lostWinner(processes, seed));
    }

    static StampedeScenario coldKey(int processes, long seed) {
        Runs runs = new Runs(
                processes,
                1,
                seed,
                Duration.ZERO,
                Duration.ofSeconds(3),
                world -> world.readFirstKey(Duration.ofMillis(500), Duration.ofMillis(510), 4));
        return new StampedeScenario(
                "A cold key",
                "Every process reads one key that nobody holds, four times at once, all within 10 ms.",
                List.of(
                        runs.of("near tier only", StampedePolicy.of(Tiers.NEAR)),
                        runs.of("memcached, no leases", StampedePolicy.of(Tiers.PLAIN)),
                        runs.of("memcached, leases", StampedePolicy.of(Tiers.LEASES))));
    }

    static StampedeScenario staleTogether(int processes, long seed) {
        Runs runs = new Runs(processes, KEYS, seed, Duration.ofSeconds(24), Duration.ofSeconds(40), world -> {
            world.fillAtOnce(Duration.ZERO);
            world.readSteadily(
                    Duration.ofSeconds(24), Duration.ofSeconds(40), Duration.ofMillis(250), StampedeScenario::even);
        });
        StampedePolicy plain = StampedePolicy.of(Tiers.PLAIN);
        StampedePolicy leases = StampedePolicy.of(Tiers.LEASES);
        return new StampedeScenario(
                "A thousand keys go stale together",
                "One process fills 1,000 keys at one instant, 30 s before they go stale. Every process reads on average"
                        + " four keys a second, each key as often as any other.",
                List.of(
                        runs.of("none", plain.withoutRevalidate().withoutJitter()),
                        runs.of("jitter", plain.withoutRevalidate()),
                        runs.of("revalidate", plain.withoutJitter()),
                        runs.of("revalidate, jitter", plain),
                        runs.of("leases", leases.withoutRevalidate().withoutJitter()),
                        runs.of("leases, jitter", leases.withoutRevalidate()),
                        runs.of("leases, revalidate", leases.withoutJitter()),
                        runs.of("leases, revalidate, jitter", leases)));
    }

    static StampedeScenario emptyNode(int processes, long seed) {
        Runs runs = new Runs(processes, KEYS, seed, Duration.ofSeconds(30), Duration.ofSeconds(45), world -> {
            world.fillEvenly(Duration.ZERO, Duration.ofSeconds(30));
            world.readSteadily(
                    Duration.ofSeconds(30), Duration.ofSeconds(45), Duration.ofMillis(250), StampedeScenario::skewed);
        });
        return new StampedeScenario(
                "A memcached node restarts empty",
                "TODO",
                List.of(
                        runs.of("no leases", StampedePolicy.of(Tiers.PLAIN)),
                        runs.of("leases", StampedePolicy.of(Tiers.LEASES))));
    }

    static StampedeScenario originDown(int processes, long seed) {
        StampedePolicy leases = StampedePolicy.of(Tiers.LEASES);
        Runs refused = outage(processes, seed, SimulatedOrigin.Outage.REFUSES);
        Runs hung = outage(processes, seed, SimulatedOrigin.Outage.HANGS);
        return new StampedeScenario(
                "The origin is down for 20 s",
                "TODO",
                List.of(
                        refused.of("refuses; nothing stale is served", leases.withoutStale()),
                        refused.of("refuses; no revalidation", leases.withoutRevalidate()),
                        refused.of("refuses", leases),
                        hung.of("hangs; nothing stale is served", leases.withoutStale()),
                        hung.of("hangs", leases)));
    }

    private static Runs outage(int processes, long seed, SimulatedOrigin.Outage how) {
        Duration down = Duration.ofSeconds(40);
        return new Runs(processes, KEYS, seed, Duration.ofSeconds(35), Duration.ofSeconds(65), world -> {
            world.fillEvenly(Duration.ZERO, Duration.ofSeconds(30));
            world.readSteadily(
                    Duration.ofSeconds(30), Duration.ofSeconds(65), Duration.ofMillis(500), StampedeScenario::skewed);
            world.time.at(down, () -> world.origin.fail(how));
            world.time.at(down.plusSeconds(20), world.origin::recover);
        });
    }

    static StampedeScenario lostWinner(int processes, long seed) {
        Runs runs = new Runs(processes, 1, seed, Duration.ZERO, Duration.ofSeconds(5), world -> {
            world.loseFirstReader(Duration.ofMillis(500), Duration.ofMillis(25));
            world.readFirstKey(Duration.ofMillis(501), Duration.ofMillis(511), 1);
            world.readSteadily(Duration.ofMillis(600), Duration.ofSeconds(5), Duration.ofSeconds(1), chance -> 0);
        });
        return new StampedeScenario(
                "The winner of a lease dies",
                "TODO",
                List.of(
                        runs.of("no leases", StampedePolicy.of(Tiers.PLAIN)),
                        runs.of("leases", StampedePolicy.of(Tiers.LEASES))));
    }

    private static int even(double chance) {
        return (int) (chance * KEYS);
    }

    /** The first key is a tenth of all, the first ten are a fifth. */
    private static int skewed(double chance) {
        return (int) (chance * chance * chance * KEYS);
    }

    /** The same events for each policy. */
    private record Runs(
            int processes, int keys, long seed, Duration from, Duration to, Consumer<StampedeWorld> events) {
        StampedeResult of(String name, StampedePolicy policy) {
            try (StampedeWorld world = new StampedeWorld(policy, processes, keys, seed)) {
                events.accept(world);
                return world.run(name, from, to);
            }
        }
    }
}
