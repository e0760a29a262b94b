package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code audit.jsonl}: one event in one line, for log collectors (S-29). */
public final class AuditReport implements ReportFile {
    @Override
    public String name() {
        return "audit.jsonl";
    }

    @Override
    public byte[] render(ScanReport report) {
        ObjectWriter writer = Json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
        StringBuilder lines = new StringBuilder();
        try {
            for (AuditEvent event : report.audit()) {
                lines.append(writer.writeValueAsString(event)).append('\n');
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
