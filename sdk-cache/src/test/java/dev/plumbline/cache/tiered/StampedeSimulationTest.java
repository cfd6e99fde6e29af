package dev.plumbline.cache.tiered;

import org.junit.jupiter.api.Test;

final class StampedeSimulationTest {
    @Test
    void runs() {
        for (StampedeScenario scenario : StampedeScenario.all(1000, 1)) {
            System.out.println(scenario.title());
            scenario.results().forEach(System.out::println);
        }
    }
}
