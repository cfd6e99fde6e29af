package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the YAML subset that equals JSON: no anchors, aliases, tags, further documents or duplicate keys. */
final class SpecReader {
    private static final int MAX_DEPTH = 32;

    /** Bounds the memory of what is read; a map of half as many entries still fits. */
    private static final int MAX_NODES = 1_000_000;

    private static final int MIN_BUFFER = 1_024;

    private final SpecSite site;
    private final Iterator<Event> events;
    private int nodes;

    private SpecReader(SpecSite site, Iterator<Event> events) {
        this.site = site;
        this.events = events;
    }

    static SpecNode read(String text, String file) {
        SpecSite site = new SpecSite(file, null);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(TransformSpec.MAX_LENGTH)
                // The engine copies what it holds for every buffer that a long scalar needs.
                .setBufferSize(Math.max(MIN_BUFFER, text.length()))
                .build();
        StreamReader characters = new StreamReader(settings, text);
        try {
            return new SpecReader(site, new ParserImpl(settings, characters)).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElseGet(characters::getLine) + 1;
            throw notYaml(site, line, e.getProblem(), e);
        } catch (YamlEngineException | IllegalArgumentException e) {
            // The engine lets the JDK's complaint about an escape beyond Unicode pass.
            throw notYaml(site, characters.getLine() + 1, String.valueOf(e.getMessage()), e);
        }
    }

    private static SpecException notYaml(SpecSite site, int line, String problem, RuntimeException cause) {
        String text = "not YAML: " + problem + "; correct the syntax";
        return new SpecException("PLB-100", line, site.message("PLB-100", line, text), cause);
    }

    private SpecNode document() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.DocumentStart) {
            event = events.next();
        }
        if (event.getEventId() == Event.ID.StreamEnd) {
            throw site.fault("PLB-100", 1, "the file is empty; a spec starts with 'plumbline: 1'");
        }
        SpecNode root = node(event, 0);
        while (events.hasNext()) {
            event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                throw site.fault("PLB-100", line(event), "a second document starts; put one spec in one file");
            }
        }
        return root;
    }

    private SpecNode node(Event event, int depth) {
        int line = line(event);
        if (event instanceof AliasEvent alias) {
            throw site.fault("PLB-100", line, "alias '*" + alias.getAlias() + "' is not taken; write the value out");
        }
        if (depth > MAX_DEPTH) {
            throw site.fault("PLB-100", line, "nested deeper than " + MAX_DEPTH + " levels; a spec is flat");
        }
        Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
        if (anchor.isPresent()) {
            throw site.fault(
                    "PLB-100",
                    line,
                    "anchor '&" + anchor.get() + "' is not taken; write the value out where it is used");
        }
        if (++nodes > MAX_NODES) {
            throw site.fault(
                    "PLB-100",
                    line,
                    "has more than " + MAX_NODES + " values; keep large vocabularies out of the file or hash them");
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag(), line);
            refuseHalves(scalar.getValue(), line);
            return SpecNode.scalar(line, scalar.getValue(), scalar.isPlain());
        }
        if (event instanceof SequenceStartEvent start) {
            refuseTag(start.getTag(), line);
            return list(line, depth);
        }
        refuseTag(((MappingStartEvent) event).getTag(), line);
        return map(line, depth);
    }

    private SpecNode list(int line, int depth) {
        List<SpecNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return SpecNode.list(line, items);
    }

    private SpecNode map(int line, int depth) {
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            SpecNode key = node(event, depth + 1);
            if (key.text == null) {
                throw site.fault("PLB-100", key.line, "a key is " + key.described() + "; a key is a text");
            }
            Integer first = lines.putIfAbsent(key.text, key.line);
            if (first != null) {
                throw site.fault(
                        "PLB-102",
                        key.line,
                        "key '" + key.text + "' is defined twice (lines " + first + " and " + key.line
                                + "); remove one");
            }
            SpecNode value = node(events.next(), depth + 1);
            fields.put(key.text, key.plain ? value.underPlainKey() : value);
        }
        return SpecNode.map(line, fields);
    }

    private void refuseTag(Optional<String> tag, int line) {
        if (tag.isPresent()) {
            throw site.fault("PLB-100", line, "tag '" + tag.get() + "' is not taken; the grammar types every value");
        }
    }

    /** Half of a surrogate pair has no UTF-8, so that two texts would be one when hashed. */
    private void refuseHalves(String text, int line) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean whole = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!whole) {
                    throw site.fault("PLB-117", line, "a text holds half of a surrogate pair; write whole code points");
                }
                i++;
            }
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
