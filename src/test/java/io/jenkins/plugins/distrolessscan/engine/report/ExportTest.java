package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryCoverage;
import io.jenkins.plugins.distrolessscan.engine.model.InventoryItem;
import io.jenkins.plugins.distrolessscan.engine.model.PackageItem;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Subject;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    void everySubjectsPackagesAreInOneDocumentAndItsGraphHasNoLooseEnd() throws IOException {
        for (ScanReport report : ALL) {
            int packages = 0;
            for (ReportFile file : documents(report)) {
                JsonNode bom = tree(file, report);
                Set<String> references = new HashSet<>(
                        Set.of(bom.at("/metadata/component/bom-ref").asText()));
                for (JsonNode component : bom.get("components")) {
                    assertThat(references.add(component.get("bom-ref").asText()))
                            .isTrue();
                    packages += component.get("type").asText().equals("library") ? 1 : 0;
                }
                for (JsonNode dependency : bom.get("dependencies")) {
                    assertThat(references).contains(dependency.get("ref").asText());
                    dependency
                            .get("dependsOn")
                            .forEach(on -> assertThat(references).contains(on.asText()));
                }
                assertThat(bom.get("serialNumber").asText()).matches("urn:uuid:[0-9a-f-]{36}");
            }
            Set<String> subjects = new HashSet<>();
            report.subjects().forEach(subject -> subjects.add(subject.id()));
            assertThat(packages).isEqualTo((int) report.inventory().stream()
                    .flatMap(item -> item.subjects().stream())
                    .filter(subjects::contains)
                    .count());
        }
    }

    /** The list with a reference to each, and each. */
    private static List<ReportFile> documents(ScanReport report) {
        return ReportFiles.of(report).stream()
                .filter(file -> file.name().endsWith(".cdx.json"))
                .toList();
    }

    @Test
    void severalSubjectsHaveADocumentEachThatTheListRefersTo() throws IOException {
        ScanReport report = Reports.sound();
        assertThat(report.subjects()).hasSize(2);
        List<String> names = documents(report).stream().map(ReportFile::name).toList();
        assertThat(names).hasSize(3).first().isEqualTo("sbom.cdx.json");
        JsonNode list = tree(new CycloneDxReport(), report);
        for (int i = 0; i < 2; i++) {
            assertThat(list.at("/components/" + i + "/externalReferences/0/url").asText())
                    .isEqualTo(names.get(i + 1));
        }
    }

    @Test
    void aDocumentHasTheSystemTheSourcePackageAndThePlaces() throws IOException {
        ScanReport report = Reports.sound();
        Subject subject = withSystem(report.subjects().get(0), true);
        InventoryItem item = new InventoryItem(
                List.of(subject.id()),
                "deb",
                "libldb2",
                "2:2.6.2-0+deb12u1",
                "amd64",
                "samba",
                "2:4.17.12-0+deb12u1",
                "pkg:deb/debian/libldb2@2:2.6.2-0%2Bdeb12u1",
                "Debian:12",
                List.of("var/lib/dpkg/status.d/libldb2"),
                "",
                PackageItem.Origin.DATABASE);
        JsonNode bom = tree(new CycloneDxReport(), Reports.with(report, List.of(subject), List.of(item)));
        assertThat(bom.at("/components/0/type").asText()).isEqualTo("operating-system");
        assertThat(bom.at("/components/0/name").asText()).isEqualTo("debian");
        assertThat(bom.at("/components/0/version").asText()).isEqualTo("12");
        JsonNode component = bom.at("/components/1");
        assertThat(component.at("/pedigree/ancestors/0/name").asText()).isEqualTo("samba");
        assertThat(component.at("/pedigree/ancestors/0/version").asText()).isEqualTo("2:4.17.12-0+deb12u1");
        assertThat(component.at("/evidence/occurrences/0/location").asText())
                .isEqualTo("var/lib/dpkg/status.d/libldb2");
        assertThat(component.get("properties"))
                .extracting(property -> property.get("name").asText() + "="
                        + property.get("value").asText())
                .contains(
                        "aquasecurity:trivy:SrcName=samba",
                        "aquasecurity:trivy:SrcVersion=4.17.12",
                        "aquasecurity:trivy:SrcRelease=0+deb12u1",
                        "aquasecurity:trivy:SrcEpoch=2");
    }

    @Test
    void aDocumentIsCompleteOnlyWhenEverythingWasReadAndNothingIsMissing() throws IOException {
        ScanReport sound = Reports.sound();
        Subject subject = sound.subjects().get(0);
        TargetReport lacking = sound.targets().get(0);
        assertThat(lacking.subject()).isEqualTo(subject.id());
        assertThat(aggregate(sound, withSystem(subject, true)))
                .as("a folder was not listed")
                .isEqualTo("incomplete");
        ScanReport whole =
                Reports.with(sound, sound.scan(), sound.verdict(), List.of(whole(lacking)), sound.coverage());
        assertThat(aggregate(whole, subject)).as("nobody counted").isEqualTo("unknown");
        assertThat(aggregate(whole, withSystem(subject, true))).isEqualTo("complete");
        assertThat(aggregate(whole, withSystem(subject, false))).isEqualTo("incomplete");
    }

    /** The same target with nothing that could not be read. */
    private static TargetReport whole(TargetReport t) {
        Evidence.End e = t.end().orElseThrow();
        return new TargetReport(
                t.target(),
                t.subject(),
                t.basis(),
                t.outcome(),
                t.reason(),
                t.classification(),
                t.classificationEvidence(),
                t.identity(),
                t.debugContainer(),
                t.before(),
                t.after(),
                t.stream(),
                t.contexts(),
                t.pod(),
                t.probe(),
                t.process(),
                Optional.of(new Evidence.End(
                        e.entries(), e.files(), 1, 0, 0, 0, 1, 1, 0, false, e.elapsedMs(), e.peakRssKiB(), 1)),
                t.limits(),
                List.of(),
                0);
    }

    private static Subject withSystem(Subject s, boolean explained) {
        InventoryCoverage coverage = new InventoryCoverage(
                true,
                new InventoryCoverage.OperatingSystem("debian", "12", "bookworm", "Debian GNU/Linux"),
                List.of(),
                explained ? 0 : 1,
                explained ? List.of() : List.of("app/packed"),
                List.of());
        return new Subject(
                s.id(),
                s.image(),
                s.architecture(),
                s.classification(),
                s.targets(),
                s.packages(),
                coverage,
                Optional.empty());
    }

    private static String aggregate(ScanReport report, Subject subject) throws IOException {
        return tree(new SubjectSbom(subject, "x"), report)
                .at("/compositions/0/aggregate")
                .asText();
    }

    @Test
    void cycloneDxKeepsItsSchema() throws IOException {
        for (ScanReport report : ALL) {
            for (ReportFile file : documents(report)) {
                assertThat(new JsonParser().validate(file.render(report), Version.VERSION_16))
                        .as(file.name())
                        .isEmpty();
            }
            assertThat(new JsonParser()
                            .validate(ReportFiles.alone("sbom.cdx.json").render(report), Version.VERSION_16))
                    .isEmpty();
        }
    }

    @Test
    void aSingleDocumentHoldsThePackagesOfEveryContainerInsideIt() throws IOException {
        for (ScanReport report : ALL) {
            JsonNode whole = tree(ReportFiles.alone("sbom.cdx.json"), report);
            Set<String> subjects = report.subjects().stream().map(Subject::id).collect(Collectors.toSet());
            assertThat(whole.findValues("purl").stream().filter(JsonNode::isTextual))
                    .hasSize((int) report.inventory().stream()
                            .filter(item -> !item.purl().isEmpty())
                            .mapToLong(item -> item.subjects().stream()
                                    .filter(subjects::contains)
                                    .count())
                            .sum());
            List<String> known = whole.findValuesAsText("bom-ref");
            assertThat(known).doesNotHaveDuplicates();
            assertThat(known).containsAll(whole.findValuesAsText("ref"));
            whole.findValues("dependsOn")
                    .forEach(list -> list.forEach(one -> assertThat(known).contains(one.asText())));
        }
        JsonNode whole = tree(ReportFiles.alone("sbom.cdx.json"), Reports.sound());
        assertThat(whole.at("/components/0/components").size()).isPositive();
        assertThat(whole.at("/components/1/components").size()).isPositive();
        assertThat(whole.findValues("externalReferences")).isEmpty();
        assertThat(whole.path("vulnerabilities").size()).isPositive();
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
