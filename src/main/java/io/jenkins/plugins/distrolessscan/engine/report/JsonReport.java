package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.IOException;
import java.io.OutputStream;

/** {@code report.json}: the report member by member; docs/report.schema.json is its schema. */
public final class JsonReport implements ReportFile {
    @Override
    public String name() {
        return "report.json";
    }

    @Override
    public void write(ScanReport report, OutputStream out) throws IOException {
        Json.prettyWriter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, report);
        out.write('\n');
    }
}
