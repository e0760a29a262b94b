package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A target as what differs from an earlier one: of ten thousand replicas nearly all is the same. Members that are not there
 * are those of the earlier target; of an object only the members that differ are there. A list of as many objects is an
 * object of those that differ, by their place. A time is a number: milliseconds after the target's own debug container was
 * attached; that moment itself, the pod's creation, and all times without one are counted from the scan's start. Container
 * IDs of the states before and after follow the target's own where the earlier target's do.
 */
final class TargetDelta {
    private static final String CONTAINER_ID = "containerId";
    private static final String TARGET = "target";
    private static final JsonPointer ATTACHED = JsonPointer.compile("/debugContainer/attached");

    /** Times that are counted from the scan's start. */
    private static final Set<String> FROM_START = Set.of("attached", "podCreated");

    /** States of the target's container. */
    private static final String[] STATES = {"before", "after"};

    private final long start;
    /** Of members of targets that others are like, whether they are times. */
    private final Map<JsonNode, Boolean> known = new HashMap<>();

    /** @param start the scan's start, from which times are counted */
    TargetDelta(Instant start) {
        this.start = start.toEpochMilli();
    }

    /** What differs. Both trees are left as they are. */
    ObjectNode of(ObjectNode base, ObjectNode target) {
        ObjectNode delta = difference(base, target, millis(target.at(ATTACHED)).orElse(start));
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
        JsonNode attached = delta.at(ATTACHED);
        merge(
                target,
                delta,
                attached.canConvertToLong()
                        ? start + attached.longValue()
                        : millis(attached.isMissingNode() ? base.at(ATTACHED) : attached)
                                .orElse(start));
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

    private ObjectNode difference(ObjectNode base, ObjectNode target, long origin) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        Iterator<Map.Entry<String, JsonNode>> members = target.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode before = base.get(member.getKey());
            JsonNode now = member.getValue();
            if (now.equals(before)) {
                continue;
            }
            delta.set(member.getKey(), difference(before, now, FROM_START.contains(member.getKey()) ? start : origin));
        }
        return delta;
    }

    private JsonNode difference(JsonNode before, JsonNode now, long origin) {
        if (now instanceof ObjectNode object && before instanceof ObjectNode other) {
            return difference(other, object, origin);
        }
        if (objects(before) && objects(now) && before.size() == now.size()) {
            return difference(byPlace(before), byPlace(now), origin);
        }
        OptionalLong time =
                before != null && known.computeIfAbsent(before, this::isTime) ? millis(now) : OptionalLong.empty();
        return time.isPresent() ? JsonNodeFactory.instance.numberNode(time.getAsLong() - origin) : now;
    }

    private static boolean objects(JsonNode list) {
        if (list == null || !list.isArray()) {
            return false;
        }
        for (JsonNode item : list) {
            if (!item.isObject()) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode byPlace(JsonNode list) {
        ObjectNode places = JsonNodeFactory.instance.objectNode();
        for (JsonNode item : list) {
            places.set(String.valueOf(places.size()), item);
        }
        return places;
    }

    private void merge(ObjectNode target, ObjectNode delta, long origin) {
        Iterator<Map.Entry<String, JsonNode>> members = delta.fields();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode before = target.get(member.getKey());
            JsonNode now = member.getValue();
            if (now instanceof ObjectNode object && before instanceof ObjectNode other) {
                merge(other, object, origin);
            } else if (now.isObject() && objects(before)) {
                ObjectNode places = byPlace(before);
                merge(places, (ObjectNode) now, origin);
                ArrayNode list = (ArrayNode) before;
                list.removeAll();
                places.elements().forEachRemaining(list::add);
            } else if (before != null && isTime(before) && now.canConvertToLong()) {
                target.put(
                        member.getKey(),
                        Instant.ofEpochMilli((FROM_START.contains(member.getKey()) ? start : origin) + now.longValue())
                                .toString());
            } else {
                target.set(member.getKey(), now);
            }
        }
    }

    private boolean isTime(JsonNode node) {
        return millis(node).isPresent();
    }

    /** Of a text that a number of milliseconds gives back as it is. */
    private static OptionalLong millis(JsonNode node) {
        String text = node.isTextual() ? node.textValue() : "";
        if (text.length() < 20 || text.length() > 24 || !text.endsWith("Z")) {
            return OptionalLong.empty();
        }
        try {
            long millis = Instant.parse(text).toEpochMilli();
            return Instant.ofEpochMilli(millis).toString().equals(text)
                    ? OptionalLong.of(millis)
                    : OptionalLong.empty();
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
