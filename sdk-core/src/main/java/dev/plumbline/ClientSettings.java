package dev.plumbline;

import dev.plumbline.feature.internal.Names;
import dev.plumbline.feature.internal.SettingValues;
import dev.plumbline.internal.ClientAssembler;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A client's settings as text, from a map, a properties file or the environment.
 *
 * <p>Keys are those of the table, with or without the prefix {@code plumbline.}; the variable of a key is its upper case
 * with underscores, after {@code PLUMBLINE_}: {@code PLUMBLINE_RETRY_MAX_ATTEMPTS}. Durations are a number and {@code ms},
 * {@code s}, {@code m}, {@code h} or {@code d}: {@code 150ms}.
 *
 * <table>
 * <caption>The settings</caption>
 * <tr><th>key</th><th>default</th><th>range</th></tr>
 * <tr><td>name</td><td>default</td><td>a name</td></tr>
 * <tr><td>deadline</td><td>500ms</td><td>1ms to 1h</td></tr>
 * <tr><td>attempt-timeout</td><td>150ms</td><td>1ms to 1h</td></tr>
 * <tr><td>connect-grace</td><td>2s</td><td>1ms to 1h; deadline and attempt are at least this until the transport has
 * answered once</td></tr>
 * <tr><td>retry.max-attempts</td><td>3</td><td>1 to 10</td></tr>
 * <tr><td>retry.base-delay</td><td>10ms</td><td>1ms to 1m</td></tr>
 * <tr><td>retry.max-delay</td><td>100ms</td><td>1ms to 1m</td></tr>
 * <tr><td>merge.max-in-flight-batches</td><td>2</td><td>1 to 64</td></tr>
 * <tr><td>max-concurrent-fetches</td><td>64</td><td>1 to 10000; attempts on one transport that are under way at a time,
 * the next ones wait</td></tr>
 * <tr><td>write-timeout</td><td>5s</td><td>1ms to 1h; how long a write of unknown outcome may still take effect</td></tr>
 * <tr><td>read-preference</td><td>the service's own</td><td>primary, replica or replica-then-primary</td></tr>
 * <tr><td>read.sticky-window</td><td>5s</td><td>0ms to 10m; how long this client reads from the primary what it has
 * written</td></tr>
 * <tr><td>staleness.fresh</td><td>30s</td><td>1ms to 365d</td></tr>
 * <tr><td>staleness.near-fresh</td><td>5s</td><td>0ms to 365d</td></tr>
 * <tr><td>staleness.stale-while-revalidate</td><td>60s</td><td>0ms to 365d</td></tr>
 * <tr><td>staleness.stale-if-error</td><td>10 x fresh</td><td>0ms to 365d</td></tr>
 * <tr><td>staleness.not-found</td><td>1s</td><td>0ms to 365d</td></tr>
 * <tr><td>staleness.jitter</td><td>0.1</td><td>0 to 0.5; by which share of their time rows are renewed early, at most, so
 * that rows that were read together are not renewed together</td></tr>
 * <tr><td>prediction-log.max-events</td><td>10000</td><td>1 to 10000000; events that wait or are under way</td></tr>
 * <tr><td>prediction-log.max-bytes</td><td>16777216</td><td>1024 to 1073741824; what these weigh, about</td></tr>
 * <tr><td>prediction-log.drop</td><td>newest</td><td>newest or oldest; which event goes when there is no room</td></tr>
 * <tr><td>prediction-log.send-timeout</td><td>2s</td><td>1ms to 1h</td></tr>
 * <tr><td>prediction-log.max-attempts</td><td>4</td><td>1 to 10; how often an event is sent in all</td></tr>
 * <tr><td>prediction-log.drain</td><td>2s</td><td>1ms to 1h; how long a close waits for what is held</td></tr>
 * <tr><td>feature-log.max-events</td><td>10000</td><td>1 to 10000000</td></tr>
 * <tr><td>feature-log.max-bytes</td><td>16777216</td><td>1024 to 1073741824</td></tr>
 * <tr><td>feature-log.drop</td><td>newest</td><td>newest or oldest</td></tr>
 * <tr><td>feature-log.send-timeout</td><td>30s</td><td>1ms to 1h</td></tr>
 * <tr><td>feature-log.max-attempts</td><td>4</td><td>1 to 10</td></tr>
 * <tr><td>feature-log.drain</td><td>2s</td><td>1ms to 1h</td></tr>
 * <tr><td>feature-log.rate</td><td>0, or as built</td><td>0 to 1; the share of keys whose served features are logged</td></tr>
 * </table>
 *
 * <p>A client with a cache takes the cache's settings too, those that begin with {@code cache.}; the cache says which.
 *
 * <p>Immutable and thread-safe.
 */
public final class ClientSettings {
    private static final String PREFIX = "plumbline.";
    private static final String CACHE = "cache.";
    private static final String VARIABLE_PREFIX = "PLUMBLINE_";
    private static final ClientSettings EMPTY = new ClientSettings(Map.of());

    private final Map<String, String> values;

    private ClientSettings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    static ClientSettings empty() {
        return EMPTY;
    }

    /**
     * Returns settings from a map.
     *
     * @param values text by key; all are checked when the client is built
     * @return the settings
     */
    public static ClientSettings of(Map<String, String> values) {
        return new ClientSettings(values);
    }

    /**
     * Returns settings from a properties file in UTF-8. Keys that do not begin with {@code plumbline.} belong to others
     * and are left alone.
     *
     * @param file the file
     * @return the settings
     * @throws UncheckedIOException if it cannot be read
     */
    public static ClientSettings load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("settings file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                values.put(key, properties.getProperty(key));
            }
        }
        return new ClientSettings(values);
    }

    ClientSettings with(String key, String value) {
        Map<String, String> copy = new TreeMap<>(values);
        copy.put(key, value);
        return new ClientSettings(copy);
    }

    static String text(Duration duration) {
        return SettingValues.text(duration);
    }

    Map<String, String> values() {
        return values;
    }

    /** Lays one over the other, later ones winning, and refuses what no setting is called. */
    static ClientSettings merged(
            ClientSettings code, ClientSettings given, Map<String, String> environment, List<String> cacheKeys) {
        List<String> known = new ArrayList<>(ClientAssembler.settingKeys());
        known.addAll(cacheKeys);
        Map<String, String> merged = new TreeMap<>(code.values);
        List<String> problems = new ArrayList<>();
        given.values.forEach((name, value) -> {
            String key = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            if (known.contains(key)) {
                merged.put(key, value);
            } else {
                problems.add(unknown("setting '" + name + "'", key.startsWith(CACHE), cacheKeys, key, known));
            }
        });
        Map<String, String> byVariable = new TreeMap<>();
        known.forEach(key -> byVariable.put(variable(key), key));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(VARIABLE_PREFIX)) {
                return;
            }
            String key = byVariable.get(name);
            if (key == null) {
                boolean ofCache = name.startsWith(variable(CACHE));
                problems.add(unknown("variable '" + name + "'", ofCache, cacheKeys, name, byVariable.keySet()));
            } else {
                merged.put(key, value);
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("client settings: " + String.join("\n  ", problems));
        }
        return new ClientSettings(merged);
    }

    private static String unknown(
            String what, boolean ofCache, List<String> cacheKeys, String key, Collection<String> known) {
        return ofCache && cacheKeys.isEmpty()
                ? what + " is of a cache, and the client has none that takes settings: give the builder one"
                : "unknown " + what + Names.hint(key, known);
    }

    private static String variable(String key) {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Returns the keys and values. */
    @Override
    public String toString() {
        return values.toString();
    }
}
