package dev.plumbline.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.testing.TransportBackend;
import dev.plumbline.testing.TransportContract;
import dev.plumbline.testing.TransportPlan;
import dev.plumbline.testing.TransportTraits;
import dev.plumbline.testing.grpc.OnlineFeaturesServer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each check of the contract fails for a transport that does wrong what it looks at, and only then. */
@NullUnmarked
final class TransportContractTest {
    /** Checks that take long: they run only against the transports that they are to notice. */
    private static final Set<String> LONG = Set.of(
            "manyCallsAtOnce_areAllRight_onFewThreads",
            "close_leavesNoThread",
            "rows_keepNothingOfTheirReply",
            "textOfAMebibyte_comesExactly",
            "octets_comeExactly");

    /** Of the checks that are not to notice a defect one in so many runs; all of them where there is time. */
    private static final int SHARE = Boolean.getBoolean("plumbline.long") ? 1 : 8;

    private static Defect current;

    static List<Defect> defects() {
        return Stream.of(RowDefects.all(), CallDefects.all())
                .flatMap(List::stream)
                .toList();
    }

    @AfterAll
    static void letThreadsGo() {
        CallDefects.LEFT.countDown();
    }

    static List<String> checks() {
        List<String> names = new ArrayList<>();
        for (Class<?> type = Broken.class; type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    names.add(method.getName());
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("defects")
    void defect_isNoticed(Defect defect) {
        current = defect;
        MethodSelector[] checks = checks().stream()
                .filter(check -> defect.noticedBy().contains(check)
                        || (!LONG.contains(check) && isInShare(defect.toString() + check)))
                .map(check -> selectMethod(Broken.class, check))
                .toArray(MethodSelector[]::new);

        List<Event> failed = EngineTestKit.engine("junit-jupiter")
                .selectors(checks)
                .execute()
                .testEvents()
                .failed()
                .list();

        Set<String> names = new TreeSet<>();
        failed.forEach(
                event -> names.add(event.getTestDescriptor().getDisplayName().replace("()", "")));
        assertThat(names).containsExactlyInAnyOrderElementsOf(defect.noticedBy());
    }

    private static boolean isInShare(String pair) {
        return Math.floorMod(pair.hashCode(), SHARE) == 0;
    }

    @Test
    void eachCheck_noticesADefect() {
        Set<String> noticed = new TreeSet<>();
        defects().forEach(defect -> noticed.addAll(defect.noticedBy()));
        // What it looks at, a text that the contract cannot carry, is no matter of the store in memory.
        noticed.add("integerThatTheContractCannotCarry_isAnError");

        assertThat(noticed).containsExactlyInAnyOrderElementsOf(checks());
    }

    static final class Broken extends TransportContract {
        @Override
        protected TransportTraits traits() {
            if (current.overSocket()) {
                return Carried.ONLINE_FEATURES;
            }
            TransportTraits.Builder traits =
                    TransportTraits.builder().replyLimit(false).requestLimit(false);
            return current.noticedBy().contains("types_areCarriedOrRefusedByName")
                    ? traits.without(FeatureType.BYTES).build()
                    : traits.build();
        }

        @Override
        protected TransportBackend open(TransportPlan plan) {
            if (!current.overSocket()) {
                return TransportBackend.of(current.breaking().apply(plan.store().transport()));
            }
            OnlineFeaturesServer server = OnlineFeaturesServer.start(plan.store(), plan.viewArray());
            GrpcTransport transport = GrpcTransport.onlineFeaturesBuilder(server.target())
                    .maxMessageBytes(plan.maxMessageBytes())
                    .build();
            return TransportBackend.of(current.breaking().apply(transport), server);
        }

        @Override
        protected Duration patience() {
            return Duration.ofSeconds(10);
        }
    }
}
