package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code report.json}: the report member by member; docs/report.schema.json is its schema. */
public final class JsonReport implements ReportFile {
    @Override
    public String name() {
        return "report.json";
    }

    @Override
    public byte[] render(ScanReport report) {
        try {
            return (Json.prettyWriter().writeValueAsString(report) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
