package io.jenkins.plugins.distrolessscan.engine.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Fingerprint;
import io.jenkins.plugins.distrolessscan.engine.model.LookupInfo;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code hdf.json}: the controls in the Heimdall Data Format, which is InSpec's own exec JSON. One control has one result
 * per subject. A control that applies to no target has impact 0, which is how that format says not applicable.
 */
public final class HdfReport extends JsonTree {
    private static final String VERSION = "5.22.0";

    @Override
    public String name() {
        return "hdf.json";
    }

    @Override
    ObjectNode tree(ScanReport report) {
        Map<String, List<ControlResult>> byId = report.controls().stream()
                .collect(Collectors.groupingBy(ControlResult::id, LinkedHashMap::new, Collectors.toList()));
        ObjectNode root = object();
        root.putObject("platform")
                .put("name", "kubernetes")
                .put("release", PageText.name(report.access().serverVersion()))
                .put(
                        "target_id",
                        PageText.name(
                                report.scan().server() + " " + report.scan().namespace()));
        ArrayNode profiles = root.putArray("profiles");
        ArrayNode controls =
                profile(profiles, "distroless-scan", "Distroless Scan", String.join("\n", byId.keySet()), report);
        SubjectTargets targets = SubjectTargets.of(report);
        byId.forEach((id, results) -> controls.add(control(id, results, report, targets)));
        if (report.lookup().state() != LookupInfo.State.NOT_CONFIGURED) {
            // A profile of their own: SAF judges the first one, whose compliance is the report's.
            new HdfVulnerabilities(report, targets)
                    .to(profile(profiles, "distroless-scan-vulnerabilities", "Known vulnerabilities", "", report));
        }
        root.putObject("statistics").put("duration", duration(report));
        root.put("version", VERSION);
        return root;
    }

    /** @return its controls, still empty */
    private static ArrayNode profile(ArrayNode profiles, String name, String title, String content, ScanReport report) {
        ObjectNode profile = profiles.addObject()
                .put("name", name)
                .put("version", PageText.name(report.scan().toolVersion()))
                .put("sha256", new Fingerprint().add(content).hex(32))
                .put("title", (report.scan().demo() ? "DEMO: " : "") + title)
                .put("summary", PageText.sentence(report.scan().approach()))
                .put("status", "loaded");
        profile.putArray("supports");
        profile.putArray("attributes");
        profile.putArray("groups");
        return profile.putArray("controls");
    }

    private static ObjectNode control(
            String id, List<ControlResult> results, ScanReport report, SubjectTargets targets) {
        ControlResult first = results.get(0);
        Status over =
                Status.overTargets(results.stream().map(ControlResult::status).toList());
        ObjectNode control = object().put("id", PageText.name(id))
                .put("title", PageText.sentence(first.title()))
                .put("desc", PageText.sentence(first.title()))
                .put("impact", over == Status.NOT_APPLICABLE ? 0.0 : first.impact())
                .put("code", "");
        control.putArray("descriptions");
        control.putArray("refs");
        control.putObject("tags").put("severity", first.severity().name().toLowerCase(Locale.ROOT));
        control.putObject("source_location");
        ArrayNode list = control.putArray("results");
        results.forEach(r -> list.add(result(r, over, report, targets)));
        return control;
    }

    /**
     * One subject's result. Readers take a control with a passed and a skipped result for passed; a control that was not
     * reviewed everywhere did not pass, so its passed results are written as skipped and say what they were.
     */
    private static ObjectNode result(ControlResult r, Status over, ScanReport report, SubjectTargets targets) {
        boolean passedHereOnly = over == Status.NOT_REVIEWED && r.status() == Status.PASSED;
        ObjectNode result = object().put(
                        "status",
                        switch (passedHereOnly ? Status.NOT_REVIEWED : r.status()) {
                            case PASSED -> "passed";
                            case FAILED -> "failed";
                            case NOT_REVIEWED, NOT_APPLICABLE -> "skipped";
                            case ERROR -> "error";
                        })
                .put("code_desc", PageText.sentence(targets.words(r.subject()) + ": " + r.title()))
                .put("run_time", 0.0)
                .put("start_time", report.scan().started().toString());
        String facts = r.evidence().stream()
                .limit(20)
                .map(f -> f.source() + ": " + PageText.sentence(f.text()))
                .collect(Collectors.joining("; ", " [", "]"));
        String message = PageText.sentence(r.message()) + (r.evidence().isEmpty() ? "" : facts);
        if (passedHereOnly) {
            return result.put("skip_message", "Passed here, not reviewed on another target: " + message);
        }
        if (r.status() == Status.NOT_REVIEWED || r.status() == Status.NOT_APPLICABLE) {
            return result.put("skip_message", message);
        }
        return result.put("message", message);
    }

    private static double duration(ScanReport report) {
        return java.time.Duration.between(report.scan().started(), report.scan().finished())
                        .toMillis()
                / 1000.0;
    }
}
