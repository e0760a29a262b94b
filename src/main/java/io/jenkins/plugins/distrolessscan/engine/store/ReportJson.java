package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a report member by member, as a stream. Of several targets of one subject, outcome and workload only the first is
 * written in full; the others are a line with {@link #LIKE}, the place of that one, and what differs ({@link TargetDelta}).
 * When {@value #MOST_FULL} are written in full, a further one is like the first of its workload, or the first of all. Lists
 * that can be long have a line for each item.
 */
final class ReportJson extends StdSerializer<ScanReport> {
    /** Member of a target: the place of the target, from 0, that it is like. */
    static final String LIKE = "like";

    /** Member of a target that is like another: the times of its audit events. */
    static final String EVENTS = "events";

    /** Member of a package: the places of its subjects. */
    static final String SUBJECTS = "subjects";

    /** Enough for people who read the file; more would make a large one. */
    private static final int MOST_FULL = 50;

    private static final long serialVersionUID = 1;

    private static final Set<String> LINES = Set.of("controls", "findings", "vulnerabilities");

    ReportJson() {
        super(ScanReport.class);
    }

    @Override
    public void serialize(ScanReport report, JsonGenerator out, SerializerProvider provider) throws IOException {
        ObjectMapper mapper = (ObjectMapper) out.getCodec();
        ObjectWriter line = mapper.writer()
                .with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
                .with(Json.ESCAPES);
        Set<AuditEvent> folded = new HashSet<>();
        out.writeStartObject();
        for (RecordComponent component : ScanReport.class.getRecordComponents()) {
            Object value = value(component, report);
            out.writeFieldName(component.getName());
            if (component.getName().equals("targets")) {
                targets(report, out, mapper, line, folded);
            } else if (component.getName().equals("audit")) {
                List<AuditEvent> told = report.audit().stream()
                        .filter(event -> !folded.contains(event))
                        .toList();
                provider.defaultSerializeValue(told, out);
            } else if (component.getName().equals("inventory")) {
                inventory(report, out, mapper, line);
            } else if (LINES.contains(component.getName()) && value instanceof List<?> items) {
                out.writeStartArray(items, items.size());
                for (Object item : items) {
                    out.writeRawValue(line.writeValueAsString(item));
                }
                out.writeEndArray();
            } else {
                provider.defaultSerializeValue(value, out);
            }
        }
        out.writeEndObject();
    }

    /** Packages name their subjects by their places, from 0: there are many of both. Others than those keep their ID. */
    private static void inventory(ScanReport report, JsonGenerator out, ObjectMapper mapper, ObjectWriter line)
            throws IOException {
        Map<String, Integer> places = new HashMap<>();
        report.subjects().forEach(subject -> places.putIfAbsent(subject.id(), places.size()));
        out.writeStartArray(report.inventory(), report.inventory().size());
        for (InventoryItem item : report.inventory()) {
            ObjectNode tree = mapper.valueToTree(item);
            ArrayNode subjects = tree.putArray(SUBJECTS);
            for (String id : item.subjects()) {
                if (places.containsKey(id)) {
                    subjects.add(places.get(id));
                } else {
                    subjects.add(id);
                }
            }
            out.writeRawValue(line.writeValueAsString(tree));
        }
        out.writeEndArray();
    }

    /** What targets have in common that are like each other. */
    static List<String> kind(TargetReport target) {
        return List.of(
                target.subject(),
                target.outcome().name(),
                Workload.of(target.target()).key());
    }

    /** A target that others are like. */
    private record Model(int place, TargetReport target, ObjectNode tree) {}

    private static void targets(
            ScanReport report, JsonGenerator out, ObjectMapper mapper, ObjectWriter line, Set<AuditEvent> folded)
            throws IOException {
        TargetDelta delta = new TargetDelta(report.scan().started());
        FoldedAudit audit = new FoldedAudit(report.audit(), report.scan().started());
        Map<List<String>, Model> kinds = new HashMap<>();
        Map<String, Model> workloads = new HashMap<>();
        Model first = null;
        int full = 0;
        Set<String> keys = new HashSet<>();
        int place = 0;
        out.writeStartArray(report.targets(), report.targets().size());
        for (TargetReport target : report.targets()) {
            List<String> kind = kind(target);
            String workload = kind.get(kind.size() - 1);
            Model like = kinds.get(kind);
            if (like == null && full == MOST_FULL) {
                like = workloads.getOrDefault(workload, first);
            }
            boolean again = !keys.add(target.target().key());
            ObjectNode tree = like == null ? mapper.valueToTree(target) : tree(like, target, mapper);
            Model own = new Model(place, target, tree);
            kinds.putIfAbsent(kind, own);
            workloads.putIfAbsent(workload, own);
            first = first == null ? own : first;
            if (like == null) {
                full++;
                out.writeTree(tree);
            } else {
                ObjectNode written = mapper.createObjectNode().put(LIKE, like.place());
                written.setAll(delta.of(like.tree(), tree));
                Optional<List<Long>> times = again ? Optional.empty() : audit.times(like.target(), target);
                times.ifPresent(all -> {
                    all.forEach(written.putArray(EVENTS)::add);
                    folded.addAll(audit.of(target));
                });
                out.writeRawValue(line.writeValueAsString(written));
            }
            place++;
        }
        out.writeEndArray();
    }

    /** A target as a tree that has the very members of another one where they are equal. */
    private static ObjectNode tree(Model like, TargetReport target, ObjectMapper mapper) throws IOException {
        ObjectNode tree = mapper.createObjectNode();
        for (RecordComponent component : TargetReport.class.getRecordComponents()) {
            Object value = value(component, target);
            String name = component.getName();
            boolean same = Objects.equals(value(component, like.target()), value);
            tree.set(name, same ? like.tree().get(name) : mapper.valueToTree(value));
        }
        return tree;
    }

    private static Object value(RecordComponent component, Record report) throws IOException {
        try {
            return component.getAccessor().invoke(report);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }
}
