package dev.plumbline.internal;

import dev.plumbline.FeatureClient;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.Request;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.internal.Names;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.SpecSource;
import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A spec and the views that it reads: which source is which entity of which view, and which cell becomes which input.
 *
 * @param spec the spec
 * @param sources the sources that its inputs use
 * @param cells the inputs that come from views
 * @param fields the inputs that come with the request
 */
record SpecBinding(TransformSpec spec, List<Source> sources, List<Cell> cells, List<Field> fields) {
    /** The entity of a request that a source stands for: the request fields of its view's join keys, in their order. */
    record Source(String alias, FeatureView view, List<String> keyFields) {
        EntityKey key(Request request) {
            Object[] values = new Object[keyFields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = keyValue(request, keyFields.get(i));
            }
            try {
                return values.length == 1 && values[0] instanceof String text
                        ? EntityKey.of(text)
                        : EntityKey.composite(values);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "request field" + (values.length > 1 ? "s " : " ") + keyFields + " of source '" + alias + "': "
                                + e.getMessage(),
                        e);
            }
        }

        private Object keyValue(Request request, String field) {
            Object value = request.value(field);
            if (value == null) {
                throw new IllegalArgumentException("request field '" + field + "', which names the entity of source '"
                        + alias + "' (view '" + view.name() + "'), "
                        + (request.has(field) ? "is null" : "is missing" + Names.hint(field, request.fields())));
            }
            return value;
        }
    }

    /** An input that is a cell of a source's row. */
    record Cell(int input, int source, int slot) {}

    /** An input that the caller passes. */
    record Field(int input, SpecInput declared) {}

    static OnlineVectorizer bind(
            FeatureClient client, Map<String, FeatureView> views, TransformSpec spec, @Nullable FeatureLogging log) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<Source> sources = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < spec.inputs().size(); i++) {
            SpecInput input = spec.inputs().get(i);
            if (input.isRequest()) {
                fields.add(new Field(i, input));
                continue;
            }
            Integer number = numbers.get(input.source());
            if (number == null) {
                number = sources.size();
                numbers.put(input.source(), number);
                sources.add(source(spec, views, input));
            }
            cells.add(new Cell(i, number, slot(spec, sources.get(number).view(), input)));
        }
        return new BoundVectorizer(client, new SpecBinding(spec, sources, cells, fields), log);
    }

    private static Source source(TransformSpec spec, Map<String, FeatureView> views, SpecInput input) {
        SpecSource declared = spec.sources().get(input.source());
        String viewName = declared == null ? input.source() : declared.view();
        FeatureView view = views.get(viewName);
        if (view == null) {
            throw refused(
                    spec,
                    input,
                    "reads view '" + viewName + "', which is not registered with views(...)"
                            + Names.hint(viewName, views.keySet()));
        }
        return new Source(input.source(), view, keyFields(spec, input, view, declared));
    }

    private static List<String> keyFields(
            TransformSpec spec, SpecInput input, FeatureView view, @Nullable SpecSource declared) {
        if (declared == null || declared.keys().isEmpty()) {
            return view.joinKeys();
        }
        Map<String, String> keys = declared.keys();
        String unnamed = keys.get(SpecSource.UNNAMED_KEY);
        if (unnamed != null && view.joinKeys().size() == 1) {
            return List.of(unnamed);
        }
        if (!keys.keySet().equals(java.util.Set.copyOf(view.joinKeys()))) {
            throw refused(
                    spec,
                    input,
                    "names join keys " + (unnamed != null ? "by 'key'" : keys.keySet()) + " for view '" + view.name()
                            + "', whose join keys are " + view.joinKeys() + "; name each under 'keys'");
        }
        return view.joinKeys().stream().map(joinKey -> field(keys, joinKey)).toList();
    }

    private static String field(Map<String, String> keys, String joinKey) {
        String field = keys.get(joinKey);
        if (field == null) {
            throw new IllegalStateException("checked above");
        }
        return field;
    }

    private static int slot(TransformSpec spec, FeatureView view, SpecInput input) {
        int slot = view.findSlot(input.feature());
        if (slot < 0) {
            throw refused(
                    spec,
                    input,
                    "reads feature '" + input.feature() + "', which view '" + view.name() + "' does not have"
                            + Names.hint(input.feature(), view.featureNames()));
        }
        FeatureType held = view.type(slot);
        if (!held.widensTo(input.type())) {
            throw refused(
                    spec,
                    input,
                    "is " + input.type() + " and feature '" + input.feature() + "' of view '" + view.name() + "' is "
                            + held + ", which does not widen to it exactly; declare the input as " + held);
        }
        return slot;
    }

    private static SpecException refused(TransformSpec spec, SpecInput input, String what) {
        return SpecException.unbound(spec, input, what);
    }
}
