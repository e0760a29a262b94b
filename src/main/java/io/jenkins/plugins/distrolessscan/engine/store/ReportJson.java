package io.jenkins.plugins.distrolessscan.engine.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.model.Workload;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a report member by member, as a stream. Of several targets of one subject and workload only the first is written
 * in full; the others are a line with {@link #LIKE}, the place of that one, and what differs ({@link TargetDelta}). Lists
 * that can be long have a line for each item.
 */
final class ReportJson extends StdSerializer<ScanReport> {
    /** Member of a target: the place of the target, from 0, that it is like. */
    static final String LIKE = "like";

    /** Member of a target that is like another: the times of its audit events. */
    static final String EVENTS = "events";

    private static final long serialVersionUID = 1;

    private static final Set<String> LINES = Set.of("inventory", "controls", "findings", "vulnerabilities");

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

    private record Full(int place, TargetReport target, ObjectNode tree) {}

    private static void targets(
            ScanReport report, JsonGenerator out, ObjectMapper mapper, ObjectWriter line, Set<AuditEvent> folded)
            throws IOException {
        TargetDelta delta = new TargetDelta(report.scan().started());
        FoldedAudit audit = new FoldedAudit(report.audit(), report.scan().started());
        Map<List<String>, Full> firsts = new HashMap<>();
        Set<String> keys = new HashSet<>();
        int place = 0;
        out.writeStartArray(report.targets(), report.targets().size());
        for (TargetReport target : report.targets()) {
            ObjectNode tree = mapper.valueToTree(target);
            List<String> kind = List.of(
                    target.subject(),
                    target.outcome().name(),
                    Workload.of(target.target()).key());
            Full first = firsts.get(kind);
            boolean again = !keys.add(target.target().key());
            if (first == null) {
                firsts.put(kind, new Full(place, target, tree));
                out.writeTree(tree);
            } else {
                ObjectNode like = mapper.createObjectNode().put(LIKE, first.place());
                like.setAll(delta.of(first.tree(), tree));
                Optional<List<Long>> times = again ? Optional.empty() : audit.times(first.target(), target);
                times.ifPresent(all -> {
                    all.forEach(like.putArray(EVENTS)::add);
                    folded.addAll(audit.unfolded(first.target(), target, all));
                });
                out.writeRawValue(line.writeValueAsString(like));
            }
            place++;
        }
        out.writeEndArray();
    }

    private static Object value(RecordComponent component, ScanReport report) throws IOException {
        try {
            return component.getAccessor().invoke(report);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }
}
