package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@link ReportJson} writes, one target at a time. */
final class ReportParser extends StdDeserializer<ScanReport> {
    private static final long serialVersionUID = 1;

    ReportParser() {
        super(ScanReport.class);
    }

    private record Folded(int base, int place, List<Long> times) {}

    @Override
    public ScanReport deserialize(JsonParser in, DeserializationContext context) throws IOException {
        Map<String, Object> members = new HashMap<>();
        List<Folded> folded = new ArrayList<>();
        if (!in.isExpectedStartObjectToken()) {
            context.reportInputMismatch(this, "a report is an object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            Optional<RecordComponent> component = component(name);
            if (component.isEmpty()) {
                in.skipChildren();
            } else if (name.equals("targets")) {
                members.put(name, targets(in, context, members, folded));
            } else if (name.equals("inventory")) {
                members.put(name, inventory(in, context, members));
            } else if (in.currentToken() != JsonToken.VALUE_NULL
                    || component.get().getType() == Optional.class) {
                members.put(
                        name,
                        context.readValue(
                                in,
                                context.getTypeFactory()
                                        .constructType(component.get().getGenericType())));
            }
        }
        unfold(members, folded);
        return report(members, context);
    }

    private List<TargetReport> targets(
            JsonParser in, DeserializationContext context, Map<String, Object> members, List<Folded> folded)
            throws IOException {
        if (!in.isExpectedStartArrayToken()) {
            context.reportInputMismatch(this, "targets are a list");
        }
        List<TargetReport> targets = new ArrayList<>();
        Map<Integer, ObjectNode> models = new HashMap<>();
        Set<List<String>> kinds = new HashSet<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (!(context.readTree(in) instanceof ObjectNode tree)) {
                return context.reportInputMismatch(this, "a target is an object");
            }
            JsonNode like = tree.remove(ReportJson.LIKE);
            JsonNode events = tree.remove(ReportJson.EVENTS);
            if (like != null) {
                ObjectNode base = models.get(like.asInt(-1));
                if (base == null || !(members.get("scan") instanceof ScanInfo scan)) {
                    return context.reportInputMismatch(this, "a target is like none that is written before it");
                }
                tree = new TargetDelta(scan.started()).merged(base, tree);
                if (events != null) {
                    List<Long> times = new ArrayList<>();
                    events.forEach(time -> times.add(time.asLong()));
                    folded.add(new Folded(like.asInt(), targets.size(), times));
                }
            }
            TargetReport target = context.readTreeAsValue(tree, TargetReport.class);
            if (like == null || kinds.add(ReportJson.kind(target))) {
                models.put(targets.size(), tree);
            }
            kinds.add(ReportJson.kind(target));
            targets.add(target);
        }
        return targets;
    }

    private List<InventoryItem> inventory(JsonParser in, DeserializationContext context, Map<String, Object> members)
            throws IOException {
        if (!in.isExpectedStartArrayToken() || !(members.get("subjects") instanceof List<?> subjects)) {
            return context.reportInputMismatch(this, "packages are a list behind that of the subjects");
        }
        List<InventoryItem> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (!(context.readTree(in) instanceof ObjectNode tree)) {
                return context.reportInputMismatch(this, "a package is an object");
            }
            JsonNode places = tree.path(ReportJson.SUBJECTS);
            ArrayNode ids = context.getNodeFactory().arrayNode();
            for (JsonNode place : places) {
                if (place.isTextual()) {
                    ids.add(place);
                    continue;
                }
                int at = place.isInt() ? place.intValue() : -1;
                if (at < 0 || at >= subjects.size() || !(subjects.get(at) instanceof Subject subject)) {
                    return context.reportInputMismatch(this, "a package is in a subject that there is not");
                }
                ids.add(subject.id());
            }
            tree.set(ReportJson.SUBJECTS, ids);
            items.add(context.readTreeAsValue(tree, InventoryItem.class));
        }
        return items;
    }

    @SuppressWarnings("unchecked")
    private static void unfold(Map<String, Object> members, List<Folded> folded) {
        if (folded.isEmpty() || !(members.get("audit") instanceof List<?> told)) {
            return;
        }
        List<TargetReport> targets = (List<TargetReport>) members.get("targets");
        FoldedAudit audit = new FoldedAudit((List<AuditEvent>) told, ((ScanInfo) members.get("scan")).started());
        List<AuditEvent> more = new ArrayList<>();
        folded.forEach(f -> more.addAll(audit.unfolded(targets.get(f.base()), targets.get(f.place()), f.times())));
        members.put("audit", FoldedAudit.inOrder((List<AuditEvent>) told, more));
    }

    private ScanReport report(Map<String, Object> members, DeserializationContext context) throws IOException {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : ScanReport.class.getRecordComponents()) {
            Object value = members.get(component.getName());
            if (value == null && component.getType() == Optional.class) {
                value = Optional.empty();
            }
            if (value == null) {
                return context.reportInputMismatch(this, "a report has no %s", component.getName());
            }
            values.add(value);
        }
        try {
            Constructor<ScanReport> constructor =
                    ScanReport.class.getDeclaredConstructor(Arrays.stream(ScanReport.class.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new));
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IOException("a report cannot be made of what was read", e);
        }
    }

    private static Optional<RecordComponent> component(String name) {
        return Arrays.stream(ScanReport.class.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst();
    }
}
