package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Coverage;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The formats of others, read back with parsers that are not this program's. */
class ExportTest {
    private static final List<ScanReport> ALL = Stream.concat(
                    Stream.of(
                            Reports.sound(),
                            Reports.unreadable(),
                            Reports.tampered(),
                            Reports.nothingChosen(),
                            Reports.large()),
                    Reports.everyHostile().stream())
            .toList();

    @Test
    void jsonFormatsAreJsonAndAscii() throws IOException {
        for (ReportFile file : List.of(new HdfReport(), new CycloneDxReport(), new SarifReport())) {
            for (ScanReport report : ALL) {
                byte[] bytes = file.render(report);
                assertThat(new ObjectMapper().readTree(bytes).isObject()).isTrue();
                assertThat(new String(bytes, StandardCharsets.UTF_8)).matches("[\\x20-\\x7e\\n]+");
            }
        }
    }

    @Test
    void aControlThatWasNotReviewedOnOneTargetIsPassedToNoReaderOfHdf() throws IOException {
        ScanReport r = Reports.sound();
        ControlResult passed = r.controls().get(0);
        JsonNode control = tree(
                        new HdfReport(),
                        Reports.with(r, List.of(with(passed, Status.PASSED), with(passed, Status.NOT_REVIEWED))))
                .at("/profiles/0/controls/0");
        assertThat(control.get("results"))
                .extracting(result -> result.get("status").asText())
                .containsExactly("skipped", "skipped");
        assertThat(control.at("/results/0/skip_message").asText()).startsWith("Passed here");
    }

    private static ControlResult with(ControlResult r, Status status) {
        return new ControlResult(
                r.id(), r.title(), r.impact(), r.severity(), status, r.message(), r.subject(), r.evidence());
    }

    @Test
    void hdfHasEveryMemberThatItsReadersRequire() throws IOException {
        for (ScanReport report : ALL) {
            JsonNode hdf = tree(new HdfReport(), report);
            assertThat(hdf.get("platform").fieldNames()).toIterable().contains("name", "release");
            assertThat(hdf.fieldNames()).toIterable().contains("profiles", "statistics", "version");
            JsonNode profile = hdf.get("profiles").get(0);
            assertThat(profile.fieldNames())
                    .toIterable()
                    .contains("name", "sha256", "supports", "attributes", "groups", "controls");
            for (JsonNode control : profile.get("controls")) {
                assertThat(control.fieldNames())
                        .toIterable()
                        .contains("id", "impact", "refs", "tags", "source_location", "results");
                for (JsonNode result : control.get("results")) {
                    assertThat(result.fieldNames()).toIterable().contains("code_desc", "start_time");
                    assertThat(result.get("status").asText()).isIn("passed", "failed", "skipped", "error");
                }
            }
        }
    }

    @Test
    void aControlThatAppliesNowhereHasImpactZeroAndOneOfTwoTargetsHasAResultEach() throws IOException {
        JsonNode controls = tree(new HdfReport(), Reports.sound()).at("/profiles/0/controls");
        assertThat(control(controls, "container-2.1").get("impact").asDouble()).isZero();
        assertThat(control(controls, "container-1.1").get("results")).hasSize(2);
        assertThat(control(controls, "container-1.6").at("/results/0/status").asText())
                .isEqualTo("skipped");
    }

    private static JsonNode control(JsonNode controls, String id) {
        for (JsonNode control : controls) {
            if (control.get("id").asText().equals(id)) {
                return control;
            }
        }
        throw new AssertionError(id);
    }

    @Test
    void cycloneDxNamesEveryPackageOnceAndItsGraphHasNoLooseEnd() throws IOException {
        for (ScanReport report : ALL) {
            JsonNode bom = tree(new CycloneDxReport(), report);
            Set<String> references = new HashSet<>(Set.of("scan"));
            for (JsonNode component : bom.get("components")) {
                assertThat(references.add(component.get("bom-ref").asText())).isTrue();
            }
            assertThat(bom.get("components"))
                    .hasSize(report.targets().size() + report.inventory().size());
            for (JsonNode dependency : bom.get("dependencies")) {
                assertThat(references).contains(dependency.get("ref").asText());
                dependency.get("dependsOn").forEach(on -> assertThat(references).contains(on.asText()));
            }
            assertThat(bom.get("serialNumber").asText()).matches("urn:uuid:[0-9a-f-]{36}");
        }
    }

