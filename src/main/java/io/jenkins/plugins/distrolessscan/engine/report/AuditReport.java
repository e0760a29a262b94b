package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.IOException;
import java.io.OutputStream;

/** {@code audit.jsonl}: one event in one line, for log collectors (S-29). */
public final class AuditReport implements ReportFile {
    @Override
    public String name() {
        return "audit.jsonl";
    }

    @Override
    public void write(ScanReport report, OutputStream out) throws IOException {
        ObjectWriter writer = Json.writer()
                .with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        for (AuditEvent event : report.audit()) {
            writer.writeValue(out, event);
            out.write('\n');
        }
    }
}
