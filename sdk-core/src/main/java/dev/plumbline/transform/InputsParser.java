package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.internal.Names;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses {@code sources} and {@code inputs}. */
final class InputsParser {
    private final Scalars scalars;
    private final Policy policy;
    private final boolean declared;
    private final Map<String, SpecSource> sources = new LinkedHashMap<>();
    private final Map<String, ParsedSpec.Input> inputs = new LinkedHashMap<>();

    private InputsParser(Scalars scalars, Policy policy, boolean declared) {
        this.scalars = scalars;
        this.policy = policy;
        this.declared = declared;
    }

    static InputsParser parse(Scalars scalars, @Nullable SpecNode sources, SpecNode inputs, Policy policy) {
        InputsParser parser = new InputsParser(scalars, policy, sources != null);
        if (sources != null) {
            scalars.map(sources, "sources").forEach(parser::source);
        }
        scalars.map(inputs, "inputs").forEach(parser::input);
        return parser;
    }

    Map<String, SpecSource> sources() {
        return sources;
    }

    Map<String, ParsedSpec.Input> inputs() {
        return inputs;
    }

    private void source(String alias, SpecNode node) {
        String where = "sources." + alias;
        requireName(node.line, "source", alias);
        if (alias.equals(SpecInput.REQUEST)) {
            throw scalars.site.fault(
                    "PLB-117", node.line, where + " is taken: 'request' stands for what the caller passes; rename it");
        }
        Fields fields = Fields.of(scalars, node, where, List.of("view", "keys", "key"));
        String view = scalars.name(fields.required("view", "name the view"), where + ".view");
        SpecNode keys = fields.get("keys");
        SpecNode key = fields.get("key");
        if ((keys == null) == (key == null)) {
            throw scalars.site.fault(
                    "PLB-101",
                    node.line,
                    where + " needs either 'keys' or 'key'; write keys: {join_key: request_field}");
        }
        Map<String, String> fieldsByKey = new LinkedHashMap<>();
        if (key != null) {
            fieldsByKey.put(SpecSource.UNNAMED_KEY, scalars.name(key, where + ".key"));
        } else if (keys != null) {
            scalars.map(keys, where + ".keys").forEach((joinKey, field) -> {
                requireName(field.line, "join key", joinKey);
                fieldsByKey.put(joinKey, scalars.name(field, where + ".keys." + joinKey));
            });
            if (fieldsByKey.isEmpty()) {
                throw scalars.site.fault("PLB-101", keys.line, where + ".keys is empty; name at least one join key");
            }
        }
        sources.put(alias, new SpecSource(alias, view, fieldsByKey));
    }

    private void input(String name, SpecNode node) {
        String where = "inputs." + name;
        requireName(node.line, "input", name);
        Fields fields = Fields.of(scalars, node, where, List.of("type", "from", "ttl", "policy", "description"));
        FeatureType type = TypeNames.parse(scalars, fields.required("type", "declare its type"), where + ".type");
        SpecNode from = fields.required("from", "write from: request if the caller passes it");
        SpecNode ttlNode = fields.get("ttl");
        Optional<Duration> ttl =
                ttlNode == null ? Optional.empty() : Optional.of(scalars.duration(ttlNode, where + ".ttl"));
        SpecNode policyNode = fields.get("policy");
        Policy own = policyNode == null
                ? policy
                : policy.with(Fields.of(scalars, policyNode, where + ".policy", Policy.KEYS));
        SpecInput input = from(name, type, ttl, from, where);
        inputs.put(name, new ParsedSpec.Input(input, own, node.line));
    }

    private SpecInput from(String name, FeatureType type, Optional<Duration> ttl, SpecNode node, String where) {
        String text = scalars.text(node, where + ".from");
        int colon = text.indexOf(':');
        String source = colon < 0 ? text : text.substring(0, colon);
        String feature = colon < 0 ? name : text.substring(colon + 1);
        boolean request = source.equals(SpecInput.REQUEST);
        if (!Names.isName(source) || !Names.isName(feature) || (colon < 0 && !request)) {
            throw scalars.site.fault(
                    "PLB-117", node.line, where + ".from is '" + text + "'; write source:feature, or request");
        }
        if (request) {
            if (ttl.isPresent()) {
                throw scalars.site.fault(
                        "PLB-106", node.line, where + " has a ttl, but the caller passes it; remove the ttl");
            }
        } else if (declared && !sources.containsKey(source)) {
            throw scalars.site.fault(
                    "PLB-101",
                    node.line,
                    where + ".from names the unknown source '" + source + "'" + Names.hint(source, sources.keySet()));
        } else {
            sources.putIfAbsent(source, new SpecSource(source, source, Map.of()));
        }
        return new SpecInput(name, type, source, feature, ttl);
    }

    private void requireName(int line, String what, String name) {
        if (!Names.isName(name)) {
            throw scalars.site.fault("PLB-117", line, what + " '" + name + "' is no name; " + Scalars.nameRule());
        }
    }
}
