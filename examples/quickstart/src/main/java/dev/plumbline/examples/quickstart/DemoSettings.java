package dev.plumbline.examples.quickstart;

import static dev.plumbline.examples.quickstart.DemoFailure.unless;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the demo is told by its environment.
 *
 * @param target the feature server, as a gRPC target
 * @param memcached memcached's address
 * @param namespace the cache's namespace, new for each run
 * @param serverPidFile the file that holds the feature server's pid
 * @param serverStart the program that becomes a feature server
 */
record DemoSettings(String target, String memcached, String namespace, Path serverPidFile, Path serverStart) {
    /** The data, when the demo is run from the project's root. */
    static final Path FLIGHTS = Path.of("examples/data/flights-20k.csv.gz");

    /** The spec, when the demo is run from the project's root. */
    static final Path SPEC = Path.of("examples/quickstart/flight_delay.yaml");

    static DemoSettings of(Map<String, String> environment) {
        return new DemoSettings(
                "dns:///" + required(environment, "DEMO_TARGET"),
                required(environment, "DEMO_MEMCACHED"),
                "demo-" + ProcessHandle.current().pid(),
                Path.of(required(environment, "DEMO_SERVER_PID_FILE")),
                Path.of(required(environment, "DEMO_SERVER_START")));
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        unless(!value.isEmpty(), name + " is not set: run the demo with ./dev demo");
        return value;
    }
}
