package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.grpc.GrpcTransport;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that miss one key together, and one that is killed while the others wait for it. */
final class FleetFaultTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;
    private static final int PROCESSES = 4;
    private static final int THREADS = 200;
    private static final EntityKey HELD = EntityKey.of("HELD");

    private final FaultBed bed = new FaultBed();
    private FeatureServer server;
    private Memcached memcached;

    @BeforeEach
    void start() throws Exception {
        server = bed.with(new FeatureServer());
        memcached = bed.memcached();
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void coldKeyOfFourProcesses_isOneCall_withLeases() throws Exception {
        assertThat(herd(true)).isOne();
    }

    @Test
    void coldKeyOfFourProcesses_isOneCallOfEach_withoutLeases() throws Exception {
        assertThat(herd(false)).isLessThanOrEqualTo(PROCESSES);
    }

    /**
     * Has all threads of all processes wait for one row, which the service holds until they do. Returns how often it was
     * asked for, less one for each process that memcached could not answer in time on a machine that stalled.
     */
    private int herd(boolean leases) throws Exception {
        Fleet fleet = bed.with(new Fleet(PROCESSES, server.target(), memcached, leases));
        // Of these nothing is stored, and no process learns that the service is fast, and waits the less for another.
        fleet.say("warm DOWN");
        assertThat(fleet.hear()).containsOnly("warm");
        fleet.say("read HELD " + THREADS);
        server.awaitHeld();
        assertThat(fleet.hear()).isEqualTo(Collections.nCopies(PROCESSES, "joined"));
        server.release();
        List<String> ends = fleet.hear();

        assertThat(ends).allMatch(line -> line.startsWith(THREADS + " "));
        assertThat(server.heldCalls()).isBetween(1, PROCESSES);
        int late = ends.stream()
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
                .sum();
        return Math.max(1, server.heldCalls() - late);
    }

    @Test
    void winnerThatIsKilled_isWaitedForNoLongerThanPatience_andAnotherWinsAfterItsLease() throws Exception {
        CountedClient other = bed.open(FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                        .views(FaultBed.VIEW)
                        .environment(Map.of())
                        .deadline(PATIENCE)
                        .attemptTimeout(PATIENCE)
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        Fleet winner = bed.with(new Fleet(1, server.target(), memcached, true));
        winner.say("warm K");
        assertThat(winner.hear()).containsOnly("warm");
        winner.say("read HELD 1");
        server.awaitHeld();
        winner.kill();
        server.release();

        long late = other.far("error");

        FeatureRow first = other.get(HELD);

        assertThat(first.float64("delay")).isEqualTo(2.5);
        assertThat(first.tier()).isEqualTo(ReadTier.ORIGIN);
        if (other.far("error") == late) {
            assertThat(other.leases("waited")).isOne();
            assertThat(other.leases("timeout")).isOne();
        }
        // It may not fill what is another's to fill. A lease is three slow loads, at most 10 s, and memcached's
        // seconds.
        assertThat(other.awaitFarRow(HELD).float64("delay")).isEqualTo(2.5);
    }
}