    @Test
    void cycloneDxSaysThatItIsIncompleteWhenPackagesMayBeMissing() throws IOException {
        ScanReport r = Reports.sound();
        Coverage all = new Coverage(1, 1, 0, 0, 100, 10, 0, 0, 5, 1, 6, 2);
        Coverage oneUnread = new Coverage(1, 1, 0, 0, 100, 10, 0, 1, 5, 1, 6, 2);
        TargetReport complete = r.targets().get(0);
        assertThat(aggregate(Reports.with(r, r.scan(), r.verdict(), List.of(complete), all)))
                .isEqualTo("unknown");
        assertThat(aggregate(Reports.with(r, r.scan(), r.verdict(), List.of(complete), oneUnread)))
                .isEqualTo("incomplete");
        assertThat(aggregate(Reports.with(r, r.scan(), r.verdict(), r.targets(), all)))
                .isEqualTo("incomplete");
    }

    private static String aggregate(ScanReport report) throws IOException {
        return tree(new CycloneDxReport(), report)
                .at("/compositions/0/aggregate")
                .asText();
    }

    @Test
    void cycloneDxKeepsItsSchema() throws IOException {
        for (ScanReport report : ALL) {
            assertThat(new JsonParser().validate(new CycloneDxReport().render(report), Version.VERSION_16))
                    .isEmpty();
        }
    }

    @Test
    void aSarifResultPointsToItsRuleAndItsPathIsARelativeReference() throws IOException {
        for (ScanReport report : ALL) {
            JsonNode run = tree(new SarifReport(), report).at("/runs/0");
            for (JsonNode result : run.get("results")) {
                assertThat(run.at(
                                "/tool/driver/rules/" + result.get("ruleIndex").asInt() + "/id"))
                        .isEqualTo(result.get("ruleId"));
                assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                                .asText())
                        .matches("([A-Za-z0-9._~-][A-Za-z0-9._~/%-]*|%[0-9A-F]{2}.*)?")
                        .doesNotContain(":");
            }
        }
        JsonNode incomplete = tree(new SarifReport(), Reports.unreadable());
        assertThat(incomplete.at("/runs/0/invocations/0/executionSuccessful").asBoolean())
                .isFalse();
    }

    @Test
    void junitCountsItsCasesAndAnIncompleteTargetIsAnError() throws Exception {
        for (ScanReport report : ALL) {
            NodeList suites = xml(report).getElementsByTagName("testsuite");
            for (int i = 0; i < suites.getLength(); i++) {
                Element suite = (Element) suites.item(i);
                assertThat(suite.getElementsByTagName("testcase").getLength())
                        .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
                assertThat(suite.getElementsByTagName("failure").getLength())
                        .isEqualTo(Integer.parseInt(suite.getAttribute("failures")));
            }
        }
        assertThat(xml(Reports.tampered()).getElementsByTagName("error").getLength())
                .isEqualTo(2);
        int cases = xml(Reports.sound()).getElementsByTagName("testcase").getLength();
        for (ScanReport hostile : Reports.everyHostile()) {
            assertThat(xml(hostile).getElementsByTagName("testcase").getLength())
                    .isEqualTo(cases);
        }
    }

    @Test
    void evidenceCutAtABoundIsAnErrorWithTheBound() throws Exception {
        NodeList cases = xml(Reports.sound()).getElementsByTagName("testcase");
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element one = (Element) cases.item(i);
            NodeList error = one.getElementsByTagName("error");
            if (one.getAttribute("name").equals("evidence is complete") && error.getLength() > 0) {
                errors.add(((Element) error.item(0)).getAttribute("message"));
            }
        }
        assertThat(errors).containsExactly("Collected: its evidence was cut at a bound (entries)");
    }

    @Test
    void aSpreadsheetCalculatesNothingAndEveryRowHasItsCells() {
        for (ScanReport report : ALL) {
            List<List<String>> rows = csv(new String(new CsvReport().render(report), StandardCharsets.UTF_8));
            assertThat(rows)
                    .hasSize(1 + report.findings().size())
                    .allSatisfy(row -> assertThat(row)
                            .hasSize(10)
                            .allSatisfy(cell -> assertThat(cell).doesNotContainPattern("^[=+\\-@\\t\\r|%]")));
        }
    }

    @Test
    void theAuditRecordHasOneEventPerLine() throws IOException {
        ScanReport report = Reports.hostile();
        String[] lines = new String(new AuditReport().render(report), StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSameSizeAs(report.audit());
        for (int i = 0; i < lines.length; i++) {
            AuditEvent event = Json.reader(AuditEvent.class).readValue(lines[i]);
            assertThat(event.time()).isEqualTo(report.audit().get(i).time());
        }
    }

    private static JsonNode tree(ReportFile file, ScanReport report) throws IOException {
        return new ObjectMapper().readTree(file.render(report));
    }

    private static Document xml(ScanReport report) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(new JunitReport().render(report)));
    }

    /** RFC 4180: quoted cells, a quote doubled. */
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
