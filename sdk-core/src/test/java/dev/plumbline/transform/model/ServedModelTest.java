package dev.plumbline.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.ModelMismatchException;
import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ServedModelTest {
    private record Model(String fingerprint) {}

    private static ServedModel<TransformSpec, Model> serve(int mean) {
        TransformSpec spec = Stamps.spec(mean);
        return ServedModel.of(UnaryOperator.identity(), spec, new Model(spec.fingerprint()), Stamps.stamp(mean));
    }

    @Test
    void swap_fittingPair_isServedAndTheOldOneReturned() {
        ServedModel<TransformSpec, Model> served = serve(1);
        ServedModel.Pair<TransformSpec, Model> first = served.current();

        ServedModel.Pair<TransformSpec, Model> old = served.swap(Stamps.spec(2), new Model("2"), Stamps.stamp(2));

        assertThat(old).isSameAs(first);
        assertThat(served.current().model()).isEqualTo(new Model("2"));
        assertThat(served.current().stamp()).isEqualTo(Stamps.stamp(2));
        assertThat(served).hasToString("serving " + Stamps.stamp(2));
    }

    @Test
    void swap_modelOfAnotherSpec_leavesTheOldPairInPlace() {
        ServedModel<TransformSpec, Model> served = serve(1);
        ServedModel.Pair<TransformSpec, Model> first = served.current();

        assertThatThrownBy(() -> served.swap(Stamps.spec(2), new Model("3"), Stamps.stamp(3)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("features[0].steps[0].zscore.mean 3 -> 2");
        assertThatThrownBy(() -> served.swap(Stamps.spec(2), new Model("2"), Stamps.stamp(2), Set.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(served.current()).isSameAs(first);
    }

    @Test
    void of_modelOfAnotherSpec_isRefused() {
        assertThatThrownBy(
                        () -> ServedModel.of(UnaryOperator.identity(), Stamps.spec(1), new Model("2"), Stamps.stamp(2)))
                .isInstanceOf(ModelMismatchException.class);
    }

    @Test
    void swap_reboundInput_isServedIfItIsNamed() {
        ServedModel<TransformSpec, Model> served = serve(1);
        TransformSpec moved =
                TransformSpec.parse(Stamps.spec(2).text().replace("airports:", "airports_v2:"), "delays.yaml");

        assertThatThrownBy(() -> served.swap(moved, new Model("2"), Stamps.stamp(2)))
                .isInstanceOf(ModelMismatchException.class);
        served.swap(moved, new Model("2"), Stamps.stamp(2), Set.of("airports_v2"));
        assertThat(served.current().vectorizer()).isSameAs(moved);
    }

    @Test
    void current_duringSwaps_isAlwaysOnePairAndEachOldOneIsReturnedOnce() throws Exception {
        int writers = 2;
        int readers = 2;
        int swaps = 3000;
        List<TransformSpec> specs =
                java.util.stream.IntStream.range(0, 4).mapToObj(Stamps::spec).toList();
        ServedModel<TransformSpec, Model> served = serve(0);
        ServedModel.Pair<TransformSpec, Model> first = served.current();
        CyclicBarrier start = new CyclicBarrier(writers + readers);
        AtomicInteger writing = new AtomicInteger(writers);
        List<Callable<List<Model>>> tasks = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            int own = w;
            tasks.add(() -> {
                List<Model> closed = new ArrayList<>();
                start.await();
                for (int i = 0; i < swaps; i++) {
                    TransformSpec spec = specs.get((i * writers + own) % specs.size());
                    closed.add(served.swap(spec, new Model(spec.fingerprint()), ModelStamp.of(spec))
                            .model());
                }
                writing.decrementAndGet();
                return closed;
            });
        }
        for (int r = 0; r < readers; r++) {
            tasks.add(() -> {
                start.await();
                while (writing.get() > 0) {
                    ServedModel.Pair<TransformSpec, Model> pair = served.current();
                    assertThat(pair.model().fingerprint())
                            .isEqualTo(pair.vectorizer().fingerprint())
                            .isEqualTo(pair.stamp().fingerprint());
                }
                return List.of();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        IdentityHashMap<Model, Boolean> closed = new IdentityHashMap<>();
        try {
            for (Future<List<Model>> done : threads.invokeAll(tasks)) {
                done.get().forEach(model -> assertThat(closed.put(model, true)).isNull());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(closed).hasSize(writers * swaps);
        assertThat(closed.containsKey(first.model())).isTrue();
        assertThat(closed.containsKey(served.current().model())).isFalse();
    }
}
