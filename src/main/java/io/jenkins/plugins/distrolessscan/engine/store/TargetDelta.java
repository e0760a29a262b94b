package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;

/**
 * A target as what differs from an earlier one: of ten thousand replicas nearly all is the same. Members that are not there
 * are those of the earlier target; of an object only the members that differ are there. A time is a number: milliseconds
 * after the scan's start. Container IDs of the states before and after follow the target's own where the earlier
 * target's do.
 */
final class TargetDelta {
    private static final String CONTAINER_ID = "containerId";
    private static final String TARGET = "target";

    /** States of the target's container. */
    private static final String[] STATES = {"before", "after"};

    private final long start;

    /** @param start the scan's start, from which times are counted */
    TargetDelta(Instant start) {
        this.start = start.toEpochMilli();
    }

    /** What differs. Both trees are left as they are. */
    ObjectNode of(ObjectNode base, ObjectNode target) {
        ObjectNode delta = difference(base, target);
        for (String state : STATES) {
            if (delta.path(state) instanceof ObjectNode changed && base.path(state) instanceof ObjectNode) {
                if (follows(base, state) && follows(target, state)) {
                    changed.remove(CONTAINER_ID);
                    if (changed.isEmpty()) {
                        delta.remove(state);
                    }
                }
            }
            if (follows(base, state)
                    && !follows(target, state)
                    && target.path(state).isObject()) {
                delta.withObjectProperty(state)
                        .set(CONTAINER_ID, target.path(state).path(CONTAINER_ID));
            }
        }
        return delta;
    }

    /** The whole target again. */
    ObjectNode merged(ObjectNode base, ObjectNode delta) {
        ObjectNode target = base.deepCopy();
        merge(target, delta);
        for (String state : STATES) {
            if (follows(base, state)
                    && target.path(state) instanceof ObjectNode whole
                    && !delta.path(state).has(CONTAINER_ID)) {
                whole.set(CONTAINER_ID, target.path(TARGET).path(CONTAINER_ID));
            }
        }
        return target;
    }

    private static boolean follows(ObjectNode target, String state) {
        JsonNode id = target.path(state).path(CONTAINER_ID);
        return id.isTextual() && id.equals(target.path(TARGET).path(CONTAINER_ID));
    }

    private ObjectNode difference(ObjectNode base, ObjectNode target) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        Iterator<Map.Entry<String, JsonNode>> members = target.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode before = base.get(member.getKey());
            JsonNode now = member.getValue();
            if (now.equals(before)) {
                continue;
            }
            if (now instanceof ObjectNode object && before instanceof ObjectNode other) {
                delta.set(member.getKey(), difference(other, object));
            } else if (before != null && time(before) && time(now)) {
                delta.put(member.getKey(), millis(now) - start);
            } else {
                delta.set(member.getKey(), now);
            }
        }
        return delta;
    }

    private void merge(ObjectNode target, ObjectNode delta) {
        Iterator<Map.Entry<String, JsonNode>> members = delta.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode before = target.get(member.getKey());
            JsonNode now = member.getValue();
            if (now instanceof ObjectNode object && before instanceof ObjectNode other) {
                merge(other, object);
            } else if (before != null && time(before) && now.canConvertToLong()) {
                target.put(
                        member.getKey(),
                        Instant.ofEpochMilli(start + now.longValue()).toString());
            } else {
                target.set(member.getKey(), now);
            }
        }
    }

    /** A text that a number of milliseconds gives back as it is. */
    private static boolean time(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.length() < 20 || text.length() > 24 || !text.endsWith("Z")) {
            return false;
        }
        try {
            return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli())
                    .toString()
                    .equals(text);
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.textValue()).toEpochMilli();
    }
}
